import type { PoolForecastView } from '../contacts-api/contract.ts';
import type { Text } from '../shared/domain/language.ts';
import type { ForeseenRecycling } from '../shared/domain/recycling-forecast.ts';

/** What the nights do with a customer; where another rule is tried out, how that differs from the present one. */
export const outcomeIds = [
  'loses',
  'sooner',
  'keeps',
  'later',
  'recycled',
  'warned-too',
  'warned-no-more',
  'warned',
] as const;
export type ForecastOutcome = (typeof outcomeIds)[number];

export const outcomeTitles: Readonly<Record<ForecastOutcome, Text>> = {
  loses: { zh: '新规则下才会退回', en: 'Lost under the other rule only' },
  sooner: { zh: '新规则下更早退回', en: 'Lost sooner under the other rule' },
  keeps: { zh: '新规则下不再退回', en: 'Kept under the other rule' },
  later: { zh: '新规则下更晚退回', en: 'Lost later under the other rule' },
  recycled: { zh: '退回公海', en: 'Returns to the public pool' },
  'warned-too': { zh: '新规则下才会提醒', en: 'Warned of under the other rule only' },
  'warned-no-more': { zh: '新规则下不再提醒', en: 'Not warned of under the other rule' },
  warned: { zh: '提醒', en: 'Is warned of' },
};

/** A customer with what the nights do with it, and by which day under which rule. */
export interface ForeseenCustomer extends Omit<ForeseenRecycling, 'on'> {
  readonly outcome: ForecastOutcome;
  /** The days under the present rule and under the one that is tried out: absent where it does not happen. */
  readonly presentOn?: string | undefined;
  readonly changedOn?: string | undefined;
}

/** Every customer of a pool that the nights do something with, what differs first; one may be warned of and then returned. */
export function foreseenCustomers({ warned, recycled, changed }: PoolForecastView): readonly ForeseenCustomer[] {
  if (changed === undefined) {
    return [...each('recycled', recycled, 'presentOn'), ...each('warned', warned, 'presentOn')];
  }
  const dayNow = new Map(recycled.map(({ customerId, on }) => [customerId, on]));
  const moved = (outcome: ForecastOutcome, some: readonly ForeseenRecycling[]): ForeseenCustomer[] =>
    each(outcome, some, 'changedOn').map((one) => ({ ...one, presentOn: dayNow.get(one.customerId) }));
  const differs = new Set(
    [changed.keeps, changed.sooner, changed.later].flatMap((some) => some.map(({ customerId }) => customerId)),
  );
  const warnedNoMore = new Set(changed.warnedNoMore.map(({ customerId }) => customerId));
  const both = (some: readonly ForeseenCustomer[]) => some.map((one) => ({ ...one, changedOn: one.presentOn }));
  return [
    ...each('loses', changed.loses, 'changedOn'),
    ...moved('sooner', changed.sooner),
    ...each('keeps', changed.keeps, 'presentOn'),
    ...moved('later', changed.later),
    ...both(each('recycled', recycled, 'presentOn').filter(({ customerId }) => !differs.has(customerId))),
    ...each('warned-too', changed.warnedToo, 'changedOn'),
    ...each('warned-no-more', changed.warnedNoMore, 'presentOn'),
    ...each('warned', warned, 'presentOn').filter(({ customerId }) => !warnedNoMore.has(customerId)),
  ];
}

function each(
  outcome: ForecastOutcome,
  some: readonly ForeseenRecycling[],
  day: 'presentOn' | 'changedOn',
): ForeseenCustomer[] {
  return some.map(({ on, ...customer }) => ({ ...customer, outcome, [day]: on }));
}
