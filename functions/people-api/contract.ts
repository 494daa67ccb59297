import * as z from 'zod/mini';
import { absence } from '../shared/domain/inbox.ts';
import { languageSchema } from '../shared/domain/person.ts';
import { roleIds } from '../shared/domain/roles.ts';
import { type Operation, routesOf } from '../shared/http/operation.ts';
import { named, pageOf, paging } from '../shared/http/schemas.ts';

/** The function's environment. */
export const env = z.object({
  RECORDS_TABLE: z.string().check(z.minLength(1)),
  /** Where accounts are opened. */
  USER_POOL_ID: z.string().check(z.minLength(1)),
});

/** A colleague, as whoever may give them a task sees them. */
export const colleague = z.object({ id: z.string(), name: z.string(), roles: z.array(named) });

/** What `PUT /people/me/absence` takes. */
export const absenceEntry = z.strictObject({
  /** The first instant of it, and the first after it; with an offset. */
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  /** Who acts for the caller meanwhile: a user name. */
  substitute: z.string().check(z.trim(), z.minLength(1), z.maxLength(128)),
});
export type AbsenceEntry = z.infer<typeof absenceEntry>;

/** The caller's absence; empty where there is none. */
export const ownAbsence = z.object({ absence: z.optional(z.omit(absence, { person: true })) });

/** A mail address that nothing is sent to, by whose it is: the address itself is not shown. */
export const suppressedAddress = z.object({
  /** Names it to the route that clears it. */
  id: z.string(),
  reason: z.enum(['bounced', 'complained']),
  at: z.iso.datetime(),
  /** Absent where the mail was about no task, and the address is nobody's by now. */
  person: z.optional(z.object({ id: z.string(), name: z.string() })),
  /** The task the mail was about. */
  taskId: z.optional(z.string()),
});

/** What clearing an address came to. */
export const clearedAddress = z.object({
  ...suppressedAddress.shape,
  /** Whether the mail service sends to it again; not where the address is no longer that person's. */
  resumed: z.boolean(),
});

/** A person as those see them who look after them (IN-8). */
export const personView = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(named),
  supervisor: z.optional(z.string()),
  partner: z.optional(z.string()),
  team: z.optional(z.string()),
  /** Where they pick customers (IN-4); everywhere where absent. */
  regions: z.optional(z.array(z.object({ code: z.string(), name: z.string() }))),
  account: z.enum(['open', 'closed']),
  closedAt: z.optional(z.iso.datetime()),
});
export type PersonView = z.infer<typeof personView>;

const userName = z.string().check(z.trim(), z.minLength(1), z.maxLength(128));

const regionNames = z.array(z.string().check(z.trim(), z.minLength(1), z.maxLength(30))).check(z.maxLength(400));

/** A channel partner: an id of one's own choice. */
const partnerId = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/));

/** What `POST /people` takes. */
export const accountOpening = z.strictObject({
  /** The user name, for good. */
  user: z.string().check(z.regex(/^[a-z0-9][a-z0-9.-]{1,62}$/)),
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
  email: z.email().check(z.maxLength(200)),
  language: z._default(languageSchema, 'zh-CN'),
  role: z.enum(['sales', 'partner']),
  partner: z.optional(partnerId),
  /** The owner of the partner where left out, else who opens the account. */
  supervisor: z.optional(userName),
  regions: z.optional(regionNames),
});
export type AccountOpening = z.infer<typeof accountOpening>;

/** What `PUT /people/{id}/regions` takes: provinces and prefectures by name or division code; none means everywhere. */
export const regionsEntry = z.strictObject({
  regions: regionNames,
});

/** What `PUT /people/{id}/place` takes; what is left out they have none of. */
export const place = z.strictObject({
  supervisor: z.optional(userName),
  /** The channel partner they work for or run. */
  partner: z.optional(partnerId),
  team: z.optional(z.enum(['new-contract', 'renewal'])),
});
export type Place = z.infer<typeof place>;

/** What `PUT /people/{id}/account` takes. */
export const accountEntry = z.discriminatedUnion('account', [
  z.strictObject({ account: z.literal('open') }),
  /** The successor gets the tasks. */
  z.strictObject({ account: z.literal('closed'), successor: userName }),
]);

export const operations = {
  listPeople: {
    method: 'GET',
    path: '/people',
    query: z.strictObject({ role: z.enum(roleIds) }),
    answer: z.object({ items: z.array(colleague) }),
  },
  getAbsence: { method: 'GET', path: '/people/me/absence', answer: ownAbsence },
  enterAbsence: { method: 'PUT', path: '/people/me/absence', body: absenceEntry, answer: ownAbsence },
  listSuppressedAddresses: {
    method: 'GET',
    path: '/suppressed-addresses',
    query: z.strictObject(paging),
    answer: pageOf(suppressedAddress),
  },
  clearSuppressedAddress: { method: 'DELETE', path: '/suppressed-addresses/{id}', answer: clearedAddress },
  endAbsence: { method: 'DELETE', path: '/people/me/absence', answer: ownAbsence },
  openAccount: { method: 'POST', path: '/people', body: accountOpening, status: 201, answer: personView },
  getPerson: { method: 'GET', path: '/people/{id}', answer: personView },
  assignRegions: { method: 'PUT', path: '/people/{id}/regions', body: regionsEntry, answer: personView },
  placePerson: { method: 'PUT', path: '/people/{id}/place', body: place, answer: personView },
  changeAccount: { method: 'PUT', path: '/people/{id}/account', body: accountEntry, answer: personView },
} as const satisfies Record<string, Operation>;

export const routes = routesOf(operations);
