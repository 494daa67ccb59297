import { Duration, Stack } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { env as sweepTasksEnv } from '../../functions/sweep-tasks/contract.ts';
import type { StageSettings } from '../config.ts';
import { acknowledgeAsEnd, deadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { StatedAlarm } from '../constructs/stated-alarm.ts';
import { TypedFunction } from '../constructs/typed-function.ts';
import { nameOf } from '../naming.ts';
import type { DataStack } from './data.ts';
import type { MailStack } from './mail.ts';
import type { MonitoringStack } from './monitoring.ts';

export interface SlaStackProps {
  readonly settings: StageSettings;
  readonly data: DataStack;
  readonly mail: MailStack;
  readonly monitoring: MonitoringStack;
  /** Where links in mails lead. */
  readonly publicUrl: string;
}

const period = Duration.minutes(5);

/** Working time: each minute what is due of reminders, escalations and changes of hands is done. */
export class SlaStack extends Stack {
  readonly sweepTasks: TypedFunction;
  readonly unswept: Queue;

  constructor(scope: Construct, id: string, props: SlaStackProps) {
    super(scope, id, { description: 'Sales SOP: reminders, escalations and reassignment of late tasks' });
    const { settings, data, mail } = props;
    const { replyDomain, workCalendar } = settings;

    this.sweepTasks = new TypedFunction(this, 'sweep-tasks', {
      settings,
      description: 'Each minute: reminds of tasks, tells supervisors of late ones, gives them to somebody else',
      env: sweepTasksEnv,
      environment: {
        RECORDS_TABLE: data.records.table.tableName,
        LINK_SECRET_ARN: data.linkSecret.secretArn,
        PUBLIC_URL: props.publicUrl,
        MAIL_FROM: mail.from,
        MAIL_CONFIGURATION_SET: mail.configurationSetName,
        ...(replyDomain === undefined ? {} : { REPLY_DOMAIN: replyDomain }),
        ...(workCalendar === undefined ? {} : { WORK_CALENDAR: JSON.stringify(workCalendar) }),
      },
      // Less than the lease a sweep has on a task.
      timeout: Duration.seconds(55),
    });
    const { lambda } = this.sweepTasks;
    data.records.grantWrite(this.sweepTasks);
    data.linkSecret.grantRead(lambda);
    mail.grantSend(this.sweepTasks);
    // What failed comes again with the next minute: trying twice within one would only mail twice as fast.
    lambda.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });

    this.unswept = deadLetterQueue(this, 'unswept-minutes', settings);
    acknowledgeAsEnd(this.unswept);
    new Rule(this, 'EachMinute', {
      ruleName: nameOf(settings, 'sweep-tasks'),
      description: 'What the ladders of open tasks have due is done each minute',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [
        new LambdaTarget(lambda, { deadLetterQueue: this.unswept, retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
      ],
    });

    const { topic } = props.monitoring;
    new StatedAlarm(this, 'ladders-failing', {
      settings,
      topic,
      impact: 'Some people are not reminded of their tasks, and some late tasks are not passed on. None is lost.',
      action: 'Read the errors of sweep-tasks by the task’s id; the sweep makes up for what it missed by itself.',
      metric: lambda.metricErrors({ period }),
      above: 2,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    });
    new StatedAlarm(this, 'ladders-standing-still', {
      settings,
      topic,
      impact: 'Nobody is reminded of a task and no late task is passed on. Decisions are taken as ever.',
      action: 'See docs/operations.md, "The ladders stand still": the schedule does not reach sweep-tasks.',
      metric: new MathExpression({
        label: 'Minutes without a sweep',
        period,
        expression: 'IF(FILL(sweeps, 0) < 1, 1, 0)',
        usingMetrics: { sweeps: lambda.metricInvocations({ period }) },
      }),
      above: 0,
      evaluationPeriods: 3,
    });
    new StatedAlarm(this, 'ladders-unreachable', {
      settings,
      topic,
      impact: 'The schedule could not call the sweep: people may be reminded late, and late tasks passed on late.',
      action: 'See docs/operations.md, "The ladders stand still"; then purge the queue, the sweep has made up for it.',
      metric: this.unswept.metricApproximateNumberOfMessagesVisible({ period }),
      above: 0,
    });
  }
}
