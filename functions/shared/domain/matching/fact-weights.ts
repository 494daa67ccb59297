import type { AddressRelation } from './address.ts';

/** What facts beside the names add to their log odds. */
export interface FactWeights {
  readonly phones: Readonly<Record<'same' | 'different' | 'unknown', number>>;
  readonly address: Readonly<Record<AddressRelation | 'unknown', number>>;
}

/**
 * What phones and addresses add to the log odds of the names: one line shared is strong (agents' numbers aside), a differing
 * one says little, for companies have several; a shared room is strong, a shared building is not.
 *
 * Addresses: bench/matching-fit/fit-facts.ts, on labelled names with registered addresses. `same` and `different` are near
 * what it fits where two in five records of one company give another address than before (2.0 and -0.7; 2.2 and -1.0 where
 * three in ten do). For `building` it says -2.4, for want of people who leave out the room: nothing is said instead. Phones
 * are set by judgement: no data tell how often companies share a number.
 */
export const factWeights: FactWeights = {
  phones: { same: 4, different: -0.4, unknown: 0 },
  address: { same: 2.4, building: 0, road: 0.1, different: -0.6, unknown: 0 },
};

/**
 * Log odds from which a person is asked, and from which facts together refuse an entry: the least that refuses wrongly less
 * than once in 200 times on whole records (bench/matching-fit/fit-facts.ts); a number shared by names that are asked about
 * is beyond it.
 */
export const thresholds = { ask: 0, refuse: 3.5 } as const;
