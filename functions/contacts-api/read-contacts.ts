import { poolNotYours } from '../customers-api/list-customers.ts';
import { readCustomer } from '../customers-api/read-customer.ts';
import { seesPool } from '../customers-api/sees-pool.ts';
import type { Contact, Contacts, ContactVolume } from '../shared/domain/contact.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Customers, Page, PageRequest, People } from '../shared/domain/ports.ts';

/** What reading contacts needs of the world. */
export interface ReadContactsWorld {
  readonly customers: Pick<Customers, 'get'>;
  readonly contacts: Pick<Contacts, 'ofCustomer' | 'volume'>;
  readonly people: Pick<People, 'get'>;
}

/** So many days are counted at once. */
const MOST_DAYS = 366;

/**
 * The contacts with a customer, oldest first, for whoever sees it (IN-8).
 * @throws SopError CustomerNotFound (404), CustomerNotYours (403), CursorInvalid (400)
 */
export async function readContacts(
  world: ReadContactsWorld,
  actor: Actor,
  id: string,
  page: PageRequest,
): Promise<Page<Contact>> {
  await readCustomer(world, actor, id);
  return world.contacts.ofCustomer(id, page);
}

/**
 * How many contacts a salesperson put on record by day, for themselves and whoever sees their pool (IN-8).
 * @throws SopError PoolNotYours (403), DaysInvalid (422)
 */
export async function readContactVolume(
  world: ReadContactsWorld,
  actor: Actor,
  { owner, from, to }: { readonly owner: string; readonly from: string; readonly to: string },
): Promise<readonly ContactVolume[]> {
  if (!(await seesPool(world.people, actor, owner))) throw poolNotYours();
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  if (days < 0 || days > MOST_DAYS) throw daysInvalid();
  return world.contacts.volume(owner, from, to);
}

function daysInvalid(): SopError {
  const text = {
    zh: `from 不能晚于 to，且最多 ${MOST_DAYS} 天。`,
    en: `from must not be after to, and at most ${MOST_DAYS} days before it.`,
  };
  return new SopError('DaysInvalid', 422, text, { fields: [{ pointer: '?from', text }] });
}
