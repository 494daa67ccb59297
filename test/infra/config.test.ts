import { describe, expect, test } from 'vitest';
import { stagesOf } from '../../infra/config.ts';

const context = (given: Readonly<Record<string, unknown>>) => (name: string) => given[name];

describe('stage settings', () => {
  test('an account needs nothing but itself: one stage with sensible defaults', () => {
    // given no context at all
    // when
    const [stage, ...others] = stagesOf(context({}));
    // then
    expect(others).toEqual([]);
    expect(stage).toEqual({ stage: 'prod', mailFrom: 'sales-sop@example.com', logRetentionDays: 90, retained: true });
  });

  test('values given to the CLI arrive as text and are understood', () => {
    const [stage] = stagesOf(context({ stage: 'dev', retained: 'false', logRetentionDays: '14' }));
    expect(stage).toMatchObject({ stage: 'dev', retained: false, logRetentionDays: 14 });
  });

  test('several stages share what is given once and keep what is their own', () => {
    const stages = stagesOf(
      context({
        mailFrom: 'sop@example.cn',
        stages: [{ stage: 'dev' }, { stage: 'prod', alarmMail: 'ops@example.cn' }],
      }),
    );
    expect(stages.map(({ stage, mailFrom, alarmMail }) => [stage, mailFrom, alarmMail])).toEqual([
      ['dev', 'sop@example.cn', undefined],
      ['prod', 'sop@example.cn', 'ops@example.cn'],
    ]);
  });

  test.each([
    [{ mailFrom: 'not an address' }, 'mailFrom'],
    [{ stage: 'Prod!' }, 'a stage name is'],
    [{ stage: 'my-aws' }, 'must not contain aws'],
    [{ logRetentionDays: '15' }, 'logRetentionDays'],
    [{ publicUrl: 'http://sop.example.cn' }, 'publicUrl'],
    [{ publicUrl: 'https://sop.example.cn/' }, 'must not end in a slash'],
    [{ workCalendar: 'weekdays' }, 'workCalendar'],
    [{ workCalendar: { timeZone: 'Mars/Olympus', hours: ['09:00-17:00'], weekdays: [1] } }, 'no such time zone'],
    [{ stages: [{ stage: 'dev' }, { stage: 'dev' }] }, 'Two stages are named dev'],
    [{ stages: [{ stage: 'dev', colour: 'red' }] }, 'colour'],
  ])('wrong settings %o are refused by name', (given, said) => {
    expect(() => stagesOf(context(given))).toThrow(said);
  });
});
