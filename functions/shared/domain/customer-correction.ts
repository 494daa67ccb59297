import * as z from 'zod/mini';
import { type Customer, type CustomerFacts, recordedFacts } from './customer.ts';
import type { Fact } from './history.ts';
import type { EntryWrites, Turn } from './intake.ts';
import { type FlagId, flagIds } from './intake-flags.ts';
import type { Text } from './language.ts';
import { onceFact } from './new-fact.ts';

/** The facts of a customer that may be corrected (IN-1), in the order in which they are told. */
export const correctable = ['name', 'landline', 'fax', 'city', 'address'] as const;
export type CorrectableFact = (typeof correctable)[number];

/** What each of them is called. */
export const factNames: Readonly<Record<CorrectableFact, Text>> = {
  name: { zh: '公司名称', en: 'Company name' },
  landline: { zh: '座机', en: 'Landline' },
  fax: { zh: '传真', en: 'Fax' },
  city: { zh: '城市', en: 'City' },
  address: { zh: '经营地址', en: 'Business address' },
};

/** What becomes of a licensed name that is replaced: the company was called so, or never was. */
export const oldNames = ['former', 'mistaken'] as const;
export type OldName = (typeof oldNames)[number];

/** So many former names a customer is found by; the ones before stay on record. */
export const MOST_FORMER_NAMES = 3;

/** A set of facts that was replaced: kept for ever. */
export const replacedFacts = z.object({
  customerId: z.string(),
  /** Which of the customer's sets of facts it was, from 1. */
  version: z.int(),
  facts: recordedFacts,
  /** What was confirmed of it twice (IN-6). */
  confirmed: z.optional(z.array(z.enum(flagIds))),
  /** Which of them the correction changed. */
  changed: z.array(z.enum(correctable)),
  /** What became of the name, where it was changed. */
  oldName: z.optional(z.enum(oldNames)),
  /** Who corrected them, when and why. */
  by: z.string(),
  at: z.iso.datetime(),
  reason: z.string(),
  /** The customers that the approval group told apart from this one. */
  toldApart: z.optional(z.array(z.string())),
});
export type ReplacedFacts = z.infer<typeof replacedFacts>;

/** Facts that would make a customer look like another one: kept for the approval group until it has settled it (IN-6). */
export const proposedFacts = z.object({
  customerId: z.string(),
  /** The set of facts they were to replace. */
  version: z.int(),
  facts: recordedFacts,
  confirmed: z.array(z.enum(flagIds)),
  oldName: z.enum(oldNames),
  by: z.string(),
  at: z.iso.datetime(),
  reason: z.string(),
  /** The customers they look like, the likeliest first. */
  rivals: z.array(z.string()),
});
export type ProposedFacts = z.infer<typeof proposedFacts>;

/** A correction as it is written. */
export interface Correction {
  readonly before: Customer;
  readonly after: Customer;
  readonly replaced: ReplacedFacts;
  readonly fact: Fact;
}

/** What somebody corrects, and how. */
export interface WantedCorrection {
  readonly facts: CustomerFacts;
  /** Where the customer is by its new facts (IN-4); undefined where nothing tells. */
  readonly region: string | undefined;
  readonly flags: readonly FlagId[];
  readonly oldName: OldName;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly toldApart: readonly string[];
}

/** What is written beside a correction, in the same transaction. */
export interface CorrectionWrites extends Pick<EntryWrites, 'postings'> {
  /** The uniqueness claims it is to hold from then on. */
  readonly claims: readonly string[];
  /** Records that were merged into it: what it wants of their claims it takes over. */
  readonly mergedRecords: readonly string[];
  /** The index items that its facts of before made. */
  readonly outdated: EntryWrites['postings'];
  readonly turns: readonly Turn[];
}

/** What came of a correction's write: done, or what refused it. */
export type CorrectionResult =
  | { readonly corrected: true }
  /** `clash` is a uniqueness claim that `customerId` holds. */
  | { readonly corrected: false; readonly clash: string; readonly customerId: string }
  /** A lookalike, `overtakenBy`, was entered or corrected since the check: check again. */
  | { readonly corrected: false; readonly overtakenBy: string }
  /** It has other facts or another holder by now. */
  | { readonly corrected: false; readonly changed: true };

/** The corrections of customers' facts. */
export interface CustomerCorrections {
  /**
   * Writes the customer's new facts with its claims, its index items, the facts of before and what goes on record, in one
   * transaction; whoever enters or corrects a lookalike at the same moment has to check again. The pools' counts stay.
   * What had been proposed is settled by it.
   */
  correct(correction: Correction, writes: CorrectionWrites): Promise<CorrectionResult>;
  /** Every set of facts that was replaced, oldest first. */
  replaced(id: string): Promise<readonly ReplacedFacts[]>;
  /** Who has been mailed of the correction; never a stale answer. */
  toldOfCorrection(replaced: ReplacedFacts): Promise<readonly string[]>;
  /** Records that `person` has been mailed of the correction. */
  tellOfCorrection(replaced: ReplacedFacts, person: string): Promise<void>;
  /** Keeps facts for the approval group, in place of what was proposed before. */
  propose(proposal: ProposedFacts): Promise<void>;
  proposed(id: string): Promise<ProposedFacts | undefined>;
}

/** Which set of facts the customer has, from 1. */
export function versionOf({ version = 1 }: Pick<Customer, 'version'>): number {
  return version;
}

/** The facts of a customer, without the rest of its record. */
export function factsOf({ name, landline, fax, address, city }: CustomerFacts): CustomerFacts {
  return { name, landline, fax, address, ...(city === undefined ? {} : { city }) };
}

/** Which facts differ. */
export function changedFacts(before: CustomerFacts, after: CustomerFacts): readonly CorrectableFact[] {
  return correctable.filter((fact) => (before[fact] ?? '') !== (after[fact] ?? ''));
}

/** The correction of a customer as it was read. A licensed name it really had stays one by which it is found. */
export function correctionOf(before: Customer, wanted: WantedCorrection): Correction {
  const { facts, region, flags, oldName, by, at, reason, toldApart } = wanted;
  const { city: _, region: __, confirmed, formerNames = [], ...rest } = before;
  const version = versionOf(before) + 1;
  const changed = [...changedFacts(before, facts)];
  const renamed = changed.includes('name');
  const former = [...(renamed && oldName === 'former' ? [before.name] : []), ...formerNames]
    .filter((name, at, all) => name !== facts.name && all.indexOf(name) === at)
    .slice(0, MOST_FORMER_NAMES);
  const after: Customer = {
    ...rest,
    ...factsOf(facts),
    version,
    ...(former.length === 0 ? {} : { formerNames: former }),
    ...(region === undefined ? {} : { region }),
    ...(flags.length === 0 ? {} : { confirmed: [...flags] }),
  };
  return {
    before,
    after,
    replaced: {
      customerId: before.id,
      version: version - 1,
      facts: factsOf(before),
      ...(confirmed === undefined ? {} : { confirmed }),
      changed,
      ...(renamed ? { oldName } : {}),
      by,
      at,
      reason,
      ...(toldApart.length === 0 ? {} : { toldApart: [...toldApart] }),
    },
    fact: onceFact(
      {
        caseId: before.id,
        type: 'customer.corrected',
        by,
        detail: { version, changed: changed.join(' '), ...(renamed ? { oldName } : {}) },
      },
      new Date(at),
      at,
    ),
  };
}

/** The customer under each name it has or had, for whoever compares it: as it is first. */
export function namesakesOf<Named extends Pick<Customer, 'name' | 'formerNames'>>(customer: Named): readonly Named[] {
  return [customer, ...(customer.formerNames ?? []).map((name) => ({ ...customer, name }))];
}

/** What stands behind a customer's id in the index and in turns, where one customer has more than one place there. */
const MARK = '~';

/**
 * The id under which a former name is in the index: a search compares each name of a customer for itself.
 * @param mark tells the names of a customer apart, and stays the same whatever others it takes
 */
export function aliasOf(id: string, mark: string): string {
  return `${id}${MARK}${mark}`;
}

/** What a correction leaves in a turn: something else than the entry or the correction before it. */
export function turnMark(id: string, version: number): string {
  return `${id}${MARK}v${version}`;
}

/** The customer that an id of the index or of a turn stands for. */
export function customerOf(id: string): string {
  const at = id.indexOf(MARK);
  return at === -1 ? id : id.slice(0, at);
}
