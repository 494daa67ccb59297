import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { StageSettings } from '../config.ts';
import { nameOf } from '../naming.ts';
import type { TypedFunction } from './typed-function.ts';

/**
 * The one table, as `docs/data-model.md` lays it out. Nobody is granted Scan: every request names its key.
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
    this.table.grant(reader.lambda, 'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query');
    acknowledgeIndexes(reader);
  }

  /** Reading, and writes that add or change; nothing of a case is ever deleted. */
  grantWrite(writer: TypedFunction): void {
    this.table.grant(
      writer.lambda,
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:ConditionCheckItem',
    );
    acknowledgeIndexes(writer);
  }

  /** Writing, and taking back what only helps one request along: a reservation whose request failed. */
  grantWriteAndRelease(writer: TypedFunction): void {
    this.grantWrite(writer);
    this.table.grant(writer.lambda, 'dynamodb:DeleteItem');
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

function acknowledgeIndexes(grantee: TypedFunction): void {
  Validations.of(grantee).acknowledge({
    id: 'AwsSolutions-IAM5',
    reason: "The table's own indexes are named by index/*; no other table and no scan is within reach.",
  });
}
