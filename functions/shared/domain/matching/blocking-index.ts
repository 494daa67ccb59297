import type { ReadFacts } from './customer-facts.ts';

/**
 * What a posting tells about its customer: enough to score a candidate without reading the customer itself. Kept small,
 * because a customer has about ten of them.
 */
export interface Fingerprint {
  readonly customerId: string;
  readonly name: string;
  /** Division code of the customer's place (2, 4 or 6 digits), or empty. */
  readonly placeCode: string;
  /** Telephone and fax numbers as digits with area code. */
  readonly phones: readonly string[];
  /** Hashes of the building and of the whole address, or empty. */
  readonly building: string;
  readonly address: string;
}

/** One blocking-key item to write beside a customer, in the same transaction. */
export interface Posting {
  /** The name of the rules that made it. */
  readonly rules: string;
  readonly key: string;
  /** Orders the postings of a key by place: six digits, 000000 when unknown. */
  readonly placeOrder: string;
  readonly fingerprint: Fingerprint;
}

/** One bounded read of a key's postings. */
export interface PostingRead {
  readonly key: string;
  /** Only postings whose place order begins so; empty for all. */
  readonly placePrefix: string;
  /** The most postings to read. */
  readonly limit: number;
}

export interface PostingPage {
  readonly postings: readonly Fingerprint[];
  /** True when the key holds more postings than were read. */
  readonly more: boolean;
  /** DynamoDB read units the read took. */
  readonly readUnits: number;
}

/**
 * The index of blocking keys. An implementation never reads more than `limit` postings of a key, so that a check costs
 * the same whether a key is held by one customer or by 50,000.
 */
export interface BlockingIndex {
  /** The index as it is to be read now: one check reads what is opened once, whatever becomes of the index meanwhile. */
  open(): Promise<OpenIndex>;
}

export interface OpenIndex {
  /** The name of the rules its postings were written by. */
  readonly rules: string;
  read(read: PostingRead): Promise<PostingPage>;
}

/** A set of indexing rules: what is written for a customer, and what a check reads of it. */
export interface BlockingRules {
  readonly name: string;
  /** The blocking-key items of a customer: five to ten. */
  postingsOf(customerId: string, read: ReadFacts): readonly Posting[];
  /** The first reads of a check. */
  firstReads(read: ReadFacts): readonly PostingRead[];
  /**
   * Narrower reads in place of one that came back full.
   * @param asTyped the name was found as it was typed: only others that are called the same may make the verdict stricter
   */
  narrowerReads(read: ReadFacts, full: PostingRead, asTyped: boolean): readonly PostingRead[];
  /** The reads for slips of the pen, made when the name was not found as it was typed. */
  slipReads(read: ReadFacts): readonly PostingRead[];
}

/** The sets of rules of a release, the newest last. */
export type RuleSets = readonly [BlockingRules, ...BlockingRules[]];
