import { newFact } from '../shared/domain/new-fact.ts';
import type { Now, Observer, Tasks } from '../shared/domain/ports.ts';
import type { Task } from '../shared/domain/task.ts';

/**
 * Ends the case's tasks that the state machine has given up waiting for. It says so by asking the sales manager, with the
 * reason `TimedOut: <state>`; a task of that state, or past its time, that is still open then will never be answered.
 */
export async function expireOverdue(
  world: { readonly tasks: Pick<Tasks, 'list' | 'end'>; readonly now: Now; readonly observer: Observer },
  escalation: Task,
): Promise<void> {
  const at = world.now();
  let cursor: string | undefined;
  do {
    const page = await world.tasks.list(
      { caseId: escalation.caseId },
      { limit: 100, ...(cursor === undefined ? {} : { cursor }) },
    );
    for (const task of page.items) {
      const over = task.expiresAt <= at.toISOString() || escalation.reason === `TimedOut: ${task.state}`;
      if (task.status !== 'OPEN' || task.id === escalation.id || !over) continue;
      const { caseId, id, step } = task;
      const fact = newFact({ caseId, taskId: id, step, type: 'task.expired' }, at);
      if (await world.tasks.end(id, 'EXPIRED', fact)) world.observer.fact(fact);
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
}
