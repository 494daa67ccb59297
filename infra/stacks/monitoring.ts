import { Duration, Stack } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
  Metric,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Operation } from 'aws-cdk-lib/aws-dynamodb';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { StageSettings } from '../config.ts';
import { StatedAlarm } from '../constructs/stated-alarm.ts';
import { metricsNamespace, type TypedFunction } from '../constructs/typed-function.ts';
import { nameOf, serviceOf } from '../naming.ts';
import type { ApiStack } from './api.ts';
import type { DataStack } from './data.ts';
import type { WorkflowsStack } from './workflows.ts';

const period = Duration.minutes(5);

export interface MonitoringStackProps {
  readonly settings: StageSettings;
  readonly data: DataStack;
  readonly api: ApiStack;
  readonly workflows: WorkflowsStack;
}

/** One page that shows how selling goes and where it is stuck, and the alarms, each with what it means to people. */
export class MonitoringStack extends Stack {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: MonitoringStackProps) {
    super(scope, id, { description: 'Sales SOP: dashboard and alarms' });
    const { settings, data, api, workflows } = props;
    const { stateMachine } = workflows.adSales;
    const functions = [data.registerPerson, ...api.functions, ...workflows.functions];

    this.topic = new Topic(this, 'Alarms', { topicName: nameOf(settings, 'alarms'), enforceSSL: true });
    if (settings.alarmMail !== undefined) this.topic.addSubscription(new EmailSubscription(settings.alarmMail));

    const fact = (metricName: string, label?: string): IMetric =>
      new Metric({
        namespace: metricsNamespace,
        metricName,
        ...(label === undefined ? {} : { label }),
        dimensionsMap: { service: serviceOf(settings) },
        statistic: 'Sum',
        period,
      });
    const waiting = (metricName: string, label: string, statistic: string): IMetric =>
      new Metric({
        namespace: 'AWS/States',
        metricName,
        label,
        dimensionsMap: { ServiceIntegrationResourceArn: 'arn:aws:states:::lambda:invoke.waitForTaskToken' },
        statistic,
        period: Duration.hours(1),
      });
    const mail = (metricName: string, label: string): IMetric =>
      new Metric({ namespace: 'AWS/SES', metricName, label, statistic: 'Sum', period });
    const sum = (label: string, metrics: readonly IMetric[]): IMetric =>
      new MathExpression({
        label,
        period,
        expression: `SUM([${metrics.map((_, index) => `m${index}`).join(', ')}])`,
        usingMetrics: Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric])),
      });
    const errorsOf = (label: string, failing: readonly TypedFunction[]): IMetric =>
      sum(
        label,
        failing.map(({ lambda }) => lambda.metricErrors({ period })),
      );
    const depth = (queue: { metricApproximateNumberOfMessagesVisible(options: object): IMetric }, label: string) =>
      queue.metricApproximateNumberOfMessagesVisible({ period, label });

    const undelivered = depth(workflows.undeliveredDecisions, 'Decisions');
    const unstarted = depth(workflows.unstartedCases, 'Cases');
    const unrecorded = depth(workflows.unrecordedEnds, 'Ends');
    const failedCases = sum('Failed', [stateMachine.metricFailed({ period }), stateMachine.metricTimedOut({ period })]);
    // First the way from the table to the queue, then the wait in the queue; the relay is made after this page.
    const relayAge = new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'IteratorAge',
      dimensionsMap: { FunctionName: nameOf(settings, 'relay-changes') },
      statistic: 'Maximum',
      period,
    });
    const queueAge = workflows.toDeliver.metricApproximateAgeOfOldestMessage({ period });
    const deliveryAge = new MathExpression({
      label: 'Oldest decision on its way',
      period,
      expression: 'FILL(relay, 0) / 1000 + FILL(queue, 0)',
      usingMetrics: { relay: relayAge, queue: queueAge },
    });

    const alarm = (
      name: string,
      told: {
        impact: string;
        action: string;
        metric: IMetric;
        above: number;
        evaluationPeriods?: number;
        datapointsToAlarm?: number;
      },
    ) => new StatedAlarm(this, name, { settings, topic: this.topic, ...told });

    alarm('undelivered-decisions', {
      impact: 'People have decided, but their cases do not go on. No decision is lost: each is in the table.',
      action: 'Redrive as docs/operations.md says under "A decision was not delivered".',
      metric: undelivered,
      above: 0,
    });
    alarm('unstarted-cases', {
      impact: 'Salespeople opened cases that did not start: nobody has been given a task for them.',
      action: 'Redrive as docs/operations.md says under "A case did not start".',
      metric: unstarted,
      above: 0,
    });
    alarm('unrecorded-ends', {
      impact: 'Cases have ended but still show as running, and their last open tasks still show in inboxes.',
      action: 'Redrive as docs/operations.md says under "A case’s end was not recorded".',
      metric: unrecorded,
      above: 0,
    });
    alarm('cases-failed', {
      impact: 'A case stopped at a technical error: nobody will be given its next task until it is redriven.',
      action: 'Find the error in the execution, mend it, redrive as docs/operations.md says under "A case failed".',
      metric: failedCases,
      above: 0,
    });
    alarm('decisions-late', {
      impact: 'Decisions reach their cases more than five minutes late: the next person is told late.',
      action: 'Look at the errors and throttles of relay-changes and deliver-decision, and at Step Functions’ health.',
      metric: deliveryAge,
      above: Duration.minutes(5).toSeconds(),
      evaluationPeriods: 2,
    });
    alarm('decisions-unawaited', {
      impact: 'People decided on tasks that nobody waits for any more: what they decided has no effect on the case.',
      action: 'Look at each case as docs/operations.md says under "A decision came too late".',
      metric: fact('DecisionUndeliverable'),
      above: 0,
    });
    alarm('notices-refused', {
      impact: 'Mails about tasks were refused before they left: those people see their tasks in the inbox only.',
      action: 'Correct the addresses as docs/operations.md says under "A task’s mail was refused".',
      metric: fact('TaskNoticeRefused'),
      above: 0,
    });
    alarm('tasks-for-nobody', {
      impact:
        'Tasks were opened for a role that nobody holds, or for somebody unknown: their cases wait until one comes.',
      action: 'Find somebody as docs/operations.md says under "A task is for nobody".',
      metric: fact('TaskNobodyToNotify'),
      above: 0,
    });
    alarm('steps-failing', {
      impact: 'Steps of cases fail and are tried again: people are told of their tasks late, or cases stop.',
      action: 'Find the failing function on the dashboard and read its log by the case’s id.',
      metric: errorsOf('Errors', workflows.functions),
      above: 5,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    });
    alarm('requests-failing', {
      impact:
        'People see an error page, cannot sign in, or have to send their decision again; nothing half is recorded.',
      action: 'Find the failing function on the dashboard and read its log by the request’s id.',
      metric: errorsOf('Errors', [...api.functions, data.registerPerson]),
      above: 5,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    });
    alarm('api-failing', {
      impact: 'People get error pages when they open a link, the inbox or the API; nothing they sent was recorded.',
      action: 'Read the access log for the failing route, then the log of its function.',
      metric: api.httpApi.metricServerError({ period, statistic: 'Sum' }),
      above: 5,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    });
    alarm('mails-bouncing', {
      impact:
        'More than one mail in twenty bounces: those people do not know that they have a task, and SES may stop sending.',
      action: 'Find the addresses in the SES console’s suppression list and have the salesperson correct them.',
      metric: new Metric({
        namespace: 'AWS/SES',
        metricName: 'Reputation.BounceRate',
        statistic: 'Average',
        period: Duration.hours(1),
      }),
      above: 0.05,
    });
    alarm('mails-complained', {
      impact: 'People mark our notices as spam; SES stops sending for the account when it goes on.',
      action: 'Find who complained in the SES console and ask them how they want to be told.',
      metric: new Metric({
        namespace: 'AWS/SES',
        metricName: 'Reputation.ComplaintRate',
        statistic: 'Average',
        period: Duration.hours(1),
      }),
      above: 0.001,
    });
    alarm('records-throttled', {
      impact: 'Reads and writes of cases are refused for a while; people see "try again" and steps are delayed.',
      action: 'Look for a hot key or a burst on the table’s page; on-demand tables adapt within half an hour.',
      metric: data.records.table.metricThrottledRequestsForOperations({
        operations: [
          Operation.GET_ITEM,
          Operation.QUERY,
          Operation.PUT_ITEM,
          Operation.UPDATE_ITEM,
          Operation.TRANSACT_WRITE_ITEMS,
        ],
        period,
        label: 'Throttled',
      }),
      above: 0,
      evaluationPeriods: 2,
    });

    const graph = (title: string, left: readonly IMetric[], width = 8): IWidget =>
      new GraphWidget({ title, left: [...left], width, height: 6 });
    new Dashboard(this, 'Dashboard', {
      dashboardName: nameOf(settings, 'overview'),
      defaultInterval: Duration.days(1),
      widgets: [
        [
          new TextWidget({
            width: 24,
            height: 2,
            markdown: `# 销售流程 · Sales SOP (${settings.stage})\n案件进度、等待时间、未送达 · cases, waiting, what was not delivered. Procedures: docs/operations.md`,
          }),
        ],
        [
          graph('案件 · Cases', [
            stateMachine.metricStarted({ period, label: 'Started' }),
            stateMachine.metricSucceeded({ period, label: 'Ended' }),
            stateMachine.metricAborted({ period, label: 'Cancelled' }),
            failedCases,
          ]),
          graph('任务与决定 · Tasks and decisions', [
            fact('TaskOpened', 'Opened'),
            fact('TaskDecided', 'Decided'),
            fact('TaskDelivered', 'Delivered'),
            fact('TaskRefusedAttempt', 'Refused attempts'),
          ]),
          graph('等待多久 · How long people take (ms)', [
            waiting('ServiceIntegrationTime', 'Median', 'p50'),
            waiting('ServiceIntegrationTime', 'p90', 'p90'),
            waiting('ServiceIntegrationTime', 'Longest', 'Maximum'),
          ]),
        ],
        [
          graph('未送达 · Not delivered', [undelivered, unstarted, unrecorded]),
          graph('送达延迟 · Delivery delay (s)', [deliveryAge]),
          graph('超时 · Waits that timed out', [waiting('ServiceIntegrationsTimedOut', 'Timed out', 'Sum')]),
        ],
        [
          graph(
            '函数错误 · Function errors',
            functions.map(({ lambda, node }) => lambda.metricErrors({ period, label: node.id })),
          ),
          graph(
            '函数时长 · Function duration p90 (ms)',
            functions.map(({ lambda, node }) => lambda.metricDuration({ period, statistic: 'p90', label: node.id })),
          ),
          graph('接口 · API', [
            api.httpApi.metricCount({ period, label: 'Requests' }),
            api.httpApi.metricClientError({ period, label: '4xx' }),
            api.httpApi.metricServerError({ period, label: '5xx' }),
          ]),
        ],
        [
          graph('邮件 · Mails', [
            mail('Send', 'Sent'),
            mail('Delivery', 'Delivered'),
            mail('Bounce', 'Bounced'),
            mail('Complaint', 'Complaints'),
            mail('Reject', 'Rejected'),
          ]),
          graph('表 · Records', [
            data.records.table.metricConsumedReadCapacityUnits({ period }),
            data.records.table.metricConsumedWriteCapacityUnits({ period }),
          ]),
          graph('状态转换 · State transitions', [
            new Metric({
              namespace: 'AWS/States',
              metricName: 'ConsumedCapacity',
              label: 'State transitions',
              dimensionsMap: { ServiceMetric: 'StateTransition' },
              statistic: 'Sum',
              period,
            }),
          ]),
        ],
      ],
    });
  }
}
