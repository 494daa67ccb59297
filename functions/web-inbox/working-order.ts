import { localDay } from '../shared/domain/local-clock.ts';
import type { Task } from '../shared/domain/task.ts';

/** How soon a task is wanted, the soonest first; one whose clock stands still waits for somebody else. */
export const urgencies = ['late', 'today', 'later', 'paused'] as const;
export type Urgency = (typeof urgencies)[number];

/** How soon the task is wanted at `now`, by the days of the stage's clock. */
export function urgencyOf({ dueAt, sla }: Pick<Task, 'dueAt' | 'sla'>, now: Date): Urgency {
  if (sla !== undefined && sla.since === undefined) return 'paused';
  if (dueAt < now.toISOString()) return 'late';
  return localDay(new Date(dueAt)) === localDay(now) ? 'today' : 'later';
}

/**
 * The tasks as a person works through them: what is late, what is due today, then the rest; within each what is urgent
 * first, then by due time, whoever has it. Only the groups that have tasks.
 */
export function inWorkingOrder(
  tasks: readonly Task[],
  now: Date,
): readonly { readonly urgency: Urgency; readonly tasks: readonly Task[] }[] {
  return urgencies.flatMap((urgency) => {
    const own = tasks.filter((task) => urgencyOf(task, now) === urgency).toSorted(before);
    return own.length === 0 ? [] : [{ urgency, tasks: own }];
  });
}

function before(a: Task, b: Task): number {
  const [first, second] = [a, b].map(({ priority }) => (priority === 'urgent' ? 0 : 1));
  if (first !== second) return (first ?? 0) - (second ?? 0);
  return a.dueAt === b.dueAt ? (a.id < b.id ? -1 : 1) : a.dueAt < b.dueAt ? -1 : 1;
}
