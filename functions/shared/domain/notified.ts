import type { Fact } from './history.ts';
import type { Task } from './task.ts';

/**
 * Who has had the notice of this attempt of the task, by its case's facts; a refused mail counts, it will never arrive. One
 * that bounced counts no more once mails are sent to its person again, until it has been sent anew.
 */
export function notifiedPeople(task: Pick<Task, 'id' | 'attempt'>, facts: readonly Fact[]): readonly string[] {
  const about = facts.filter(({ taskId, detail }) => taskId === task.id && detail?.attempt === task.attempt);
  const resumed = about.filter(({ type }) => type === 'task.mail-resumed');
  return about
    .filter(({ type }) => type === 'task.notified' || type === 'task.notice-refused')
    .filter((had) => !resumed.some(({ at, detail }) => detail?.person === had.detail?.person && at > had.at))
    .map(({ detail }) => String(detail?.person));
}
