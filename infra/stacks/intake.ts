import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { env as tellClashEnv } from '../../functions/tell-clash/contract.ts';
import type { StageSettings } from '../config.ts';
import { acknowledgeAsEnd, deadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { StatedAlarm } from '../constructs/stated-alarm.ts';
import { TypedFunction } from '../constructs/typed-function.ts';
import type { DataStack } from './data.ts';
import type { MailStack } from './mail.ts';
import type { MonitoringStack } from './monitoring.ts';

const period = Duration.minutes(5);

export interface IntakeStackProps {
  readonly settings: StageSettings;
  readonly data: DataStack;
  readonly mail: MailStack;
  readonly monitoring: MonitoringStack;
}

/** What follows on the entry of a customer (IN): people are told of clashes. Entering itself is the API's. */
export class IntakeStack extends Stack {
  readonly tellClash: TypedFunction;
  readonly untoldClashes: Queue;

  constructor(scope: Construct, id: string, props: IntakeStackProps) {
    super(scope, id, { description: 'Sales SOP: customer intake' });
    const { settings, data, mail, monitoring } = props;
    const RECORDS_TABLE = data.records.table.tableName;

    this.tellClash = new TypedFunction(this, 'tell-clash', {
      settings,
      description: 'Mails finder and holder of a customer that was entered twice (IN-3)',
      env: tellClashEnv,
      environment: { RECORDS_TABLE, MAIL_FROM: mail.from, MAIL_CONFIGURATION_SET: mail.configurationSetName },
      timeout: Duration.seconds(30),
    });
    data.records.grantWrite(this.tellClash);
    mail.grantSend(this.tellClash);
    this.untoldClashes = deadLetterQueue(this, 'untold-clashes', settings);
    this.feed(this.tellClash, data, this.untoldClashes, 'clash');

    new StatedAlarm(this, 'clashes-untold', {
      settings,
      topic: monitoring.topic,
      impact: 'Salespeople were not mailed of a customer entered twice (IN-3). Who entered it saw it on the screen.',
      action: 'Redrive as docs/operations.md says under "A clash was not told".',
      metric: this.untoldClashes.metricApproximateNumberOfMessagesVisible({ period }),
      above: 0,
    });
  }

  /** Inserts of one entity, from the table's stream, which is the outbox (docs/adr/0001-outbox-by-stream.md). */
  private feed(consumer: TypedFunction, data: DataStack, onFailure: Queue, entity: string): void {
    data.records.grantStream(consumer);
    Validations.of(consumer).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'Listing streams, like X-Ray, knows no resource-level permissions; reading is granted on this one stream.',
    });
    onFailure.grantSendMessages(consumer.lambda);
    acknowledgeAsEnd(onFailure);
    new EventSourceMapping(consumer, 'Outbox', {
      target: consumer.lambda,
      eventSourceArn: data.records.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 10,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 1000,
      maxRecordAge: Duration.hours(6),
      onFailure: new SqsDlq(onFailure),
      filters: [FilterCriteria.filter({ eventName: ['INSERT'], dynamodb: { NewImage: { entity: { S: [entity] } } } })],
    });
  }
}
