import { contactId } from './assignment.ts';
import type { Priority } from './priority.ts';
import { type Act, type Policy, policyOfStep, type Rung, type StepPolicy } from './sla-policy.ts';
import { findStep } from './steps.ts';
import type { SlaProgress, Task } from './task.ts';
import { addWorkingHours, type WorkCalendar, workingTime } from './working-time.ts';

const HOUR = 3_600_000;

/** What a ladder is climbed by: the rules, the step's working hours, and when they are. */
export interface Terms {
  readonly stepPolicy: StepPolicy;
  /** Working hours that the step is due in at normal priority. */
  readonly dueHours: number;
  readonly calendar: WorkCalendar;
}

/** One thing the ladder will do, and when. */
export interface PlannedAction {
  /** Its place in the step's ladder. */
  readonly rung: number;
  readonly act: Act;
  /** The instant it is due. */
  readonly at: string;
}

type Clocked = Pick<
  Task,
  'caseId' | 'step' | 'assignee' | 'openedAt' | 'dueAt' | 'expiresAt' | 'priority' | 'sla' | 'status'
>;

/** The terms of a task's step. @throws Error when the catalogue has no such step */
export function termsOf(step: string, calendar: WorkCalendar): Terms {
  const found = findStep(step);
  if (found === undefined) throw new Error(`The catalogue has no step ${step}`);
  return { stepPolicy: policyOfStep(step), dueHours: found.dueHours, calendar };
}

/** The rules for the task's priority. */
export function policyOf({ priority = 'normal' }: Pick<Task, 'priority'>, { stepPolicy }: Terms): Policy {
  return stepPolicy.policies[priority];
}

/** The task's due time and clock as it is opened, or opened anew, at `at`. */
export function clockFrom(
  at: Date,
  task: Pick<Task, 'caseId' | 'assignee' | 'priority'>,
  terms: Terms,
): { readonly dueAt: string; readonly sla: SlaProgress } {
  const since = isPausedBy(task, terms) ? {} : { since: at.toISOString() };
  return {
    dueAt: addWorkingHours(at, dueHoursOf(task, terms), terms.calendar).toISOString(),
    sla: { counted: 0, ...since, done: [] },
  };
}

/**
 * The task's clock stopped or started at `at`, where who has the task says so and it is not yet; with the due time that
 * follows when it is started. Undefined where it is as it should be.
 */
export function rewound(
  task: Clocked,
  terms: Terms,
  at: Date,
): { readonly sla: SlaProgress; readonly dueAt: string } | undefined {
  const { counted, since, done } = progressOf(task);
  const shouldPause = isPausedBy(task, terms);
  if (shouldPause === (since === undefined)) return undefined;
  if (since !== undefined) {
    const worked = counted + workingTime(new Date(since), at, terms.calendar);
    return { sla: { counted: worked, done }, dueAt: task.dueAt };
  }
  const left = Math.max(0, dueHoursOf(task, terms) - counted / HOUR);
  return {
    sla: { counted, since: at.toISOString(), done },
    dueAt: addWorkingHours(at, left, terms.calendar).toISOString(),
  };
}

/**
 * The task under another priority: its due time and its place on the other ladder, where as many rungs of a kind count as
 * done as were done on the one before.
 */
export function reprioritised(
  task: Clocked,
  priority: Priority,
  terms: Terms,
): { readonly sla: SlaProgress; readonly dueAt: string; readonly nextActionAt: string | undefined } {
  const { counted, since, done } = progressOf(task);
  const { ladder } = policyOf(task, terms);
  const acted = done.flatMap((rung) => ladder[rung]?.act ?? []);
  const after = policyOf({ priority }, terms).ladder.flatMap(({ act }, rung) => {
    const before = acted.indexOf(act);
    return before < 0 || acted.splice(before, 1).length === 0 ? [] : [rung];
  });
  const sla = { counted, ...(since === undefined ? {} : { since }), done: after };
  const left = Math.max(0, dueHoursOf({ priority }, terms) - counted / HOUR);
  const dueAt = since === undefined ? task.dueAt : addWorkingHours(new Date(since), left, terms.calendar).toISOString();
  const [next] = planOf({ ...task, priority, sla, dueAt }, terms);
  return { sla, dueAt, nextActionAt: next?.at };
}

/**
 * What the ladder will still do, in order: nothing after the state machine gives up waiting, and nothing by a clock that
 * is paused. The instants do not depend on when the plan is made.
 */
export function planOf(task: Clocked, terms: Terms): readonly PlannedAction[] {
  if (task.status !== 'OPEN') return [];
  const progress = progressOf(task);
  return policyOf(task, terms)
    .ladder.flatMap((rung, index) => {
      if (progress.done.includes(index)) return [];
      const at = instantOf(rung, task, progress, terms);
      return at === undefined || at >= task.expiresAt ? [] : [{ rung: index, act: rung.act, at }];
    })
    .toSorted((a, b) => (a.at === b.at ? a.rung - b.rung : a.at < b.at ? -1 : 1));
}

/**
 * What is to be done at `now`, in order. After a standstill much may be due at once: one reminder stands for several, and
 * none is sent to somebody who loses the task in the same breath; of several changes of hands the last is made, of several
 * escalations the last is told. What is left out counts as done.
 */
export function dueOf(
  plan: readonly PlannedAction[],
  now: string,
): { readonly act: readonly PlannedAction[]; readonly leftOut: readonly PlannedAction[] } {
  const due = plan.filter(({ at }) => at <= now);
  const changesHands = due.some(({ act }) => act === 'reassign');
  const act = due.filter(
    (action, index) =>
      !(action.act === 'remind' && changesHands) && !due.slice(index + 1).some((later) => later.act === action.act),
  );
  return { act, leftOut: due.filter((action) => !act.includes(action)) };
}

/** The task's progress once `actions` are behind it. */
export function doneWith(task: Pick<Task, 'sla' | 'openedAt'>, actions: readonly PlannedAction[]): SlaProgress {
  const progress = progressOf(task);
  return { ...progress, done: [...progress.done, ...actions.map(({ rung }) => rung)].toSorted((a, b) => a - b) };
}

/** Whether the step's clock depends on who has the task, so that a change of hands must be looked at. */
export function mayPause(step: string): boolean {
  return policyOfStep(step).pausesWithCustomer === true;
}

function progressOf({ sla, openedAt }: Pick<Task, 'sla' | 'openedAt'>): SlaProgress {
  return sla ?? { counted: 0, since: openedAt, done: [] };
}

function isPausedBy({ caseId, assignee }: Pick<Task, 'caseId' | 'assignee'>, { stepPolicy }: Terms): boolean {
  return stepPolicy.pausesWithCustomer === true && assignee === contactId(caseId);
}

function dueHoursOf(task: Pick<Task, 'priority'>, terms: Terms): number {
  return terms.dueHours * policyOf(task, terms).due;
}

function instantOf(rung: Rung, task: Clocked, { counted, since }: SlaProgress, terms: Terms): string | undefined {
  const hours = 'hours' in rung.after ? rung.after.hours : rung.after.share * dueHoursOf(task, terms);
  if (rung.act === 'remind' && rung.evenPaused) {
    return addWorkingHours(new Date(task.openedAt), hours, terms.calendar).toISOString();
  }
  if (since === undefined) return undefined;
  const left = hours - counted / HOUR;
  // A rung that was passed while the clock stood still, or before it stood, is due as soon as it runs.
  return left <= 0 ? since : addWorkingHours(new Date(since), left, terms.calendar).toISOString();
}
