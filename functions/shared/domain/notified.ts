import type { Fact } from './history.ts';
import type { Task } from './task.ts';

/** Who has had the notice of this attempt of the task, by its case's facts; a refused mail counts, it will never arrive. */
export function notifiedPeople(task: Pick<Task, 'id' | 'attempt'>, facts: readonly Fact[]): readonly string[] {
  return facts
    .filter(({ type, taskId }) => taskId === task.id && (type === 'task.notified' || type === 'task.notice-refused'))
    .filter(({ detail }) => detail?.attempt === task.attempt)
    .map(({ detail }) => String(detail?.person));
}
