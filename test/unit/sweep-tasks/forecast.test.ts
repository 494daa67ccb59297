import { beforeEach, describe, expect, it } from 'vitest';
import { instantNamed, localTime, report, uncertainty } from '../../../bin/sla/report.ts';
import { calendarWith } from '../../../functions/shared/domain/calendar.ts';
import { chinaCalendar } from '../../../functions/shared/domain/china-calendar.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import { clockFrom, planOf, termsOf } from '../../../functions/shared/domain/sla.ts';
import { forecast } from '../../../functions/sweep-tasks/forecast.ts';
import { sweepTasks } from '../../../functions/sweep-tasks/sweep-tasks.ts';
import { aCase, aPerson, aTask } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

const nov = (day: number, time: string): string => new Date(`2026-11-${day}T${time}:00+08:00`).toISOString();

let world: MemoryWorld;
beforeEach(async () => {
  world = memoryWorld();
  const salesCase = aCase();
  await world.cases.create(salesCase, newFact({ caseId: salesCase.id, type: 'case.started' }, world.now()));
  await world.people.put(aPerson({ id: 'zhang.wei', roles: ['assistant'], supervisor: 'chen.jie' }));
  await world.people.put(aPerson({ id: 'chen.jie', roles: ['sales-manager'] }));
  const terms = termsOf('6', chinaCalendar);
  const opened = new Date(nov(23, '09:00'));
  const task = aTask({ subject: [], openedAt: opened.toISOString() });
  const clocked = { ...task, ...clockFrom(opened, task, terms) };
  const fact = newFact({ caseId: task.caseId, type: 'task.opened' }, opened);
  const nextActionAt = planOf(clocked, terms)[0]?.at;
  await world.tasks.open({ task: clocked, taskToken: 'token', links: [], fact, nextActionAt });
});

async function foresee(from: string, until: string) {
  const due = await world.ladders.due(until, 100);
  const tasks = due.map((item) => ({ due: item, salesCase: aCase() }));
  return forecast({ ...world, calendar: chinaCalendar }, tasks, { from, until });
}

describe('a forecast', () => {
  it('says what would be done when and to whom, and changes nothing', async () => {
    const before = structuredClone([...world.records.tasks.values()]);
    const seen = await foresee(nov(23, '09:00'), nov(30, '18:00'));
    expect(report(seen, chinaCalendar, false).split('\n')).toEqual([
      '2026-11-23 16:00 +08:00  催办 remind  AD-20261123-7K3F9Q.6.mi9x2k1a-0000  审核合同 → zhang.wei',
      '2026-11-23 18:00 +08:00  催办 remind  AD-20261123-7K3F9Q.6.mi9x2k1a-0000  审核合同 → zhang.wei',
      '2026-11-24 14:00 +08:00  上报 escalate  AD-20261123-7K3F9Q.6.mi9x2k1a-0000  审核合同 → chen.jie',
      '2026-11-25 18:00 +08:00  改派 reassign  AD-20261123-7K3F9Q.6.mi9x2k1a-0000  审核合同 → chen.jie',
      '',
    ]);
    expect([...world.records.tasks.values()]).toEqual(before);
    expect(world.mailer.sent).toEqual([]);
  });

  it('warns where it reaches into a year whose days off nobody has announced', () => {
    expect(uncertainty('2026-12-31T15:59:00Z', chinaCalendar)).toBe('');
    expect(uncertainty('2026-12-31T16:00:00Z', chinaCalendar)).toMatch(/2027 年.*尚未收录.* in 2027 is not known/);
    expect(uncertainty('2028-05-01T00:00:00Z', chinaCalendar)).toMatch(/2027–2028 年.* in 2027–2028 /);
    const own = calendarWith({
      timeZone: 'Europe/Berlin',
      hours: ['09:00-17:00'],
      weekdays: [1],
      daysOff: [],
      workDays: [],
    });
    expect(uncertainty('2028-05-01T00:00:00Z', own)).toBe('');
  });

  it('foresees what a sweep that comes late then does', async () => {
    const late = nov(24, '15:00');
    const seen = await foresee(late, late);
    expect(seen.map(({ act, at }) => [act, at])).toEqual([
      ['remind', late],
      ['escalate', late],
    ]);
    world.clock.set(late);
    await sweepTasks({ ...world, calendar: chinaCalendar }, () => true);
    expect(world.mailer.sent.map(({ subject }) => subject.slice(20, 24))).toEqual([' 已逾期', ' 逾期上']);
    expect(await foresee(late, late)).toEqual([]);
  });

  it('is one JSON object per line where asked', async () => {
    const [line = '', ...rest] = report(await foresee(nov(23, '09:00'), nov(23, '17:00')), chinaCalendar, true).split(
      '\n',
    );
    expect(JSON.parse(line)).toMatchObject({ at: nov(23, '16:00'), act: 'remind', to: ['zhang.wei'] });
    expect(rest).toEqual(['']);
    expect(report([], chinaCalendar, false)).toContain('nothing to do');
  });
});

describe('the time a person names', () => {
  const berlin = calendarWith({
    timeZone: 'Europe/Berlin',
    hours: ['09:00-17:00'],
    weekdays: [1],
    daysOff: [],
    workDays: [],
  });

  it.each<[string, typeof berlin, string]>([
    ['2026-11-25 14:00', chinaCalendar, '2026-11-25T06:00:00.000Z'],
    ['2026-11-25', chinaCalendar, '2026-11-25T15:59:00.000Z'],
    ['2026-07-01T14:00', berlin, '2026-07-01T12:00:00.000Z'],
    ['2026-11-25T14:00:00+08:00', berlin, '2026-11-25T06:00:00.000Z'],
    ['2026-11-25T06:00Z', chinaCalendar, '2026-11-25T06:00:00.000Z'],
  ])('%s', (text, calendar, instant) => {
    expect(instantNamed(text, calendar)).toBe(instant);
  });

  it.each(['tomorrow', '2026-13-01', '14:00', '2026-11-25T14:00:00'])('%s is none', (text) => {
    expect(() => instantNamed(text, chinaCalendar)).toThrow('is no time');
  });

  it('is shown by the calendar’s clocks', () => {
    expect(localTime('2026-07-01T12:00:00.000Z', berlin)).toBe('2026-07-01 14:00 +02:00');
  });
});
