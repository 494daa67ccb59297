import { contactId } from '../shared/domain/assignment.ts';
import { type AddressMark, addressHash } from '../shared/domain/delivery.ts';
import { SopError } from '../shared/domain/errors.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Cases, Observer, Page, PageRequest, People } from '../shared/domain/ports.ts';
import { roleIds } from '../shared/domain/roles.ts';
import type { SuppressionList, Suppressions } from '../shared/domain/suppression.ts';
import type { Way } from '../shared/domain/task.ts';
import { parseTaskId } from '../shared/domain/task-id.ts';
import { readPage } from '../shared/http/paging.ts';

export interface SuppressedAddressesWorld {
  readonly people: Pick<People, 'get' | 'withRole'>;
  readonly cases: Pick<Cases, 'get'>;
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

/** Whether the actor may see and clear marked addresses: headquarters, who answer for the mail account. */
export function mayClearAddresses({ roles }: Actor): boolean {
  return roles.includes('hq');
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

/**
 * Has mails sent to an address again that bounced or complained: takes it off the mail service's list, then off ours. The
 * case of the task whose mail it was has the fact. Notices that did not arrive are not sent again; reminders are.
 * @returns the address, and whether the mail service was told: not where it is not its person's any more
 * @throws SopError AddressesNotYours (403), AddressUnknown (404)
 */
export async function clearSuppressedAddress(
  world: SuppressedAddressesWorld,
  { actor, id, via, at }: { readonly actor: Actor; readonly id: string; readonly via: Way; readonly at: Date },
): Promise<SuppressedAddress & { readonly resumed: boolean }> {
  if (!mayClearAddresses(actor)) throw addressesNotYours();
  const mark = await world.suppressions.get(id);
  if (mark === undefined) throw addressUnknown();
  const owner = await ownerOf(world, mark);
  const resumed = owner !== undefined && addressHash(owner.email) === mark.hash;
  if (resumed) await world.suppressionList.remove(owner.email);
  const about = mark.taskId === undefined ? undefined : parseTaskId(mark.taskId);
  const fact =
    about === undefined || mark.taskId === undefined
      ? undefined
      : newFact(
          {
            caseId: about.caseId,
            type: 'task.mail-resumed',
            by: actor.id,
            via,
            taskId: mark.taskId,
            step: about.step,
            detail: { reason: mark.reason, ...(owner === undefined ? {} : { person: owner.id }) },
          },
          at,
        );
  const cleared = await world.suppressions.clear({ mark, by: actor.id, via, at: at.toISOString() }, fact);
  if (!cleared) throw addressUnknown();
  if (fact !== undefined) world.observer.fact(fact);
  return { ...shownAs(mark, owner), resumed };
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
