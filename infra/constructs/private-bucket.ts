import { CfnElement, type Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { TypedFunction } from './typed-function.ts';

export interface PrivateBucketProps {
  /** Whether it outlives the stacks, with every version of every object. */
  readonly retained: boolean;
  /** After how long its objects are gone; never when left out. */
  readonly expireAfter?: Duration;
  /** After how long the objects under a prefix are gone, every version of them. */
  readonly expirePrefixes?: Readonly<Record<string, Duration>>;
  /** How long nobody can remove a version of an object without the right to bypass governance; not at all when left out. */
  readonly lockedFor?: Duration;
}

/** A bucket that nobody reaches without being granted to, encrypted, over TLS only. */
export class PrivateBucket extends Construct {
  readonly bucket: Bucket;

  constructor(
    scope: Construct,
    id: string,
    { retained, expireAfter, expirePrefixes = {}, lockedFor }: PrivateBucketProps,
  ) {
    super(scope, id);
    const lifecycleRules = [
      ...(expireAfter === undefined ? [] : [{ expiration: expireAfter }]),
      ...Object.entries(expirePrefixes).map(([prefix, expiration]) => ({
        prefix,
        expiration,
        noncurrentVersionExpiration: expiration,
      })),
    ];
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: retained,
      removalPolicy: retained ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(lockedFor === undefined
        ? {}
        : { objectLockEnabled: true, objectLockDefaultRetention: ObjectLockRetention.governance(lockedFor) }),
      ...(lifecycleRules.length === 0 ? {} : { lifecycleRules }),
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Only functions reach it, and each of their reads and writes is a fact on record; a log of requests adds nothing.',
    });
  }

  /** Reading the objects under `prefix`. */
  grantGet(reader: TypedFunction, prefix: string): void {
    this.grant(reader, 's3:GetObject', prefix);
  }

  /** Putting objects under `prefix`; of a retained bucket every version stays. */
  grantAdd(writer: TypedFunction, prefix: string): void {
    this.grant(writer, 's3:PutObject', prefix);
  }

  /** Removing objects under `prefix`; of a retained bucket every version stays until it expires. */
  grantRemove(remover: TypedFunction, prefix: string): void {
    this.grant(remover, 's3:DeleteObject', prefix);
  }

  /** Listing the objects under `prefix`. */
  grantList(reader: TypedFunction, prefix: string): void {
    Grant.addToPrincipal({
      grantee: reader.lambda,
      actions: ['s3:ListBucket'],
      resourceArns: [this.bucket.bucketArn],
      conditions: { StringLike: { 's3:prefix': `${prefix}*` } },
    });
  }

  private grant(grantee: TypedFunction, action: string, prefix: string): void {
    Grant.addToPrincipal({
      grantee: grantee.lambda,
      actions: [action],
      resourceArns: [this.bucket.arnForObjects(`${prefix}*`)],
    });
    Validations.of(grantee).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${this.nameIn(grantee.stack)}/${prefix}*]`,
      reason: 'Objects are named by content or message: the prefix is the narrowest there is.',
    });
  }

  /** What the bucket's ARN is called in a stack's template: by its export's name where it is another stack. */
  private nameIn(stack: Stack): string {
    const own = Stack.of(this.bucket);
    if (own !== stack) {
      const imported: unknown = own.resolve(own.exportValue(this.bucket.bucketArn));
      return String(Object.values(imported ?? {})[0]);
    }
    const { defaultChild } = this.bucket.node;
    if (!CfnElement.isCfnElement(defaultChild)) throw new Error('The bucket has no resource');
    return `<${own.getLogicalId(defaultChild)}.Arn>`;
  }
}
