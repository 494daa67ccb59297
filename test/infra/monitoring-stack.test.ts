import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { templateOf, wholeApp } from './synthesized.ts';

const template = templateOf(wholeApp({ alarmMail: 'ops@example.cn' }), 'monitoring');
const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
const operations = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');

describe('monitoring stack', () => {
  test('the names of alarms are part of the interface', () => {
    expect(alarms.map(({ AlarmName }) => AlarmName.replace('sales-sop-prod-', '')).sort()).toEqual([
      'api-failing',
      'cases-failed',
      'decisions-late',
      'decisions-unawaited',
      'mails-bouncing',
      'mails-complained',
      'notices-refused',
      'records-throttled',
      'requests-failing',
      'steps-failing',
      'tasks-for-nobody',
      'undelivered-decisions',
      'unrecorded-ends',
      'unstarted-cases',
    ]);
  });

  test('each alarm is on the operations page, and each procedure an alarm names is there', () => {
    for (const { AlarmName, AlarmDescription } of alarms) {
      expect(operations).toContain(`\`${AlarmName.replace('sales-sop-prod-', '')}\``);
      const [, procedure] = /docs\/operations\.md says under "([^"]+)"/.exec(AlarmDescription) ?? [];
      if (procedure !== undefined) expect(operations).toMatch(new RegExp(`^#+ ${procedure}$`, 'm'));
    }
  });

  test('each queue for what failed has an alarm at its first message', () => {
    const queues = alarms.filter((alarm) => JSON.stringify(alarm).includes('ApproximateNumberOfMessagesVisible'));
    expect(queues).toHaveLength(3);
    for (const { Threshold } of queues) expect(Threshold).toBe(0);
  });

  test.each([
    ['decisions-unawaited', 'DecisionUndeliverable'],
    ['notices-refused', 'TaskNoticeRefused'],
    ['tasks-for-nobody', 'TaskNobodyToNotify'],
  ])('%s rings at the first %s that the functions count', (name, metric) => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: `sales-sop-prod-${name}`,
      Namespace: 'SalesSop',
      MetricName: metric,
      Dimensions: [{ Name: 'service', Value: 'sales-sop-prod' }],
      Statistic: 'Sum',
      Threshold: 0,
    });
  });

  test('whoever the stage names is told; nobody where it names nobody', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'ops@example.cn' });
    templateOf(wholeApp(), 'monitoring').resourceCountIs('AWS::SNS::Subscription', 0);
  });

  test('the dashboard shows cases, decisions, waiting, what was not delivered, errors and mails', () => {
    const body = JSON.stringify(Object.values(template.findResources('AWS::CloudWatch::Dashboard'))[0]?.Properties);
    for (const metric of [
      'ExecutionsStarted',
      'ExecutionsSucceeded',
      'ExecutionsFailed',
      'TaskDecided',
      'ServiceIntegrationTime',
      'ApproximateNumberOfMessagesVisible',
      'IteratorAge',
      'Errors',
      '4xx',
      '5xx',
      'Bounce',
    ]) {
      expect(body).toContain(metric);
    }
  });
});
