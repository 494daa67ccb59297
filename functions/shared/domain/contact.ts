import * as z from 'zod/mini';
import type { Customer } from './customer.ts';
import type { Text } from './language.ts';
import type { Page, PageRequest } from './ports.ts';

/** How a customer was contacted (CO-5). */
export const contactKinds = ['call', 'visit', 'mail', 'message', 'meeting'] as const;
export type ContactKind = (typeof contactKinds)[number];

export const contactKindNames: Readonly<Record<ContactKind, Text>> = {
  call: { zh: '电话', en: 'Call' },
  visit: { zh: '拜访', en: 'Visit' },
  mail: { zh: '邮件', en: 'Mail' },
  message: { zh: '消息', en: 'Message' },
  meeting: { zh: '会议', en: 'Meeting' },
};

/** The most characters of what is noted of a contact. */
export const MOST_OF_NOTE = 2000;

/** We decide: a contact is put on record within so many days. */
export const CONTACT_RECORD_DAYS = 30;

/** A customer was contacted; never changed. */
export const contact = z.object({
  id: z.string(),
  customerId: z.string(),
  kind: z.enum(contactKinds),
  /** When it was. */
  at: z.iso.datetime(),
  /** The day it was by the organisation's clocks, under which it is counted. */
  day: z.iso.date(),
  note: z.string(),
  /** The salesperson, who holds the customer. */
  by: z.string(),
  recordedAt: z.iso.datetime(),
});
export type Contact = z.infer<typeof contact>;

/** How many contacts a salesperson put on record for a day (IN-8). Days without any are not listed. */
export const contactVolume = z.object({
  owner: z.string(),
  day: z.iso.date(),
  total: z.int(),
  call: z._default(z.int(), 0),
  visit: z._default(z.int(), 0),
  mail: z._default(z.int(), 0),
  message: z._default(z.int(), 0),
  meeting: z._default(z.int(), 0),
});
export type ContactVolume = z.infer<typeof contactVolume>;

/** The contacts with customers, and how many there were. */
export interface Contacts {
  /**
   * Writes the contact, the customer's last contact where this is a later one, and the day's count in one transaction. A
   * contact of its id is there already and stays. `changed` when the customer changed pools, was contacted or ordered
   * since `asRead`.
   */
  record(contact: Contact, asRead: Customer): Promise<'recorded' | 'changed'>;
  /** Oldest first. */
  ofCustomer(customerId: string, page: PageRequest): Promise<Page<Contact>>;
  /** The days from `from` to `to`, both among them, in order. */
  volume(owner: string, from: string, to: string): Promise<readonly ContactVolume[]>;
}
