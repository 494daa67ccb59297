import * as z from 'zod/mini';
import type { RecyclingForecastView } from '../contacts-api/contract.ts';
import { type ForecastRequest, forecastRecycling, nightsUntil } from '../contacts-api/forecast-recycling.ts';
import { poolNotYours } from '../customers-api/list-customers.ts';
import { addDays } from '../shared/domain/calendar-day.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Text } from '../shared/domain/language.ts';
import { reachesOf } from '../shared/domain/pool-rights.ts';
import { changedDays } from '../shared/domain/recycling.ts';
import { dayAt } from '../shared/domain/working-days.ts';
import { pagesPath } from './contract.ts';
import type { CustomersAsked } from './customers-world.ts';

/** How many nights ahead the pages look. */
export const horizons = [1, 7, 14, 30, 90] as const;

const query = z.object({
  days: z.catch(z.coerce.number().check(z.refine((days) => horizons.some((each) => each === days))), 1),
  contactDays: z._default(z.string().check(z.trim()), ''),
  orderDays: z._default(z.string().check(z.trim()), ''),
  owner: z.optional(z.string()),
  after: z.optional(z.string()),
});

/** What a page of the forecast was asked for: numbers of a rule that is tried out as they were typed, empty for the present ones. */
export type ForecastWanted = z.infer<typeof query>;

/** What a page of the forecast shows; without a forecast, what is wrong with the numbers. */
export interface ForecastRead {
  readonly wanted: ForecastWanted;
  readonly forecast?: Omit<RecyclingForecastView, 'next'>;
  /** The pool the page ends with, where there are more. */
  readonly last?: string;
  readonly fault?: Text;
}

/** So many salespeople are foreseen for at a time: each of their pools is read whole. */
const POOLS_A_PAGE = 30;

/** Where the forecast's page is. */
export const forecastPath = `${pagesPath}/forecast`;

/** The address of the forecast, or of its table, with some of what was asked for changed. */
export function forecastAddress(
  { days, contactDays, orderDays, owner, after }: ForecastWanted,
  { part = '', ...change }: Partial<ForecastWanted> & { readonly part?: '' | '/csv' } = {},
): string {
  const asked = { days: String(days), contactDays, orderDays, owner, after, ...change };
  const kept = Object.entries(asked).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [[key, String(value)]],
  );
  return `${forecastPath}${part}?${new URLSearchParams(kept)}`;
}

/**
 * The forecast that the address asks for (IN-10), of the pools the reader sees (IN-8): of who sees only their own, that one.
 * @throws SopError PoolNotYours (403)
 */
export async function readForecast({ world, reader, request }: CustomersAsked): Promise<ForecastRead> {
  const reaches = reachesOf(reader, 'view');
  if (reaches.length === 0) throw poolNotYours();
  const asked = z.parse(query, request.query);
  const ownOnly = reaches.every((reach) => reach === 'own');
  const wanted = ownOnly && asked.owner === undefined ? { ...asked, owner: reader.id } : asked;
  const days = tried(wanted);
  if (days === undefined) return { wanted, fault: noNumber };
  const { from } = nightsUntil(undefined, dayAt(world.now(), world.terms.calendar));
  const { owner, after } = wanted;
  const page: ForecastRequest = { ...days, owner, after, limit: POOLS_A_PAGE, at: addDays(from, wanted.days - 1) };
  try {
    return { wanted, ...(await forecastRecycling(world, reader, page)) };
  } catch (error) {
    if (error instanceof SopError && error.name === 'RuleInvalid') {
      const least = world.terms.rule.warningDays;
      return {
        wanted,
        fault: {
          zh: `未联系的工作日数须为 ${least}（提前提醒的工作日数）至 500，未下单的天数须为 1 至 3650。`,
          en: `Working days without a contact: ${least} (those of the warning) to 500; days without an order: 1 to 3650.`,
        },
      };
    }
    throw error;
  }
}

const noNumber: Text = {
  zh: '请填写整数：未联系的工作日数为 1 至 500，未下单的天数为 1 至 3650。',
  en: 'Type whole numbers: working days without a contact 1 to 500, days without an order 1 to 3650.',
};

/** The days of the rule that is tried out; undefined where what was typed is no such number. */
function tried(wanted: ForecastWanted): Pick<ForecastRequest, 'contactDays' | 'orderDays'> | undefined {
  const contactDays = wanted.contactDays === '' ? undefined : changedDays.contactDays.safeParse(wanted.contactDays);
  const orderDays = wanted.orderDays === '' ? undefined : changedDays.orderDays.safeParse(wanted.orderDays);
  if (contactDays?.success === false || orderDays?.success === false) return undefined;
  return { contactDays: contactDays?.data, orderDays: orderDays?.data };
}
