import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { env as noEnv } from '../../functions/api-description/contract.ts';
import { routesOf } from '../../functions/relay-changes/contract.ts';
import { deadLetterQueue } from '../../infra/constructs/dead-letter-queue.ts';
import { Outbox } from '../../infra/constructs/outbox.ts';
import { TypedFunction } from '../../infra/constructs/typed-function.ts';
import { emptyApp, permissionsOf, settings, stackNames, templateOf, wholeApp } from './synthesized.ts';

const operations = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const app = wholeApp();
const templates = stackNames.map((name) => templateOf(app, name));
const template = templateOf(app, 'outbox');
const resources = (type: string) => templates.flatMap((one) => Object.values(one.findResources(type)));
const mappings = resources('AWS::Lambda::EventSourceMapping').map(({ Properties }) => Properties);

/** The relay's routes, each queue by what the template calls it. */
function routes() {
  const [relay] = Object.values(template.findResources('AWS::Lambda::Function'));
  const parts = z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) });
  const [, joined] = parts.parse(relay?.Properties.Environment.Variables.ROUTES)['Fn::Join'];
  const text = joined.map((part) => (typeof part === 'string' ? part : JSON.stringify(part).replaceAll('"', "'")));
  return routesOf(text.join(''));
}

describe('outbox stack', () => {
  test('the stream has two readers, which is what AWS designs a shard for', () => {
    const readers = mappings.filter(({ StartingPosition }) => StartingPosition !== undefined);
    expect(readers).toHaveLength(2);
    expect(new Set(readers.map(({ EventSourceArn }) => JSON.stringify(EventSourceArn))).size).toBe(1);
    const reading = permissionsOf(app).filter(({ action }) => action === 'dynamodb:GetRecords');
    expect(reading.map(({ who }) => who).sort()).toEqual(['export-audit', 'relay-changes']);
  });

  test('every function that a queue feeds is told by the relay', () => {
    const fed = mappings.filter(({ StartingPosition }) => StartingPosition === undefined);
    expect(fed.map(({ FunctionResponseTypes }) => FunctionResponseTypes)).toEqual(
      fed.map(() => ['ReportBatchItemFailures']),
    );
    const told = routes();
    expect(new Set(told.map(({ queueUrl }) => queueUrl)).size).toBe(fed.length);
    const awaited = told.flatMap(({ changes }) =>
      changes.map(({ entity, events, status }) => [entity, ...events, status]),
    );
    expect(awaited).toEqual([
      ['case', 'INSERT', 'MODIFY', 'STARTING'],
      ['task', 'MODIFY', 'DECIDED'],
      ['document', 'INSERT', undefined],
      ['gate', 'INSERT', 'MODIFY', undefined],
      ['clash', 'INSERT', undefined],
      ['import-clashes', 'INSERT', undefined],
      ['customer-facts', 'INSERT', undefined],
      ['reversal', 'INSERT', undefined],
      ['merge', 'INSERT', undefined],
      ['application', 'INSERT', undefined],
      ['application', 'MODIFY', 'DECIDED'],
      ['move', 'INSERT', undefined],
      ['reversal', 'INSERT', undefined],
      ['merge', 'INSERT', undefined],
    ]);
  });

  test('the relay is called for changes that somebody waits for and for no others, and tries as long as the stream holds them', () => {
    const [mapping] = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'));
    expect(mapping?.Properties).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRecordAgeInSeconds: 23 * 60 * 60,
    });
    const patterns = z.array(z.object({ Pattern: z.string() })).parse(mapping?.Properties.FilterCriteria.Filters);
    expect(patterns.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      {
        eventName: ['INSERT', 'MODIFY'],
        dynamodb: { NewImage: { entity: { S: ['case'] }, status: { S: ['STARTING'] } } },
      },
      {
        eventName: ['MODIFY'],
        dynamodb: { NewImage: { entity: { S: ['task', 'application'] }, status: { S: ['DECIDED'] } } },
      },
      {
        eventName: ['INSERT'],
        dynamodb: {
          NewImage: {
            entity: {
              S: ['document', 'clash', 'import-clashes', 'customer-facts', 'reversal', 'merge', 'application', 'move'],
            },
          },
        },
      },
      { eventName: ['INSERT', 'MODIFY'], dynamodb: { NewImage: { entity: { S: ['gate'] } } } },
    ]);
  });

  test('the relay reads the stream and writes to queues: no record, no mail, no machine', () => {
    const own = permissionsOf(app).filter(({ who }) => who === 'relay-changes');
    const services = new Set(own.map(({ action }) => action).filter((action) => !/^(logs|xray):/.test(action)));
    expect([...services].sort()).toEqual([
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:SendMessage',
    ]);
  });

  test('its alarms are on the operations page with the procedures they name', () => {
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
    expect(alarms.map(({ AlarmName }) => AlarmName).sort()).toEqual([
      'sales-sop-prod-changes-late',
      'sales-sop-prod-changes-unrelayed',
    ]);
    for (const { AlarmName, AlarmDescription } of alarms) {
      expect(operations).toContain(`\`${AlarmName.replace('sales-sop-prod-', '')}\``);
      const [, procedure] = /docs\/operations\.md says under "([^"]+)"/.exec(AlarmDescription) ?? [];
      expect(operations).toMatch(new RegExp(`^#+ ${procedure}$`, 'm'));
    }
  });

  test('each consumer’s queue is watched for changes that nobody takes', () => {
    const late = template.findResources('AWS::CloudWatch::Alarm', {
      Properties: { AlarmName: 'sales-sop-prod-changes-late', Threshold: 900 },
    });
    const watched = JSON.stringify(late).match(/ApproximateAgeOfOldestMessage/g);
    expect(watched).toHaveLength(routes().length);
  });
});

describe('joining the outbox', () => {
  const functionsDir = fileURLToPath(new URL('fixtures/functions', import.meta.url));

  function consumer() {
    const stack = new Stack(emptyApp(), 'test');
    const outbox = new Outbox(settings());
    const fed = new TypedFunction(stack, 'say-hello', {
      ...{ settings: settings(), description: 'Says hello', functionsDir, env: noEnv, environment: {} },
    });
    return { stack, outbox, fed, failed: deadLetterQueue(stack, 'unsaid-hellos', settings()) };
  }

  test('gives a function a queue of its own, that tells it for six hours and then leaves what it fails on', () => {
    // given
    const { stack, outbox, fed, failed } = consumer();
    // when
    outbox.feed(fed, failed, { entity: 'greeting', events: ['INSERT'] });
    // then
    const made = Template.fromStack(stack);
    made.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'sales-sop-prod-say-hello-changes',
      SqsManagedSseEnabled: true,
      // Six times the function's ten seconds.
      VisibilityTimeout: 60,
      RedrivePolicy: { maxReceiveCount: 360 },
    });
    made.resourceCountIs('AWS::SQS::QueuePolicy', 2);
    made.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
    expect(outbox.close().map(({ changes }) => changes)).toEqual([[{ entity: 'greeting', events: ['INSERT'] }]]);
  });

  test('is too late once the relay is made', () => {
    const { outbox, fed, failed } = consumer();
    outbox.close();
    expect(() => outbox.feed(fed, failed, { entity: 'greeting', events: ['INSERT'] })).toThrow(
      'say-hello-changes joins the outbox after its relay was made',
    );
  });
});
