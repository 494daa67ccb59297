import { onceFact } from '../shared/domain/new-fact.ts';
import type { Cases, Now, Observer, Workflow } from '../shared/domain/ports.ts';
import type { Task } from '../shared/domain/task.ts';
import type { DecisionResult } from './contract.ts';

export interface DeliverDecisionWorld {
  readonly cases: Pick<Cases, 'record' | 'factsSince'>;
  readonly workflow: Pick<Workflow, 'succeed'>;
  readonly now: Now;
  readonly observer: Observer;
  /** Lets another run that delivers the same decision at this moment put it on record. */
  readonly pause: () => Promise<void>;
}

/**
 * Carries a decision to the state that waits for it: the other half of the outbox. Run twice, also at the same moment, it
 * delivers once. Where nobody waits any more (timed out, case ended) that is put on record and the work is done.
 */
export async function deliverDecision(
  world: DeliverDecisionWorld,
  { task, taskToken }: { readonly task: Task; readonly taskToken: string },
): Promise<void> {
  const { decision } = task;
  if (decision === undefined) return;
  const result: DecisionResult = {
    outcome: decision.outcome,
    reason: decision.comment,
    turn: task.turn,
    by: decision.by,
    at: decision.at,
  };
  const outcome = await world.workflow.succeed(taskToken, result);
  const { caseId, id, step } = task;
  const fact = onceFact(
    { caseId, taskId: id, step, type: 'task.delivered', detail: { result: outcome } },
    world.now(),
    decision.at,
  );
  if (outcome === 'gone') {
    // A token is gone after its delivery too: only where no delivery is on record has a decision come too late.
    const isKnown = async (): Promise<boolean> => {
      const known = await world.cases.factsSince(caseId, decision.at);
      return known.some((other) => other.taskId === id && other.type === fact.type);
    };
    if (await isKnown()) return;
    await world.pause();
    if (await isKnown()) return;
    world.observer.warn('decision.undeliverable', { caseId, taskId: id, step });
  }
  await world.cases.record(fact);
  world.observer.fact(fact);
}
