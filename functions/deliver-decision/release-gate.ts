import { type Gates, isOpened, stepOpening } from '../shared/domain/gate.ts';
import { onceFact } from '../shared/domain/new-fact.ts';
import type { Cases, Now, Observer, Tasks, Workflow } from '../shared/domain/ports.ts';

export interface ReleaseGateWorld {
  readonly cases: Pick<Cases, 'record'>;
  readonly tasks: Pick<Tasks, 'ofStep'>;
  readonly gates: Pick<Gates, 'waiting'>;
  readonly workflow: Pick<Workflow, 'succeed'>;
  readonly now: Now;
  readonly observer: Observer;
}

/**
 * Lets the ad's branch of the case go on where it waits at a gate that is open (AD-4). Run when the wait is noted and when
 * a decision opens a gate, in whatever order and however often: nobody waits on a token twice.
 */
export async function releaseGate(world: ReleaseGateWorld, caseId: string): Promise<void> {
  const wait = await world.gates.waiting(caseId);
  if (wait === undefined) return;
  const { gate, taskToken, enteredTime } = wait;
  if (!isOpened(gate, await world.tasks.ofStep(caseId, stepOpening(gate)))) return;
  if ((await world.workflow.succeed(taskToken, { gate })) === 'gone') return;
  const fact = onceFact({ caseId, type: 'publication.released', detail: { gate } }, world.now(), enteredTime);
  await world.cases.record(fact);
  world.observer.fact(fact);
}
