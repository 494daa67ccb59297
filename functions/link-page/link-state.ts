import { contactId, contactPerson, mayAct } from '../shared/domain/assignment.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import { linkHash } from '../shared/domain/link.ts';
import type { Person } from '../shared/domain/person.ts';
import type { Cases, Now, People, Tasks } from '../shared/domain/ports.ts';
import { findStep, type Step } from '../shared/domain/steps.ts';
import type { Decision, Task } from '../shared/domain/task.ts';

export interface LinkWorld {
  readonly tasks: Pick<Tasks, 'byLink'>;
  readonly cases: Pick<Cases, 'get'>;
  readonly people: Pick<People, 'get'>;
  readonly now: Now;
}

/** What a link leads to; all but an unknown one name the person it was made for. */
export type LinkState =
  | DeadEnd
  | (Bound & { readonly kind: 'open' })
  | (Bound & { readonly kind: 'decided'; readonly decision: Decision });

/** A link that nothing can be decided through, and that shows nothing of its case. */
export type DeadEnd =
  | { readonly kind: 'unknown' }
  | (Bound & { readonly kind: 'reassigned' | 'expired' | 'cancelled' })
  | (Bound & { readonly kind: 'superseded'; readonly attempt: number });

/** A link together with what it is bound to. */
export interface Bound {
  readonly task: Task;
  readonly step: Step;
  readonly person: Person;
  readonly salesCase: SalesCase;
}

const wellFormed = /^[\w-]{43}$/;

/**
 * Finds out what a link leads to now. It is bound to task, attempt and person: when any of them has moved on, the link is
 * dead and shows nothing of the case; to whom the task still belongs, what has changed in it since. Reads only.
 */
export async function linkState(world: LinkWorld, link: string): Promise<LinkState> {
  const found = wellFormed.test(link) ? await world.tasks.byLink(linkHash(link)) : undefined;
  const step = found === undefined ? undefined : findStep(found.task.step);
  if (found === undefined || step === undefined) return { kind: 'unknown' };
  const { task, personId, attempt } = found;
  const [salesCase, staff] = await Promise.all([
    world.cases.get(task.caseId),
    personId === contactId(task.caseId) ? undefined : world.people.get(personId),
  ]);
  const person =
    staff ?? (salesCase !== undefined && personId === contactId(task.caseId) ? contactPerson(salesCase) : undefined);
  if (salesCase === undefined || person === undefined) return { kind: 'unknown' };
  const bound = { task, step, person, salesCase };
  if (!mayAct(person, task)) return { kind: 'reassigned', ...bound };
  if (attempt !== task.attempt) return { kind: 'superseded', attempt, ...bound };
  if (task.decision !== undefined) return { kind: 'decided', decision: task.decision, ...bound };
  if (task.status === 'CANCELLED') return { kind: 'cancelled', ...bound };
  if (task.status === 'EXPIRED' || task.expiresAt <= world.now().toISOString()) return { kind: 'expired', ...bound };
  return { kind: 'open', ...bound };
}
