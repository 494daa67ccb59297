import { contactId } from '../shared/domain/assignment.ts';
import { type AddressMark, addressHash } from '../shared/domain/delivery.ts';
import { SopError } from '../shared/domain/errors.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Cases, Observer, Page, PageRequest, People, Tasks } from '../shared/domain/ports.ts';
import { roleIds } from '../shared/domain/roles.ts';
import type { Resending, SuppressionList, Suppressions } from '../shared/domain/suppression.ts';
import type { Way } from '../shared/domain/task.ts';
import { parseTaskId } from '../shared/domain/task-id.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import { readPage } from '../shared/http/paging.ts';
import { bouncedNotices } from './bounced-notices.ts';
import { mayClearAddresses } from './may-clear-addresses.ts';

export interface SuppressedAddressesWorld {
  readonly people: Pick<People, 'get' | 'withRole'>;
  readonly cases: Pick<Cases, 'get' | 'factsSince'>;
  readonly tasks: Pick<Tasks, 'list'>;
  readonly suppressions: Suppressions;
  readonly suppressionList: SuppressionList;
  readonly observer: Observer;
}

/** A marked address, and whose it is as far as that is known. */
export interface SuppressedAddress {
  readonly id: string;
  readonly reason: AddressMark['reason'];
  readonly at: string;
  readonly person?: { readonly id: string; readonly name: string };
  readonly taskId?: string;
}

/** The addresses that no mail is sent to, the latest first. @throws SopError AddressesNotYours (403), CursorInvalid (400) */
export async function listSuppressedAddresses(
  world: SuppressedAddressesWorld,
  actor: Actor,
  page: PageRequest,
): Promise<Page<SuppressedAddress>> {
  if (!mayClearAddresses(actor)) throw addressesNotYours();
  const source = { fetch: (part: PageRequest) => world.suppressions.list(part) };
  const { items, ...more } = await readPage([source], page, ['suppressed-addresses', actor.id]);
  const shown = await Promise.all(items.map(async (mark) => shownAs(mark, await ownerOf(world, mark))));
  return { items: shown, ...more };
}

/** So many notices are sent again when an address is cleared, the most urgent ones; reminders bring the others. */
const MOST_RESENT = 25;

/** Tasks may be decided or passed on while the address is cleared. */
const MAX_ROUNDS = 4;

/**
 * Has mails sent to an address again that bounced or complained: takes it off the mail service's list, then off ours. The
 * notices that bounced there of tasks that are open still are sent again within a minute, once, with the same links. The
 * case of each, and of the task whose mail brought the mark, has the fact.
 * @returns the address, and whether the mail service was told: not where it is not its person's any more
 * @throws SopError AddressesNotYours (403), AddressUnknown (404)
 */
export async function clearSuppressedAddress(
  world: SuppressedAddressesWorld,
  { actor, id, via, at }: { readonly actor: Actor; readonly id: string; readonly via: Way; readonly at: Date },
): Promise<SuppressedAddress & { readonly resumed: boolean }> {
  if (!mayClearAddresses(actor)) throw addressesNotYours();
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const mark = await world.suppressions.get(id);
    if (mark === undefined) throw addressUnknown();
    const owner = await ownerOf(world, mark);
    const resumed = owner !== undefined && addressHash(owner.email) === mark.hash;
    // Off the mail service's list first: what is due once the mark is gone must not bounce again.
    if (resumed) await world.suppressionList.remove(owner.email);
    const bounced = resumed ? await bouncedNotices(world, owner.id, at.toISOString()) : [];
    const by = { by: actor.id, via };
    const person = owner === undefined ? {} : { person: owner.id };
    const resend = bounced.slice(0, MOST_RESENT).map((task): Resending => {
      const { id: taskId, caseId, step, attempt } = task;
      const detail = { reason: mark.reason, ...person, attempt };
      const about = { ...by, type: 'task.mail-resumed', caseId, taskId, step, detail } as const;
      return { task, person: owner?.id ?? '', fact: newFact(about, at) };
    });
    const marked = resend.some(({ task }) => task.id === mark.taskId) ? undefined : taskOf(mark);
    const fact =
      marked === undefined
        ? undefined
        : newFact({ ...by, type: 'task.mail-resumed', ...marked, detail: { reason: mark.reason, ...person } }, at);
    const clearing = { mark, by: actor.id, via, at: at.toISOString() };
    const result = await world.suppressions.clear(clearing, fact, resend);
    if (result === 'changed') continue;
    if (result === 'gone') throw addressUnknown();
    for (const written of [fact, ...resend.map((sent) => sent.fact)]) {
      if (written !== undefined) world.observer.fact(written);
    }
    return { ...shownAs(mark, owner), resumed };
  }
  throw new TransientFailure(new Error('Its tasks kept changing while the address was cleared'));
}

/** The task whose mail brought the mark. */
function taskOf({ taskId }: AddressMark): { caseId: string; taskId: string; step: string } | undefined {
  const about = taskId === undefined ? undefined : parseTaskId(taskId);
  return about === undefined || taskId === undefined ? undefined : { caseId: about.caseId, taskId, step: about.step };
}

interface Owner {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** Whose address it is: the person the mail was for, else whoever of the staff has it now. */
async function ownerOf(world: SuppressedAddressesWorld, { person, hash }: AddressMark): Promise<Owner | undefined> {
  if (person !== undefined) {
    const caseId = person.replace(/^contact:/, '');
    const contact = person === contactId(caseId) ? (await world.cases.get(caseId))?.contact : undefined;
    return contact === undefined ? world.people.get(person) : { id: person, name: contact.name, email: contact.email };
  }
  const staff = (await Promise.all(roleIds.map((role) => world.people.withRole(role)))).flat();
  return staff.find(({ email }) => addressHash(email) === hash);
}

function shownAs({ hash, reason, at, taskId }: AddressMark, owner: Owner | undefined): SuppressedAddress {
  return {
    id: hash,
    reason,
    at,
    ...(owner === undefined ? {} : { person: { id: owner.id, name: owner.name } }),
    ...(taskId === undefined ? {} : { taskId }),
  };
}

function addressesNotYours(): SopError {
  return new SopError('AddressesNotYours', 403, {
    zh: '只有总部可以查看和恢复停止投递的邮箱。',
    en: 'Only headquarters see the addresses that no mail is sent to, and have mails sent there again.',
  });
}

function addressUnknown(): SopError {
  return new SopError('AddressUnknown', 404, {
    zh: '此邮箱没有停止投递，或者已经恢复。',
    en: 'No mail is held back from this address, or it has been cleared already.',
  });
}
