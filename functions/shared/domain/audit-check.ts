import { type AuditEntry, type AuditedRecord, entryHash, recordHash } from './audit.ts';

/** A place where what is there is not what was written. */
export interface AuditBreak {
  /** `entry <number>` or a record's key. */
  readonly place: string;
  readonly what:
    | 'entry missing'
    | 'entry altered'
    | 'entry not linked to the one before'
    | 'entry differs from its export'
    | 'entry not exported'
    | 'record removed'
    | 'record altered'
    | 'record never chained';
}

/** What is on record of one case. */
export interface AuditTrail {
  /** By number. */
  readonly entries: readonly AuditEntry[];
  /** Every chained kind of record, whole, with its sort key in `sk`. */
  readonly records: readonly Readonly<Record<string, unknown>>[];
  /** The locked copies of the entries; undefined where there is no export to compare with. */
  readonly exported?: readonly AuditEntry[] | undefined;
}

/**
 * Holds a case's records against its chain, and the chain against its locked copies. Without copies a removed end of the
 * chain shows by the records it no longer covers; with them, also when these were removed as well.
 */
export function auditBreaks({ entries, records, exported }: AuditTrail): readonly AuditBreak[] {
  const breaks: AuditBreak[] = [...chainBreaks(entries)];
  const chained = new Map<string, AuditedRecord>();
  for (const entry of entries) {
    // A record that was handed over twice is chained twice, with the same hash: the first stands.
    for (const record of entry.records) if (!chained.has(record.key)) chained.set(record.key, record);
  }
  const found = new Map(records.map((record) => [String(record.sk), recordHash(record)]));
  for (const [key, { hash }] of chained) {
    const now = found.get(key);
    if (now === undefined) breaks.push({ place: key, what: 'record removed' });
    else if (now !== hash) breaks.push({ place: key, what: 'record altered' });
  }
  for (const key of found.keys()) if (!chained.has(key)) breaks.push({ place: key, what: 'record never chained' });
  if (exported !== undefined) breaks.push(...exportBreaks(entries, exported));
  return breaks;
}

/** A record that states a time well before it was written: a repeat after an outage, or one slipped in later. */
export interface LateRecord {
  readonly key: string;
  /** The time it states. */
  readonly states: string;
  /** It was written then, or later. */
  readonly writtenAt: string;
}

/** Between what a record states and its writing, in milliseconds: retries take minutes. */
const USUAL_DELAY = 15 * 60_000;

/**
 * The records whose own time does not go with their place in the chain. No break: the chain cannot know who wrote them, only
 * that they were not there when they say.
 */
export function lateRecords({ entries, records }: AuditTrail): readonly LateRecord[] {
  const stated = new Map(records.flatMap(({ sk, at }) => (typeof at === 'string' ? [[String(sk), at] as const] : [])));
  const late: LateRecord[] = [];
  const seen = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    // An entry bears the time of its last record; the others were written after the entry before, at least.
    const writtenAt = entry.records.length === 1 ? entry.at : entries[index - 1]?.at;
    for (const { key } of entry.records.filter((record) => !seen.has(record.key))) {
      seen.add(key);
      const states = stated.get(key);
      if (states === undefined || writtenAt === undefined) continue;
      if (Date.parse(writtenAt) - Date.parse(states) > USUAL_DELAY) late.push({ key, states, writtenAt });
    }
  }
  return late;
}

function* chainBreaks(entries: readonly AuditEntry[]): Generator<AuditBreak> {
  let before: AuditEntry | undefined;
  for (const entry of entries) {
    const place = `entry ${entry.number}`;
    for (let missing = (before?.number ?? 0) + 1; missing < entry.number; missing += 1) {
      yield { place: `entry ${missing}`, what: 'entry missing' };
    }
    const follows = entry.number === (before?.number ?? 0) + 1;
    if (entry.hash !== entryHash(entry)) yield { place, what: 'entry altered' };
    else if (follows && entry.previous !== (before?.hash ?? '0'.repeat(64))) {
      yield { place, what: 'entry not linked to the one before' };
    }
    before = entry;
  }
}

function* exportBreaks(entries: readonly AuditEntry[], exported: readonly AuditEntry[]): Generator<AuditBreak> {
  const here = new Map(entries.map((entry) => [entry.number, entry]));
  for (const copy of exported) {
    const place = `entry ${copy.number}`;
    const entry = here.get(copy.number);
    if (entry === undefined) yield { place, what: 'entry missing' };
    else if (entryHash(entry) !== entryHash(copy)) yield { place, what: 'entry differs from its export' };
  }
  const copied = new Set(exported.map(({ number }) => number));
  for (const { number } of entries) {
    if (!copied.has(number)) yield { place: `entry ${number}`, what: 'entry not exported' };
  }
}
