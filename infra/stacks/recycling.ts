import { Duration, Stack } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { env as recycleCustomersEnv } from '../../functions/recycle-customers/contract.ts';
import type { StageSettings } from '../config.ts';
import { acknowledgeAsEnd, deadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { StatedAlarm } from '../constructs/stated-alarm.ts';
import { TypedFunction } from '../constructs/typed-function.ts';
import { nameOf } from '../naming.ts';
import { nightHours, recyclingTerms } from '../recycling-terms.ts';
import type { DataStack } from './data.ts';
import type { MailStack } from './mail.ts';
import type { MonitoringStack } from './monitoring.ts';

export interface RecyclingStackProps {
  readonly settings: StageSettings;
  readonly data: DataStack;
  readonly mail: MailStack;
  readonly monitoring: MonitoringStack;
}

/** IN-10: each night customers that nobody cares for are warned of, and later returned to the public pool. */
export class RecyclingStack extends Stack {
  readonly recycleCustomers: TypedFunction;
  readonly unsweptNights: Queue;

  constructor(scope: Construct, id: string, props: RecyclingStackProps) {
    super(scope, id, { description: 'Sales SOP: customers nobody cares for return to the public pool' });
    const { settings, data, mail } = props;

    this.recycleCustomers = new TypedFunction(this, 'recycle-customers', {
      settings,
      description: 'At night: warns of customers nobody cares for, and returns them to the public pool (IN-10)',
      env: recycleCustomersEnv,
      environment: {
        RECORDS_TABLE: data.records.table.tableName,
        MAIL_FROM: mail.from,
        MAIL_CONFIGURATION_SET: mail.configurationSetName,
        ...recyclingTerms(settings),
      },
      // Less than the time a sweep has the pools for itself.
      timeout: Duration.minutes(15),
    });
    const { lambda } = this.recycleCustomers;
    data.records.grantWrite(this.recycleCustomers);
    mail.grantSend(this.recycleCustomers);
    // The next hour makes up for what failed in this one.
    lambda.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.hours(1) });

    this.unsweptNights = deadLetterQueue(this, 'unswept-nights', settings);
    acknowledgeAsEnd(this.unsweptNights);
    new Rule(this, 'Nights', {
      ruleName: nameOf(settings, 'recycle-customers'),
      description: 'Customers nobody cares for are warned of and recycled in the first hours of each day',
      schedule: Schedule.cron({ minute: '30', hour: nightHours(settings) }),
      targets: [
        new LambdaTarget(lambda, {
          deadLetterQueue: this.unsweptNights,
          retryAttempts: 0,
          maxEventAge: Duration.hours(1),
        }),
      ],
    });

    const { topic } = props.monitoring;
    const period = Duration.hours(1);
    new StatedAlarm(this, 'recycling-failing', {
      settings,
      topic,
      impact: 'Some customers are neither warned of nor recycled, or some people are not told. Each stays due.',
      action: 'See docs/operations.md, "Recycling fails or stands still".',
      metric: lambda.metricErrors({ period }),
      above: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 2,
    });
    const day = Duration.days(1);
    new StatedAlarm(this, 'recycling-standing-still', {
      settings,
      topic,
      impact: 'No night warns of customers nobody cares for or returns them to the public pool. Nothing is lost.',
      action: 'See docs/operations.md, "Recycling fails or stands still": the schedule does not reach the function.',
      metric: new MathExpression({
        label: 'Days without a sweep of the pools',
        period: day,
        expression: 'IF(FILL(sweeps, 0) < 1, 1, 0)',
        usingMetrics: { sweeps: lambda.metricInvocations({ period: day }) },
      }),
      above: 0,
      evaluationPeriods: 2,
    });
    new StatedAlarm(this, 'recycling-unreachable', {
      settings,
      topic,
      impact: 'The schedule could not call the sweep of the pools: people are warned late, customers stay longer.',
      action: 'See docs/operations.md, "Recycling fails or stands still"; then purge the queue, it is made up for.',
      metric: this.unsweptNights.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
      above: 0,
    });
  }
}
