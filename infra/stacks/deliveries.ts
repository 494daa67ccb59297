import { Duration, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { env as recordDeliveryEnv } from '../../functions/record-delivery/contract.ts';
import type { StageSettings } from '../config.ts';
import { deadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { StatedAlarm } from '../constructs/stated-alarm.ts';
import { TypedFunction } from '../constructs/typed-function.ts';
import { nameOf } from '../naming.ts';
import type { DataStack } from './data.ts';
import type { MailStack } from './mail.ts';
import type { MonitoringStack } from './monitoring.ts';

export interface DeliveriesStackProps {
  readonly settings: StageSettings;
  readonly data: DataStack;
  readonly mail: MailStack;
  readonly monitoring: MonitoringStack;
  /** Where links in mails lead. */
  readonly publicUrl: string;
}

/** What becomes of mails that do not simply arrive: their tasks go to somebody who can be reached. */
export class DeliveriesStack extends Stack {
  readonly recordDelivery: TypedFunction;
  readonly unrecordedDeliveries: Queue;

  constructor(scope: Construct, id: string, props: DeliveriesStackProps) {
    super(scope, id, { description: 'Sales SOP: mails that bounced, were complained of or are late' });
    const { settings, data, mail } = props;

    // The rule leaves here what it cannot hand over, the function what it cannot take: both the event as it came.
    this.unrecordedDeliveries = deadLetterQueue(this, 'unrecorded-deliveries', settings);
    this.recordDelivery = new TypedFunction(this, 'record-delivery', {
      settings,
      description: 'Records what became of a mail and passes the task of whom it did not reach on',
      env: recordDeliveryEnv,
      environment: {
        RECORDS_TABLE: data.records.table.tableName,
        PUBLIC_URL: props.publicUrl,
        MAIL_FROM: mail.from,
        MAIL_CONFIGURATION_SET: mail.configurationSetName,
      },
      timeout: Duration.seconds(30),
      deadLetterQueue: this.unrecordedDeliveries,
    });
    data.records.grantWrite(this.recordDelivery);
    mail.grantSend(this.recordDelivery);

    new Rule(this, 'Misdelivered', {
      ruleName: nameOf(settings, 'mail-misdelivered'),
      description: 'A mail of this stage bounced, was complained of or is late',
      eventPattern: {
        source: ['aws.ses'],
        detailType: ['Email Bounced', 'Email Complaint Received', 'Email Delivery Delayed'],
        detail: { mail: { tags: { 'ses:configuration-set': [mail.configurationSetName] } } },
      },
      targets: [
        new LambdaTarget(this.recordDelivery.lambda, {
          deadLetterQueue: this.unrecordedDeliveries,
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
        }),
      ],
    });

    new StatedAlarm(this, 'deliveries-unrecorded', {
      settings,
      topic: props.monitoring.topic,
      impact:
        'Mails did not reach people and nobody was told: their tasks wait for somebody who does not know of them.',
      action: 'Redrive as docs/operations.md says under "What became of a mail was not recorded".',
      metric: this.unrecordedDeliveries.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
      above: 0,
    });
  }
}
