import * as z from 'zod/mini';
import { calendarText } from '../shared/domain/calendar.ts';
import { contact, contactKinds, contactVolume, MOST_OF_NOTE } from '../shared/domain/contact.ts';
import { changedDays, recyclingRule, recyclingRuleText } from '../shared/domain/recycling.ts';
import { foreseenRecycling } from '../shared/domain/recycling-forecast.ts';
import { type Operation, routesOf } from '../shared/http/operation.ts';
import { pageOf, paging } from '../shared/http/schemas.ts';

/** The function's environment. */
export const env = z.object({
  RECORDS_TABLE: z.string().check(z.minLength(1)),
  /** When customers are recycled, where that is not the default rule. */
  RECYCLING_RULE: z.optional(recyclingRuleText),
  /** When people work, where that is not China's calendar. */
  WORK_CALENDAR: z.optional(calendarText),
});

/** What `POST /customers/{id}/contacts` takes. */
export const contactEntry = z.strictObject({
  kind: z.enum(contactKinds),
  /** When it was, with an offset; now where left out. */
  at: z.optional(z.iso.datetime({ offset: true })),
  note: z._default(z.string().check(z.trim(), z.maxLength(MOST_OF_NOTE)), ''),
});
export type ContactEntry = z.infer<typeof contactEntry>;

const owner = z.optional(z.string().check(z.maxLength(128)));

/** A salesperson's contacts by day. */
export const contactVolumes = z.object({ owner: z.string(), items: z.array(contactVolume) });

const foreseen = z.array(foreseenRecycling);

/** What the nights will do with one salesperson's customers, and what differs under the rule that is tried out. */
export const poolForecastView = z.object({
  owner: z.string(),
  name: z.string(),
  held: z.int(),
  warned: foreseen,
  recycled: foreseen,
  changed: z.optional(
    z.object({
      loses: foreseen,
      keeps: foreseen,
      sooner: foreseen,
      later: foreseen,
      warnedToo: foreseen,
      warnedNoMore: foreseen,
    }),
  ),
});
export type PoolForecastView = z.infer<typeof poolForecastView>;

/** A forecast of the nights from `from` to `until`, pool by pool. */
export const recyclingForecast = z.object({
  from: z.iso.date(),
  until: z.iso.date(),
  rule: recyclingRule,
  /** The rule that is tried out. */
  changedRule: z.optional(recyclingRule),
  ...pageOf(poolForecastView).shape,
});
export type RecyclingForecastView = z.infer<typeof recyclingForecast>;

export const operations = {
  recordContact: { method: 'POST', path: '/customers/{id}/contacts', body: contactEntry, status: 201, answer: contact },
  listContacts: {
    method: 'GET',
    path: '/customers/{id}/contacts',
    query: z.strictObject(paging),
    answer: pageOf(contact),
  },
  getContactVolume: {
    method: 'GET',
    path: '/pools/contacts',
    query: z.strictObject({ owner, from: z.iso.date(), to: z.iso.date() }),
    answer: contactVolumes,
  },
  forecastRecycling: {
    method: 'GET',
    path: '/pools/recycling',
    query: z.strictObject({
      /** The last night of the forecast, by the day it begins or an instant of that day; the next night where left out. */
      at: z.optional(z.union([z.iso.date(), z.iso.datetime({ offset: true })])),
      contactDays: z.optional(changedDays.contactDays),
      orderDays: z.optional(changedDays.orderDays),
      owner,
      ...paging,
    }),
    answer: recyclingForecast,
  },
} as const satisfies Record<string, Operation>;

export const routes = routesOf(operations);
