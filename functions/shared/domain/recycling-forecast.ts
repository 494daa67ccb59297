import * as z from 'zod/mini';
import type { Customer } from './customer.ts';
import { outlookOf, type RecyclingTerms } from './recycling.ts';

/** What a night will do with a customer if nothing happens before. */
export const foreseenRecycling = z.object({
  customerId: z.string(),
  name: z.string(),
  /** The day at whose beginning it is. */
  on: z.iso.date(),
  /** The last day for what is missing. */
  lastDay: z.iso.date(),
  missing: z.enum(['contact', 'order']),
});
export type ForeseenRecycling = z.infer<typeof foreseenRecycling>;

/** The nights a forecast is made for, by the days they begin. */
export interface Nights {
  readonly from: string;
  readonly until: string;
}

/** What the nights do with the customers of a private pool (IN-10). */
export interface PoolForecast {
  readonly warned: readonly ForeseenRecycling[];
  readonly recycled: readonly ForeseenRecycling[];
}

/** What differs under changed terms. */
export interface ForecastChange {
  /** Recycled under the changed terms only. */
  readonly loses: readonly ForeseenRecycling[];
  /** Recycled under the present terms only. */
  readonly keeps: readonly ForeseenRecycling[];
  /** Recycled under both, under the changed terms on an earlier day, which is given; or on a later one. */
  readonly sooner: readonly ForeseenRecycling[];
  readonly later: readonly ForeseenRecycling[];
  /** Warned of under the changed terms only. */
  readonly warnedToo: readonly ForeseenRecycling[];
  /** Warned of under the present terms only. */
  readonly warnedNoMore: readonly ForeseenRecycling[];
}

/** What the nights will do if nobody contacts a customer and nobody orders: by the same rule they work by. */
export function poolForecast(customers: readonly Customer[], terms: RecyclingTerms, nights: Nights): PoolForecast {
  const each = customers.map((customer) => foreseen(customer, terms, nights));
  return {
    warned: sorted(each.flatMap(({ warned }) => warned ?? [])),
    recycled: sorted(each.flatMap(({ recycled }) => recycled ?? [])),
  };
}

/** How the nights will differ if the terms change before the first of them. */
export function forecastChange(
  customers: readonly Customer[],
  { present, changed }: { readonly present: RecyclingTerms; readonly changed: RecyclingTerms },
  nights: Nights,
): ForecastChange {
  const now = poolForecast(customers, present, nights);
  const then = poolForecast(customers, changed, nights);
  const before = new Map(now.recycled.map(({ customerId, on }) => [customerId, on]));
  return {
    loses: without(then.recycled, now.recycled),
    keeps: without(now.recycled, then.recycled),
    sooner: then.recycled.filter(({ customerId, on }) => on < (before.get(customerId) ?? on)),
    later: then.recycled.filter(({ customerId, on }) => on > (before.get(customerId) ?? on)),
    warnedToo: without(then.warned, now.warned),
    warnedNoMore: without(now.warned, then.warned),
  };
}

function foreseen(
  customer: Customer,
  terms: RecyclingTerms,
  { from, until }: Nights,
): { readonly warned?: ForeseenRecycling; readonly recycled?: ForeseenRecycling } {
  const { lastDay, missing, warned, warnOn, recycleOn } = outlookOf(customer, terms, from);
  const about = { customerId: customer.id, name: customer.name, lastDay, missing };
  // A night that was missed is made up for by the first.
  const on = recycleOn < from ? from : recycleOn;
  return {
    ...(!warned && warnOn <= until ? { warned: { ...about, on: warnOn } } : {}),
    ...(on <= until ? { recycled: { ...about, on } } : {}),
  };
}

function without(
  some: readonly ForeseenRecycling[],
  others: readonly ForeseenRecycling[],
): readonly ForeseenRecycling[] {
  const known = new Set(others.map(({ customerId }) => customerId));
  return some.filter(({ customerId }) => !known.has(customerId));
}

function sorted(some: readonly ForeseenRecycling[]): readonly ForeseenRecycling[] {
  return some.toSorted((a, b) => (`${a.on} ${a.customerId}` < `${b.on} ${b.customerId}` ? -1 : 1));
}
