import { CfnOutput, Duration, Stack, Validations } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { env as exportAuditEnv, PREFIX } from '../../functions/export-audit/contract.ts';
import { auditedEntities } from '../../functions/shared/domain/audit.ts';
import type { StageSettings } from '../config.ts';
import { acknowledgeAsEnd, deadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import { StatedAlarm } from '../constructs/stated-alarm.ts';
import { metricsNamespace, TypedFunction } from '../constructs/typed-function.ts';
import { serviceOf } from '../naming.ts';
import type { DataStack } from './data.ts';
import type { MonitoringStack } from './monitoring.ts';

/** How long a copy cannot be removed. */
const LOCKED_FOR = Duration.days(3650);

export interface AuditStackProps {
  readonly settings: StageSettings;
  readonly data: DataStack;
  readonly monitoring: MonitoringStack;
}

/** The chain that shows a removed or altered record, and its locked copies (docs/adr/0010-audit-chained-by-the-stream.md). */
export class AuditStack extends Stack {
  readonly copies: PrivateBucket;
  readonly exportAudit: TypedFunction;
  readonly unchainedRecords: Queue;

  constructor(scope: Construct, id: string, props: AuditStackProps) {
    super(scope, id, {
      description: 'Sales SOP: the audit chain and its locked copies',
      terminationProtection: props.settings.retained,
    });
    const { settings, data } = props;

    this.copies = new PrivateBucket(this, 'Copies', {
      retained: settings.retained,
      ...(settings.retained ? { lockedFor: LOCKED_FOR } : {}),
    });
    this.exportAudit = new TypedFunction(this, 'export-audit', {
      settings,
      description: 'Chains what was written of each case and keeps a locked copy of the chain',
      env: exportAuditEnv,
      environment: { RECORDS_TABLE: data.records.table.tableName, AUDIT_BUCKET: this.copies.bucket.bucketName },
      timeout: Duration.seconds(60),
    });
    const { lambda } = this.exportAudit;
    data.records.grantWrite(this.exportAudit);
    data.records.grantStream(this.exportAudit);
    this.copies.grantAdd(this.exportAudit, PREFIX);
    Validations.of(this.exportAudit).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'Listing streams, like X-Ray, knows no resource-level permissions; reading is granted on this one stream.',
    });

    this.unchainedRecords = deadLetterQueue(this, 'unchained-records', settings);
    this.unchainedRecords.grantSendMessages(lambda);
    acknowledgeAsEnd(this.unchainedRecords);
    const entity = { S: [...auditedEntities] };
    new EventSourceMapping(this.exportAudit, 'Written', {
      target: lambda,
      eventSourceArn: data.records.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      // What one step writes comes within seconds: together it is one entry, one write and one copy.
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(15),
      bisectBatchOnError: true,
      retryAttempts: 1000,
      maxRecordAge: Duration.hours(12),
      onFailure: new SqsDlq(this.unchainedRecords),
      filters: [
        FilterCriteria.filter({ eventName: ['INSERT', 'MODIFY'], dynamodb: { NewImage: { entity } } }),
        FilterCriteria.filter({ eventName: ['REMOVE'], dynamodb: { OldImage: { entity } } }),
      ],
    });

    const { topic } = props.monitoring;
    new StatedAlarm(this, 'records-unchained', {
      settings,
      topic,
      impact: 'Facts of cases are not protected against later changes yet; nothing is lost and no case waits for it.',
      action: 'Redrive as docs/operations.md says under "Records were not chained".',
      metric: this.unchainedRecords.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
      above: 0,
    });
    new StatedAlarm(this, 'records-changed', {
      settings,
      topic,
      impact: 'Somebody changed or removed a fact or a document version: what the case says happened may be untrue.',
      action: 'Find who did it as docs/operations.md says under "A record was changed".',
      metric: new Metric({
        namespace: metricsNamespace,
        metricName: 'AuditRecordChanged',
        dimensionsMap: { service: serviceOf(settings) },
        statistic: 'Sum',
        period: Duration.minutes(5),
      }),
      above: 0,
    });
    new CfnOutput(this, 'CopiesBucket', {
      value: this.copies.bucket.bucketName,
      description: 'Where the locked copies of the audit chain are',
    });
  }
}
