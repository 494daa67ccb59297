import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type AwaitedChanges, env as relayChangesEnv } from '../../functions/relay-changes/contract.ts';
import type { StageSettings } from '../config.ts';
import { acknowledgeAsEnd, deadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { StatedAlarm } from '../constructs/stated-alarm.ts';
import { TypedFunction } from '../constructs/typed-function.ts';
import type { DataStack } from './data.ts';
import type { MonitoringStack } from './monitoring.ts';

export interface OutboxStackProps {
  readonly settings: StageSettings;
  readonly data: DataStack;
  readonly monitoring: MonitoringStack;
}

const period = Duration.minutes(5);

/** Lambda takes so many filters on one mapping. */
const MOST_FILTERS = 5;

/** What carries the table's changes to all who joined the outbox; so it is made after them. */
export class OutboxStack extends Stack {
  readonly relayChanges: TypedFunction;
  readonly unrelayedChanges: Queue;

  constructor(scope: Construct, id: string, props: OutboxStackProps) {
    super(scope, id, { description: 'Sales SOP: tells the functions that wait for it what was written' });
    const { settings, data } = props;
    const subscriptions = data.outbox.close();

    this.relayChanges = new TypedFunction(this, 'relay-changes', {
      settings,
      description: 'Reads the table’s stream for all who wait for changes, and tells the queue of each',
      env: relayChangesEnv,
      environment: {
        ROUTES: this.toJsonString(subscriptions.map(({ queue: { queueUrl }, changes }) => ({ queueUrl, changes }))),
      },
      timeout: Duration.seconds(30),
    });
    const { lambda } = this.relayChanges;
    for (const { queue } of subscriptions) queue.grantSendMessages(lambda);
    data.records.grantStream(this.relayChanges);
    Validations.of(this.relayChanges).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'Listing streams, like X-Ray, knows no resource-level permissions; reading is granted on this one stream.',
    });

    this.unrelayedChanges = deadLetterQueue(this, 'unrelayed-changes', settings);
    this.unrelayedChanges.grantSendMessages(lambda);
    acknowledgeAsEnd(this.unrelayedChanges);
    new EventSourceMapping(this.relayChanges, 'Written', {
      target: lambda,
      eventSourceArn: data.records.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 10_000,
      // As long as the stream holds them, with an hour to spare.
      maxRecordAge: Duration.hours(23),
      onFailure: new SqsDlq(this.unrelayedChanges),
      filters: filtersOf(subscriptions.flatMap(({ changes }) => changes)).map((pattern) =>
        FilterCriteria.filter(pattern),
      ),
    });

    const ages = Object.fromEntries(
      subscriptions.map(({ queue }, index) => [`m${index}`, queue.metricApproximateAgeOfOldestMessage({ period })]),
    );
    new StatedAlarm(this, 'changes-late', {
      settings,
      topic: props.monitoring.topic,
      impact: 'Some of what was written had no effect for a quarter of an hour: cases, decisions, mails wait for it.',
      action: 'Find the consumer that fails as docs/operations.md says under "A consumer fails"; nothing is lost yet.',
      metric: new MathExpression({
        label: 'Oldest change in a queue (s)',
        period,
        expression: `MAX([${Object.keys(ages)
          .map((name) => `FILL(${name}, 0)`)
          .join(', ')}])`,
        usingMetrics: ages,
      }),
      above: Duration.minutes(15).toSeconds(),
    });
    new StatedAlarm(this, 'changes-unrelayed', {
      settings,
      topic: props.monitoring.topic,
      impact: 'What was written reached nobody for most of a day: cases, decisions and applications do not go on.',
      action: 'Redrive as docs/operations.md says under "Changes were not relayed", before the stream forgets them.',
      metric: this.unrelayedChanges.metricApproximateNumberOfMessagesVisible({ period }),
      above: 0,
    });
  }
}

/**
 * As few filters as pass those changes and no others: one for all entities that are awaited alike.
 * @throws Error when Lambda would not take so many
 */
function filtersOf(changes: readonly AwaitedChanges[]): readonly Record<string, unknown>[] {
  const alike = Map.groupBy(changes, ({ events, status }) => JSON.stringify([events.toSorted(), status]));
  if (alike.size > MOST_FILTERS) {
    throw new Error(`Changes are awaited in ${alike.size} ways; the relay's filter has room for ${MOST_FILTERS}`);
  }
  return [...alike.values()].map((group) => {
    const [{ events, status } = { events: [] }] = group;
    const entity = { S: [...new Set(group.map(({ entity: name }) => name))] };
    const NewImage = status === undefined ? { entity } : { entity, status: { S: [status] } };
    return { eventName: [...events], dynamodb: { NewImage } };
  });
}
