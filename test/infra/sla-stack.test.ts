import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { templateOf, wholeApp } from './synthesized.ts';

const template = templateOf(wholeApp(), 'sla');

const environmentOf = (stack: string, name: string, context: Record<string, string>) => {
  const functions = templateOf(wholeApp(context), stack).findResources('AWS::Lambda::Function', {
    Properties: { FunctionName: `sales-sop-prod-${name}` },
  });
  return Object.values(functions)[0]?.Properties.Environment.Variables;
};

describe('SLA stack', () => {
  test('the sweep is called every minute; what cannot be handed over is kept, nothing is tried twice', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 minute)',
      Targets: [
        Match.objectLike({
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^sweeptasks'), 'Arn'] },
          DeadLetterConfig: { Arn: Match.anyValue() },
          RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
        }),
      ],
    });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 });
  });

  test('a sweep ends before its lease on a task does', () => {
    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 55 });
  });

  test('somebody is told when sweeps fail, when none runs, and when the schedule cannot call it', () => {
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    expect(alarms.map(({ Properties }) => Properties.AlarmName).toSorted()).toEqual([
      'sales-sop-prod-ladders-failing',
      'sales-sop-prod-ladders-standing-still',
      'sales-sop-prod-ladders-unreachable',
    ]);
  });

  test('a calendar of the stage’s own reaches what counts working hours', () => {
    const calendar = { timeZone: 'Europe/Berlin', hours: ['09:00-17:00'], weekdays: [1, 2, 3, 4, 5] };
    const context = { workCalendar: JSON.stringify(calendar) };
    for (const [stack, name] of [
      ['sla', 'sweep-tasks'],
      ['workflows', 'open-task'],
    ] as const) {
      expect(JSON.parse(environmentOf(stack, name, context).WORK_CALENDAR)).toMatchObject(calendar);
      expect(environmentOf(stack, name, {})).not.toHaveProperty('WORK_CALENDAR');
    }
  });
});
