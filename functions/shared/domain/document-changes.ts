import type { SalesCase } from './case.ts';
import type { DocumentKind } from './document-kinds.ts';
import type { Actor } from './person.ts';
import { type StepId, steps } from './steps.ts';
import type { Task } from './task.ts';

/** Changes of documents outside their step: who may make them, and until when (AD-5). */

/** The decision that settles a kind of document: from then on it is what somebody has signed, accepted or acted on. */
const settledBy: Partial<Record<DocumentKind, { readonly step: StepId; readonly outcome: string }>> = {
  plan: { step: '4', outcome: 'accepted' },
  quote: { step: '4', outcome: 'accepted' },
  contract: { step: '23', outcome: 'stamped' },
  'publication-form': { step: '23', outcome: 'stamped' },
  'design-request': { step: '14', outcome: 'accepted' },
  'publication-request': { step: '17', outcome: 'done' },
  order: { step: '25', outcome: 'approved' },
};

/** Whether the actor may change the kind of document in the case: its salesperson or assistant, where one of its steps is theirs. */
export function mayChange(
  actor: Actor,
  salesCase: Pick<SalesCase, 'sales' | 'assistant'>,
  kind: DocumentKind,
): boolean {
  const makers = steps.filter(({ produces }) => produces === kind).map(({ role }) => role);
  return (['sales', 'assistant'] as const).some(
    (role) => makers.includes(role) && actor.roles.includes(role) && salesCase[role] === actor.id,
  );
}

/** The step whose decision settles the kind; undefined for what stays open to correction while the case runs. */
export function settlingStep(kind: DocumentKind): StepId | undefined {
  return settledBy[kind]?.step;
}

/** @param ofStep the case's tasks at the kind's settling step: the last one counts, since a case may come back to it */
export function isSettled(kind: DocumentKind, ofStep: readonly Task[]): boolean {
  const last = ofStep.toSorted((a, b) => (a.openedAt < b.openedAt ? -1 : 1)).at(-1);
  return last?.decision !== undefined && last.decision.outcome === settledBy[kind]?.outcome;
}
