import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { StageSettings } from '../config.ts';
import { nameOf } from '../naming.ts';
import type { TypedFunction } from './typed-function.ts';

const indexes = ['byQueue', 'byPerson', 'bySweep'] as const;

/**
 * The one table, as `docs/data-model.md` lays it out. No request is granted Scan: each names its key.
 */
export class Records extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, props: { readonly settings: StageSettings }) {
    super(scope, id);
    const { settings } = props;
    this.table = new Table(this, 'Table', {
      tableName: nameOf(settings, 'records'),
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: settings.retained,
      removalPolicy: settings.retained ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      timeToLiveAttribute: 'ttl',
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: 'byQueue',
      partitionKey: { name: 'queue', type: AttributeType.STRING },
      sortKey: { name: 'queueOrder', type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: 'byPerson',
      partitionKey: { name: 'personQueue', type: AttributeType.STRING },
      sortKey: { name: 'personOrder', type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: 'bySweep',
      partitionKey: { name: 'sweepShard', type: AttributeType.STRING },
      sortKey: { name: 'sweepAt', type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }

  /** Items and queries by key, on the table and its indexes. */
  grantRead(reader: TypedFunction): void {
    this.grant(reader, 'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query');
  }

  /** Reading, and writes that add or change; nothing of a case is ever deleted. */
  grantWrite(writer: TypedFunction): void {
    this.grantRead(writer);
    this.grant(writer, 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:ConditionCheckItem');
  }

  /** Writing, and taking back what only helps one request along: a reservation whose request failed. */
  grantWriteAndRelease(writer: TypedFunction): void {
    this.grantWrite(writer);
    this.grant(writer, 'dynamodb:DeleteItem');
  }

  /** Reading the whole table, and writing and deleting in batches: for the job that makes the index of customers anew. */
  grantWhole(job: TypedFunction): void {
    this.grantRead(job);
    this.grant(job, 'dynamodb:Scan', 'dynamodb:PutItem', 'dynamodb:BatchWriteItem');
  }

  /** The table and each index by name: `Table.grant` would say `index/*`. */
  private grant(grantee: TypedFunction, ...actions: string[]): void {
    const queried = actions.includes('dynamodb:Query')
      ? indexes.map((name) => `${this.table.tableArn}/index/${name}`)
      : [];
    Grant.addToPrincipal({ grantee: grantee.lambda, actions, resourceArns: [this.table.tableArn, ...queried] });
  }

  /** The stream of changes, with old and new images. */
  get streamArn(): string {
    const arn = this.table.tableStreamArn;
    if (arn === undefined) throw new Error('The Records table has no stream');
    return arn;
  }

  /** Reading the stream of changes. */
  grantStream(consumer: TypedFunction): void {
    this.table.grantStreamRead(consumer.lambda);
  }
}
