import { type Gates, isOpened, stepOpening } from '../shared/domain/gate.ts';
import { onceFact } from '../shared/domain/new-fact.ts';
import type { Cases, Now, Observer, Tasks } from '../shared/domain/ports.ts';
import type { Input, Output } from './contract.ts';

export interface WaitAtGateWorld {
  readonly cases: Pick<Cases, 'record'>;
  readonly tasks: Pick<Tasks, 'ofStep'>;
  readonly gates: Gates;
  readonly now: Now;
  readonly observer: Observer;
}

/**
 * Notes that the ad's branch waits until the contract is sealed or paid (AD-4). That is all: the note reaches the
 * outbox, which lets the branch go on at once where the gate is open already, or else with the decision that opens it.
 * Whichever of the two is written second is delivered second, and finds the other.
 */
export async function waitAtGate(world: WaitAtGateWorld, { caseId, gate, ...entry }: Input): Promise<Output> {
  await world.gates.wait({ caseId, gate, ...entry });
  if (isOpened(gate, await world.tasks.ofStep(caseId, stepOpening(gate)))) return { waits: false };
  const fact = onceFact({ caseId, type: 'publication.held', detail: { gate } }, world.now(), entry.enteredTime);
  await world.cases.record(fact);
  world.observer.fact(fact);
  return { waits: true };
}
