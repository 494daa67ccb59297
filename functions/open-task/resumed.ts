import type { CaseStatus, SalesCase } from '../shared/domain/case.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Cases, Now, Observer } from '../shared/domain/ports.ts';
import type { Input } from './contract.ts';

/** What an execution that can be redriven has left on its case. */
const resumable: readonly CaseStatus[] = ['FAILED', 'CANCELLED'];

/** What one redrive adds to a token's issue. */
const ISSUES_PER_REDRIVE = 1000;

/**
 * A case whose execution was redriven runs again: the first of its tasks that is opened says so on the record. Once for
 * each redrive, so that a call which comes late cannot wake a case that has ended again.
 * @returns the case, or undefined when it has ended and nobody has redriven it
 */
export async function resumed(
  world: { readonly cases: Pick<Cases, 'get' | 'move'>; readonly now: Now; readonly observer: Observer },
  ended: SalesCase,
  input: Input,
): Promise<SalesCase | undefined> {
  const redrives = Math.floor(input.issue / ISSUES_PER_REDRIVE);
  if (redrives <= (ended.redrives ?? 0)) return undefined;
  const fact = newFact({ caseId: ended.id, type: 'case.resumed', detail: { redrives } }, world.now());
  if (await world.cases.move(ended.id, resumable, 'RUNNING', { redrives }, fact)) world.observer.fact(fact);
  const now = await world.cases.get(ended.id);
  return now?.status === 'RUNNING' ? now : undefined;
}
