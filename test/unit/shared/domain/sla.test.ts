import { describe, expect, it } from 'vitest';
import { contactId } from '../../../../functions/shared/domain/assignment.ts';
import { chinaCalendar } from '../../../../functions/shared/domain/china-calendar.ts';
import {
  clockFrom,
  doneWith,
  dueOf,
  type PlannedAction,
  planOf,
  rewound,
  type Terms,
  termsOf,
} from '../../../../functions/shared/domain/sla.ts';
import { policyOfStep, type Rung, type StepPolicy } from '../../../../functions/shared/domain/sla-policy.ts';
import { steps } from '../../../../functions/shared/domain/steps.ts';
import type { Task } from '../../../../functions/shared/domain/task.ts';
import { aTask } from '../../../support/builders.ts';

/** An instant by Shanghai's clock. */
const shanghai = (text: string): string => new Date(`${text.replace(' ', 'T')}:00+08:00`).toISOString();

/** The plan as people in Shanghai read it. */
function read(plan: readonly PlannedAction[]): string[] {
  return plan.map(({ act, at }) => {
    const local = new Date(Date.parse(at) + 8 * 3_600_000).toISOString();
    return `${local.slice(0, 16).replace('T', ' ')} ${act}`;
  });
}

function policy(normal: readonly Rung[], more: Partial<StepPolicy> = {}): StepPolicy {
  return { ...more, policies: { normal: { due: 1, ladder: normal }, urgent: { due: 0.5, ladder: normal } } };
}

function opened(at: string, terms: Terms, more: Partial<Task> = {}): Task {
  const task = aTask({ openedAt: at, expiresAt: new Date(Date.parse(at) + 60 * 86_400_000).toISOString(), ...more });
  return { ...task, ...clockFrom(new Date(at), task, terms) };
}

describe('a ladder of fifteen working days (CR-5)', () => {
  const fifteenDays = policy([
    { act: 'remind', after: { hours: 8 } },
    { act: 'escalate', after: { hours: 24 } },
    { act: 'remind', after: { hours: 40 } },
    { act: 'reassign', to: 'supervisor', after: { hours: 120 } },
  ]);
  const terms: Terms = { stepPolicy: fifteenDays, dueHours: 24, calendar: chinaCalendar };

  it('crosses the Spring Festival of 2026 to the minute', () => {
    // Wednesday; off from 15 to 23 February, in exchange for the Saturdays 14 and 28.
    const task = opened(shanghai('2026-02-11 10:37'), terms);
    expect(read(planOf(task, terms))).toEqual([
      '2026-02-12 10:37 remind',
      '2026-02-14 10:37 escalate',
      '2026-02-25 10:37 remind',
      '2026-03-10 10:37 reassign',
    ]);
    expect(task.dueAt).toBe(shanghai('2026-02-14 10:37'));
  });

  it('has the same instants whenever the plan is made, and whoever has the task', () => {
    const task = opened(shanghai('2026-02-11 10:37'), terms);
    const climbed = { ...task, sla: doneWith(task, planOf(task, terms).slice(0, 2)), attempt: 4, assignee: 'liu.yang' };
    expect(planOf(climbed, terms)).toEqual(planOf(task, terms).slice(2));
  });
});

describe('ladders by step and priority', () => {
  const planFor = (step: string, more: Partial<Task> = {}): string[] => {
    const terms = termsOf(step, chinaCalendar);
    return read(planOf(opened(shanghai('2026-11-23 09:00'), terms, { step, ...more }), terms));
  };

  it('a colleague is reminded before and when a task is due, then the supervisor told, then another asked', () => {
    expect(planFor('21')).toEqual([
      '2026-11-23 16:00 remind',
      '2026-11-23 18:00 remind',
      '2026-11-24 14:00 escalate',
      '2026-11-25 18:00 reassign',
    ]);
  });

  it('an urgent case is due in half the time and told sooner', () => {
    expect(planFor('21', { priority: 'urgent' })).toEqual([
      '2026-11-23 11:00 remind',
      '2026-11-23 14:00 remind',
      '2026-11-23 14:00 escalate',
      '2026-11-23 18:00 reassign',
    ]);
  });

  it.each(steps.filter(({ role }) => role === 'customer').map(({ id }) => id))(
    'step %s: the customer keeps their task',
    (id) => {
      const acts = Object.values(policyOfStep(id).policies).flatMap(({ ladder }) => ladder.map(({ act }) => act));
      expect(acts).toContain('escalate');
      expect(acts).not.toContain('reassign');
    },
  );

  it('nothing is planned once the state machine gives up, nor for a task that has ended', () => {
    const terms = termsOf('21', chinaCalendar);
    const expiresAt = shanghai('2026-11-24 14:00');
    const task = { ...opened(shanghai('2026-11-23 09:00'), terms, { step: '21' }), expiresAt };
    expect(planOf(task, terms).map(({ act }) => act)).toEqual(['remind', 'remind']);
    expect(planOf({ ...task, status: 'DECIDED' }, terms)).toEqual([]);
  });

  it('a task older than ladders counts from its opening', () => {
    const terms = termsOf('21', chinaCalendar);
    const { sla: _, ...old } = opened(shanghai('2026-11-23 09:00'), terms, { step: '21' });
    expect(read(planOf(old, terms))[0]).toBe('2026-11-23 16:00 remind');
  });
});

describe('catching up after a standstill', () => {
  const terms = termsOf('21', chinaCalendar);
  const task = opened(shanghai('2026-11-23 09:00'), terms, { step: '21' });
  const dueAt = (now: string) => dueOf(planOf(task, terms), shanghai(now));

  it.each<[string, string, string[], string[]]>([
    ['nothing is due yet', '2026-11-23 15:59', [], []],
    ['one reminder at its minute', '2026-11-23 16:00', ['remind'], []],
    ['two missed reminders are one', '2026-11-24 09:00', ['remind'], ['remind']],
    ['then the supervisor', '2026-11-24 14:00', ['remind', 'escalate'], ['remind']],
    ['nobody is reminded of a task that they lose', '2026-12-01 09:00', ['escalate', 'reassign'], ['remind', 'remind']],
  ])('%s', (_, now, act, leftOut) => {
    const due = dueAt(now);
    expect(due.act.map((action) => action.act)).toEqual(act);
    expect(due.leftOut.map((action) => action.act)).toEqual(leftOut);
  });
});

describe('a clock that pauses while the customer has the task', () => {
  const stepPolicy = policy(
    [
      { act: 'remind', after: { hours: 4 }, evenPaused: true },
      { act: 'escalate', after: { hours: 8 } },
    ],
    { pausesWithCustomer: true },
  );
  const terms: Terms = { stepPolicy, dueHours: 8, calendar: chinaCalendar };
  const customer = contactId(aTask().caseId);

  it('stands still from the beginning when the customer is asked; only courtesy reminders run on', () => {
    const task = opened(shanghai('2026-11-23 09:00'), terms, { assignee: customer });
    expect(read(planOf(task, terms))).toEqual(['2026-11-23 14:00 remind']);
    expect(rewound(task, terms, new Date(shanghai('2026-11-24 09:00')))).toBeUndefined();
  });

  it('runs from the minute a colleague has the task, and keeps what it had counted', () => {
    const task = opened(shanghai('2026-11-23 09:00'), terms, { assignee: 'zhang.wei' });
    const paused = rewound({ ...task, assignee: customer }, terms, new Date(shanghai('2026-11-23 11:20')));
    expect(paused).toEqual({ sla: { counted: (2 * 60 + 20) * 60_000, done: [] }, dueAt: task.dueAt });
    const away = { ...task, ...paused, assignee: customer };
    expect(read(planOf(away, terms))).toEqual(['2026-11-23 14:00 remind']);
    const back = rewound({ ...away, assignee: 'liu.yang' }, terms, new Date(shanghai('2026-11-26 09:00')));
    expect(back?.dueAt).toBe(shanghai('2026-11-26 15:40'));
    expect(read(planOf({ ...away, ...back, assignee: 'liu.yang' }, terms))[1]).toBe('2026-11-26 15:40 escalate');
  });

  it('does not care in a step that does not say so', () => {
    const running: Terms = { ...terms, stepPolicy: policy([]) };
    const task = opened(shanghai('2026-11-23 09:00'), running, { assignee: customer });
    expect(rewound(task, running, new Date(shanghai('2026-11-24 09:00')))).toBeUndefined();
    expect(task.sla?.since).toBe(shanghai('2026-11-23 09:00'));
  });
});
