import { caseNotFound, mayChangeContact } from '../shared/domain/access.ts';
import { contactId } from '../shared/domain/assignment.ts';
import type { CaseContact, SalesCase } from '../shared/domain/case.ts';
import { hasEnded } from '../shared/domain/case-course.ts';
import { addressHash } from '../shared/domain/delivery.ts';
import { SopError } from '../shared/domain/errors.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { CaseContacts, Cases, Observer, Reissue, Tasks } from '../shared/domain/ports.ts';
import type { Task, Way } from '../shared/domain/task.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import { openTasks } from './case-tasks.ts';

/** What changing a case's contact needs of the world. */
export interface ChangeContactWorld {
  readonly cases: Pick<Cases, 'get'>;
  readonly tasks: Pick<Tasks, 'list'>;
  readonly caseContacts: CaseContacts;
  readonly observer: Observer;
}

export interface ContactChange {
  readonly actor: Actor;
  readonly id: string;
  readonly contact: CaseContact;
  readonly via: Way;
  readonly at: Date;
}

/** The customer may decide while their contact is changed: the next round sees what they left. */
const MAX_ROUNDS = 4;

/**
 * Puts the customer's contact of a running case right. Where the address is another one, the customer's open tasks are
 * issued again with the very same write: every link and reply address sent so far is dead, the new address gets one mail a
 * task, and of a decision made meanwhile either it or the change comes first. Asked again it changes nothing.
 * @throws SopError CaseNotFound (404), ContactNotYours (403), CaseEnded (409)
 */
export async function changeContact(world: ChangeContactWorld, change: ContactChange): Promise<SalesCase> {
  const { actor, id, contact, via, at } = change;
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const found = await world.cases.get(id);
    if (found === undefined) throw caseNotFound();
    if (!mayChangeContact(actor, found)) throw contactNotYours();
    if (hasEnded(found)) throw caseEnded();
    const fields = contactFields.filter((field) => found.contact[field] !== contact[field]);
    if (fields.length === 0) return found;
    const moves = addressHash(found.contact.email) !== addressHash(contact.email);
    const reissues = moves ? (await customersTasks(world, id, at)).map((task) => reissueOf(task, change)) : [];
    const detail = { fields: fields.join(' '), reissued: reissues.length };
    const fact = newFact({ caseId: id, type: 'case.contact-changed', by: actor.id, via, detail }, at);
    if (!(await world.caseContacts.change(found, contact, fact, reissues))) continue;
    for (const written of [fact, ...reissues.map((reissue) => reissue.fact)]) world.observer.fact(written);
    if (moves) await reissueOpenedMeanwhile(world, change, reissues);
    return { ...found, contact };
  }
  throw new TransientFailure(new Error('The case kept changing while its contact was changed'));
}

const contactFields = ['name', 'email', 'language'] as const;

/**
 * A task that was opened after the tasks were read, and whose opener read the case before it was written, is mailed to the
 * old address. Whoever opens a task reads the case again after writing it, so that one opened from now on is not.
 */
async function reissueOpenedMeanwhile(
  world: ChangeContactWorld,
  change: ContactChange,
  done: readonly Reissue[],
): Promise<void> {
  const open = await customersTasks(world, change.id, change.at);
  for (const task of open.filter(({ id }) => !done.some((reissue) => reissue.task.id === id))) {
    const reissue = reissueOf(task, change);
    if (await world.caseContacts.reissue(reissue)) world.observer.fact(reissue.fact);
  }
}

/** The tasks that the customer can still decide. */
async function customersTasks(world: ChangeContactWorld, caseId: string, at: Date): Promise<readonly Task[]> {
  const now = at.toISOString();
  const open = await openTasks(world.tasks, caseId);
  return open.filter(({ assignee, expiresAt }) => assignee === contactId(caseId) && expiresAt > now);
}

function reissueOf(task: Task, { actor, via, at }: ContactChange): Reissue {
  const { id, caseId, step, turn } = task;
  const detail = { attempt: task.attempt + 1, turn };
  const fact = newFact({ caseId, taskId: id, step, type: 'task.opened', by: actor.id, via, detail }, at, 1);
  return { task, fact };
}

/** The refusal of whoever does not know the customer. */
export function contactNotYours(): SopError {
  return new SopError('ContactNotYours', 403, {
    zh: '只有项目的销售和助理可以更正客户联系人。',
    en: 'A case’s salesperson and its assistant correct the customer’s contact.',
  });
}

function caseEnded(): SopError {
  return new SopError('CaseEnded', 409, {
    zh: '项目已经结束，不能再更正联系人。',
    en: 'The case has ended: its contact can no longer be changed.',
  });
}
