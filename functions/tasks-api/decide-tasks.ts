import { type DecideTask, type DecideTaskWorld, decideTask } from '../decide-task/decide-task.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Actor } from '../shared/domain/person.ts';
import { findStep } from '../shared/domain/steps.ts';
import type { Decision, Way } from '../shared/domain/task.ts';
import { parseTaskId } from '../shared/domain/task-id.ts';

/** So many decisions are under way at once. */
const AT_ONCE = 5;

export type BulkDecision = Omit<DecideTask, 'actor' | 'via'>;

/** What came of one decision of many. */
export type BulkResult =
  | { readonly taskId: string; readonly decision: Decision }
  | { readonly taskId: string; readonly error: SopError };

/**
 * Decides many tasks, each by itself as `decideTask` does: what one is refused for does not touch the others. Only steps
 * that need no look at each single case take part (`bulk` in the step catalogue). The results are in the order asked.
 * An item that an earlier run of the same request decided is answered as decided.
 *
 * @param since the instant of the request, or of its first run where that one died
 */
export async function decideTasks(
  world: DecideTaskWorld,
  { actor, via, since, decisions }: { actor: Actor; via: Way; since: string; decisions: readonly BulkDecision[] },
): Promise<readonly BulkResult[]> {
  const results: BulkResult[] = [];
  for (let start = 0; start < decisions.length; start += AT_ONCE) {
    const part = decisions.slice(start, start + AT_ONCE);
    results.push(...(await Promise.all(part.map((item) => decideOne(world, actor, via, since, item)))));
  }
  return results;
}

async function decideOne(
  world: DecideTaskWorld,
  actor: Actor,
  via: Way,
  since: string,
  item: BulkDecision,
): Promise<BulkResult> {
  const { taskId } = item;
  if (findStep(parseTaskId(taskId)?.step ?? '')?.bulk !== true) return { taskId, error: notInBulk() };
  try {
    return { taskId, decision: (await decideTask(world, { ...item, actor, via })).decision };
  } catch (error) {
    if (!(error instanceof SopError)) throw error;
    const decision = error.name === 'TaskAlreadyDecided' ? (await world.tasks.get(taskId))?.decision : undefined;
    const own = decision?.by === actor.id && decision.outcome === item.outcome && decision.at >= since;
    return decision !== undefined && own ? { taskId, decision } : { taskId, error };
  }
}

function notInBulk(): SopError {
  return new SopError('NotInBulk', 422, {
    zh: '此步骤须逐个查看后处理，不能批量处理。',
    en: 'Each task of this step must be looked at by itself: it cannot be decided in bulk.',
  });
}
