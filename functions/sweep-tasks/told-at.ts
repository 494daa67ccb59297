import type { Fact } from '../shared/domain/history.ts';
import type { Cases } from '../shared/domain/ports.ts';
import type { Task } from '../shared/domain/task.ts';

/** Who has been mailed for this rung of this attempt, by the case's facts of the types `types`. */
export async function toldAt(
  world: { readonly cases: Pick<Cases, 'factsSince'> },
  task: Task,
  rung: number,
  types: readonly Fact['type'][],
): Promise<readonly string[]> {
  const facts = await world.cases.factsSince(task.caseId, task.openedAt);
  return facts
    .filter(({ type, taskId }) => taskId === task.id && types.includes(type))
    .filter(({ detail }) => detail?.attempt === task.attempt && detail.rung === rung)
    .map(({ detail }) => String(detail?.person));
}
