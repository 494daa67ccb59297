import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { stagesOf } from '../../infra/config.ts';
import { nightHours } from '../../infra/recycling-terms.ts';
import { settings, templateOf, wholeApp } from './synthesized.ts';

const operations = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const template = templateOf(wholeApp(), 'recycling');
const berlin = { timeZone: 'Europe/Berlin', hours: ['09:00-17:00'], weekdays: [1, 2, 3, 4, 5] };

const environmentOf = (stack: string, name: string, context: Record<string, string>) => {
  const functions = templateOf(wholeApp(context), stack).findResources('AWS::Lambda::Function', {
    Properties: { FunctionName: `sales-sop-prod-${name}` },
  });
  return Object.values(functions)[0]?.Properties.Environment.Variables;
};

describe('recycling stack (IN-10)', () => {
  test('the pools are swept in the first hours of the day in China; what cannot be handed over is kept', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'cron(30 16,17,18,19,20 * * ? *)',
      Targets: [
        Match.objectLike({
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^recyclecustomers'), 'Arn'] },
          DeadLetterConfig: { Arn: Match.anyValue() },
          RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 0 },
        }),
      ],
    });
    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 900 });
  });

  test('elsewhere in the first hours there, in summer an hour later at most', () => {
    expect(nightHours(settings({ workCalendar: berlin }))).toBe('0,1,2,3,23');
    expect(nightHours(settings({ workCalendar: { ...berlin, timeZone: 'America/New_York' } }))).toBe('5,6,7,8,9');
  });

  test('somebody is told when sweeps fail, when none runs, and when the schedule cannot call it', () => {
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    for (const { Properties } of alarms) {
      expect(operations).toContain(`| \`${Properties.AlarmName.replace('sales-sop-prod-', '')}\` |`);
      const [, procedure] = /docs\/operations\.md, "([^"]+)"/.exec(Properties.AlarmDescription) ?? [];
      expect(operations).toMatch(new RegExp(`^### ${procedure}$`, 'm'));
    }
    expect(alarms.map(({ Properties }) => Properties.AlarmName).toSorted()).toEqual([
      'sales-sop-prod-recycling-failing',
      'sales-sop-prod-recycling-standing-still',
      'sales-sop-prod-recycling-unreachable',
    ]);
  });

  test('a rule and a calendar of the stage’s own reach everything that counts a customer’s days', () => {
    const context = { recycling: '{"contactDays":20}', workCalendar: JSON.stringify(berlin) };
    for (const [stack, name] of [
      ['recycling', 'recycle-customers'],
      ['api', 'contacts-api'],
      ['api', 'customers-api'],
    ] as const) {
      const given = environmentOf(stack, name, context);
      expect(JSON.parse(given.RECYCLING_RULE)).toEqual({ contactDays: 20, orderDays: 90, warningDays: 3 });
      expect(JSON.parse(given.WORK_CALENDAR)).toMatchObject(berlin);
      expect(environmentOf(stack, name, {})).not.toHaveProperty('RECYCLING_RULE');
    }
  });

  test.each(['{"contactDays":0}', '{"contactDays":2}', '{"contactDays":"many"}', 'soon'])(
    'a rule that cannot be kept is refused: %s',
    (recycling) => {
      const context = (name: string): unknown => (name === 'recycling' ? recycling : undefined);
      expect(() => stagesOf(context)).toThrow('recycling');
    },
  );
});
