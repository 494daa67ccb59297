import { recipientsOf } from '../open-task/recipients.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import type { Observer } from '../shared/domain/ports.ts';
import type { Rung } from '../shared/domain/sla-policy.ts';
import type { Task } from '../shared/domain/task.ts';
import { type SuccessorWorld, successorOf } from './successor.ts';
import { superiorsOf } from './superiors.ts';

export type ForecastWorld = SuccessorWorld & { readonly observer: Observer };

/** Ids of the people that the rung would reach at the instant `at`; the role for a group, none where there is nobody. */
export async function candidatesFor(
  world: ForecastWorld,
  task: Task,
  rung: Rung,
  salesCase: SalesCase,
  at: string,
): Promise<readonly string[]> {
  switch (rung.act) {
    case 'remind':
      return (await recipientsOf(world, task, salesCase)).map(({ id }) => id);
    case 'escalate':
      return (await superiorsOf(world, task, salesCase, at)).map(({ id }) => id);
    case 'reassign': {
      const hands = await successorOf(world, task, rung, salesCase, at);
      return hands === undefined ? [] : [hands.assignee ?? task.role];
    }
  }
}
