import { customerNotFound } from '../customers-api/read-customer.ts';
import { CONTACT_RECORD_DAYS, type Contact, type Contacts } from '../shared/domain/contact.ts';
import type { Customer } from '../shared/domain/customer.ts';
import { mustNotBeMerged } from '../shared/domain/customer-merge.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Customers, Now } from '../shared/domain/ports.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import { dayAt } from '../shared/domain/working-days.ts';
import type { WorkCalendar } from '../shared/domain/working-time.ts';
import type { Identity } from '../shared/http/identity.ts';
import type { ContactEntry } from './contract.ts';

/** What recording a contact needs of the world. */
export interface RecordContactWorld {
  readonly customers: Pick<Customers, 'get'>;
  readonly contacts: Pick<Contacts, 'record'>;
  readonly now: Now;
  readonly calendar: WorkCalendar;
}

/** How often it is tried while others change the customer. */
const MAX_TRIES = 5;

/** How far clocks may be apart, in milliseconds. */
const TOLERANCE = 5 * 60_000;

/**
 * Puts a contact with a customer of one's own pool on record; a later one than the last moves the day on which the customer
 * would be recycled (IN-10). Of a contact and a recycling at the same moment one comes first: either the customer stays,
 * or the contact is refused.
 * @throws SopError CustomerNotFound (404), CustomerMerged (409), ContactNotYours (403), CustomerMoved (409), ContactTimeInvalid (422)
 */
export async function recordContact(
  world: RecordContactWorld,
  actor: Actor,
  id: string,
  { entry, identity }: { readonly entry: ContactEntry; readonly identity: Identity },
): Promise<Contact> {
  const at = timeOf(entry, identity, world.now());
  const contact: Contact = {
    id: `CT-${identity.code(10, 0)}`,
    customerId: id,
    kind: entry.kind,
    at,
    day: dayAt(at, world.calendar),
    note: entry.note,
    by: actor.id,
    recordedAt: identity.at.toISOString(),
  };
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const customer = await world.customers.get(id);
    if (customer === undefined) throw customerNotFound();
    await mustNotBeMerged(world.customers, customer);
    if (!holds(actor, customer)) throw tries === 0 ? contactNotYours() : customerMoved();
    if ((await world.contacts.record(contact, customer)) === 'recorded') return contact;
  }
  throw new TransientFailure(new Error('The customer kept changing'));
}

function holds(actor: Actor, { holder }: Customer): boolean {
  return holder === actor.id && actor.roles.includes('sales');
}

function timeOf(entry: ContactEntry, identity: Identity, now: Date): string {
  if (entry.at === undefined) return identity.at.toISOString();
  const at = new Date(entry.at);
  const age = now.getTime() - at.getTime();
  if (age >= -TOLERANCE && age <= CONTACT_RECORD_DAYS * 86_400_000) return at.toISOString();
  const text = {
    zh: `联系时间须在过去 ${CONTACT_RECORD_DAYS} 天之内，不能在将来。`,
    en: `The contact must be within the last ${CONTACT_RECORD_DAYS} days and not in the future.`,
  };
  throw new SopError('ContactTimeInvalid', 422, text, { fields: [{ pointer: '/at', text }] });
}

function contactNotYours(): SopError {
  return new SopError('ContactNotYours', 403, {
    zh: '只有归属销售可以登记与客户的联系。',
    en: 'Only the salesperson who holds a customer records contacts with it.',
  });
}

function customerMoved(): SopError {
  return new SopError('CustomerMoved', 409, {
    zh: '该客户刚刚离开了您的仓库，联系未能登记。',
    en: 'The customer has just left your pool; the contact was not recorded.',
  });
}
