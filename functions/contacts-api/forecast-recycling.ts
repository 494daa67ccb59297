import { poolNotYours } from '../customers-api/list-customers.ts';
import { withinReach } from '../customers-api/read-pool.ts';
import { seesPool } from '../customers-api/sees-pool.ts';
import { addDays } from '../shared/domain/calendar-day.ts';
import type { Customer } from '../shared/domain/customer.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Actor, Person } from '../shared/domain/person.ts';
import type { Customers, Now, People } from '../shared/domain/ports.ts';
import { type RecyclingTerms, recyclingRule } from '../shared/domain/recycling.ts';
import { forecastChange, type Nights, poolForecast } from '../shared/domain/recycling-forecast.ts';
import { dayAt } from '../shared/domain/working-days.ts';
import type { PoolForecastView, RecyclingForecastView } from './contract.ts';

/** What a forecast needs of the world. */
export interface ForecastRecyclingWorld {
  readonly customers: Pick<Customers, 'list' | 'pool'>;
  readonly people: Pick<People, 'get' | 'reportingTo' | 'ofPartner' | 'withRole'>;
  readonly now: Now;
  readonly terms: RecyclingTerms;
}

export interface ForecastRequest {
  readonly at?: string | undefined;
  readonly contactDays?: number | undefined;
  readonly orderDays?: number | undefined;
  readonly owner?: string | undefined;
  readonly limit: number;
  /** The pool that the page before ended with. */
  readonly after?: string | undefined;
}

/** So many days ahead are foreseen at most. */
const MOST_DAYS = 400;

/** So many pools are read at once. */
const AT_ONCE = 5;

/**
 * IN-10: who would be warned of and who would lose which customers, and what differs under a rule that is tried out, for the
 * pools the actor sees: one's own or `owner`'s alone, else every salesperson's within reach. Changes nothing.
 * @returns one page of pools by user name, and the one it ends with where there are more
 * @throws SopError PoolNotYours (403), RuleInvalid (422), DaysInvalid (422)
 */
export async function forecastRecycling(
  world: ForecastRecyclingWorld,
  actor: Actor,
  { at, contactDays, orderDays, owner, limit, after }: ForecastRequest,
): Promise<{ readonly forecast: Omit<RecyclingForecastView, 'next'>; readonly last?: string }> {
  const { terms } = world;
  const until = at?.includes('T') === true ? dayAt(at, terms.calendar) : at;
  const nights = nightsUntil(until, dayAt(world.now(), terms.calendar));
  const changed = changedTerms(terms, { contactDays, orderDays });
  const people = await poolsFor(world, actor, owner);
  const left = people.filter(({ id }) => after === undefined || id > after);
  const page = left.slice(0, limit);
  const items: PoolForecastView[] = [];
  for (let start = 0; start < page.length; start += AT_ONCE) {
    const part = page.slice(start, start + AT_ONCE);
    items.push(...(await Promise.all(part.map((person) => viewOf(world, person, { nights, changed })))));
  }
  const last = left.length > page.length ? page.at(-1)?.id : undefined;
  return {
    forecast: { ...nights, rule: terms.rule, ...(changed === undefined ? {} : { changedRule: changed.rule }), items },
    ...(last === undefined ? {} : { last }),
  };
}

/** The nights from the next one on, or of one day before it. */
export function nightsUntil(at: string | undefined, today: string): Nights {
  const next = addDays(today, 1);
  const until = at ?? next;
  if (until > addDays(today, MOST_DAYS)) {
    const text = { zh: `最多预测 ${MOST_DAYS} 天。`, en: `At most ${MOST_DAYS} days are foreseen.` };
    throw new SopError('DaysInvalid', 422, text, { fields: [{ pointer: '?at', text }] });
  }
  return { from: until < next ? until : next, until };
}

/**
 * The terms with the rule that is tried out; undefined where none is.
 * @throws SopError RuleInvalid (422)
 */
export function changedTerms(
  { rule, calendar }: RecyclingTerms,
  { contactDays = rule.contactDays, orderDays = rule.orderDays }: Pick<ForecastRequest, 'contactDays' | 'orderDays'>,
): RecyclingTerms | undefined {
  if (contactDays === rule.contactDays && orderDays === rule.orderDays) return undefined;
  const read = recyclingRule.safeParse({ ...rule, contactDays, orderDays });
  if (read.success) return { rule: read.data, calendar };
  const text = {
    zh: `contactDays 须不少于 ${rule.warningDays}（提前提醒的工作日数）且不超过 500，orderDays 须为 1 至 3650。`,
    en: `contactDays is ${rule.warningDays} (the working days of warning) to 500, orderDays 1 to 3650.`,
  };
  throw new SopError('RuleInvalid', 422, text, { fields: [{ pointer: '?contactDays', text }] });
}

async function poolsFor(
  world: ForecastRecyclingWorld,
  actor: Actor,
  owner: string | undefined,
): Promise<readonly Pick<Person, 'id' | 'name'>[]> {
  const person = await world.people.get(owner ?? actor.id);
  if (owner !== undefined) {
    if (!(await seesPool(world.people, actor, owner))) throw poolNotYours();
    return [person ?? { id: owner, name: owner }];
  }
  const own = actor.roles.includes('sales') ? [person ?? { id: actor.id, name: actor.id }] : [];
  const found = [...own, ...(await withinReach(world, actor, person))];
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function viewOf(
  { customers, terms }: ForecastRecyclingWorld,
  { id, name }: Pick<Person, 'id' | 'name'>,
  { nights, changed }: { readonly nights: Nights; readonly changed: RecyclingTerms | undefined },
): Promise<PoolForecastView> {
  const held: Customer[] = [];
  let cursor: string | undefined;
  do {
    const page = await customers.list({ holder: id }, { limit: 100, ...(cursor === undefined ? {} : { cursor }) });
    held.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  const { warned, recycled } = poolForecast(held, terms, nights);
  const change = changed === undefined ? undefined : forecastChange(held, { present: terms, changed }, nights);
  return {
    owner: id,
    name,
    held: held.length,
    warned: [...warned],
    recycled: [...recycled],
    ...(change === undefined
      ? {}
      : {
          changed: {
            loses: [...change.loses],
            keeps: [...change.keeps],
            sooner: [...change.sooner],
            later: [...change.later],
            warnedToo: [...change.warnedToo],
            warnedNoMore: [...change.warnedNoMore],
          },
        }),
  };
}
