import { beforeEach, describe, expect, it } from 'vitest';
import {
  type ExportAuditWorld,
  exportAudit,
  type WrittenRecord,
} from '../../../functions/export-audit/export-audit.ts';
import { type AuditEntry, recordHash } from '../../../functions/shared/domain/audit.ts';
import { auditBreaks, lateRecords } from '../../../functions/shared/domain/audit-check.ts';

const at = '2026-11-23T03:00:00.000Z';
const fact = (id: string, type = 'task.decided') => ({ pk: 'CASE#AD-1', sk: `FACT#${id}`, caseId: 'AD-1', type, id });
const facts = [fact('1', 'case.started'), fact('2', 'task.opened'), fact('3'), fact('4', 'case.ended')];
const written = (record: ReturnType<typeof fact>, how: WrittenRecord['how'] = 'written'): WrittenRecord => ({
  caseId: record.caseId,
  key: record.sk,
  hash: recordHash(record),
  at,
  how,
});

let entries: AuditEntry[];
let copies: Map<number, AuditEntry>;
let warned: string[];
let world: ExportAuditWorld;
beforeEach(() => {
  entries = [];
  copies = new Map();
  warned = [];
  world = {
    chains: {
      latest: async (caseId) => entries.filter((entry) => entry.caseId === caseId).slice(-20),
      append: async (entry) => {
        if (entries.some(({ caseId, number }) => caseId === entry.caseId && number === entry.number)) return false;
        entries.push(entry);
        return true;
      },
    },
    copy: async (entry) => {
      if (!copies.has(entry.number)) copies.set(entry.number, entry);
    },
    observer: { warn: (code) => void warned.push(code) },
  };
});

const check = (records: readonly Readonly<Record<string, unknown>>[], chain: readonly AuditEntry[] = entries) =>
  auditBreaks({ entries: chain, records, exported: [...copies.values()] });

describe('chaining', () => {
  it('makes one entry of what a batch holds of a case, with its copy, and follows on at the next', async () => {
    // when
    await exportAudit(
      world,
      facts.slice(0, 3).map((record) => written(record)),
    );
    await exportAudit(world, [written(fact('4', 'case.ended'))]);
    // then
    expect(entries.map(({ number, records }) => [number, records.length])).toEqual([
      [1, 3],
      [2, 1],
    ]);
    expect([...copies.keys()]).toEqual([1, 2]);
    expect(check(facts)).toEqual([]);
  });

  it('adds nothing when the stream hands a batch over again, and makes up for the copy a crash left out', async () => {
    // given
    await exportAudit(world, [written(fact('1', 'case.started'))]);
    copies.clear();
    // when
    await exportAudit(world, [written(fact('1', 'case.started'))]);
    // then
    expect(entries).toHaveLength(1);
    expect([...copies.keys()]).toEqual([1]);
  });

  it('goes behind the entry that somebody else has written meanwhile', async () => {
    // given
    const { append } = world.chains;
    let raced = false;
    const racing: ExportAuditWorld = {
      ...world,
      chains: {
        ...world.chains,
        append: async (entry) => {
          if (!raced) {
            raced = true;
            await exportAudit(world, [written(fact('1', 'case.started'))]);
          }
          return append(entry);
        },
      },
    };
    // when
    await exportAudit(racing, [written(fact('2', 'task.opened'))]);
    // then
    expect(entries.map(({ number }) => number)).toEqual([1, 2]);
    expect(check(facts.slice(0, 2))).toEqual([]);
  });

  it('tells of a record that was changed', async () => {
    // when
    await exportAudit(world, [written(fact('1', 'case.started'), 'changed')]);
    // then
    expect(warned).toEqual(['audit.record-changed']);
    expect(entries).toEqual([]);
  });
});

describe('what was done to a case shows', () => {
  beforeEach(async () => {
    for (const record of facts) await exportAudit(world, [written(record)]);
  });

  it('a fact altered', () => {
    const altered = facts.map((record) => (record.id === '3' ? { ...record, by: 'somebody.else' } : record));
    expect(check(altered)).toEqual([{ place: 'FACT#3', what: 'record altered' }]);
  });

  it('a fact removed', () => {
    expect(check(facts.filter(({ id }) => id !== '3'))).toEqual([{ place: 'FACT#3', what: 'record removed' }]);
  });

  it('a fact written past the chain', () => {
    expect(check([...facts, fact('2a')])).toEqual([{ place: 'FACT#2a', what: 'record never chained' }]);
  });

  it('a fact removed with its entry', () => {
    const chain = entries.filter(({ number }) => number !== 3);
    const records = facts.filter(({ id }) => id !== '3');
    expect(check(records, chain)).toContainEqual({ place: 'entry 3', what: 'entry missing' });
  });

  it('an entry altered to fit', () => {
    const forged = fact('3', 'task.expired');
    const chain = entries.map((entry) =>
      entry.number === 3 ? { ...entry, records: [{ key: forged.sk, hash: recordHash(forged) }] } : entry,
    );
    const records = facts.map((record) => (record.id === '3' ? forged : record));
    expect(auditBreaks({ entries: chain, records })).toEqual([{ place: 'entry 3', what: 'entry altered' }]);
  });

  it('the whole chain written anew around a forged fact: against the locked copies', async () => {
    const forged = facts.map((record) => (record.id === '3' ? fact('3', 'task.expired') : record));
    entries = [];
    const locked = new Map(copies);
    for (const record of forged) await exportAudit({ ...world, copy: async () => {} }, [written(record)]);
    expect(auditBreaks({ entries, records: forged })).toEqual([]);
    expect(auditBreaks({ entries, records: forged, exported: [...locked.values()] })).toEqual([
      { place: 'entry 3', what: 'entry differs from its export' },
      { place: 'entry 4', what: 'entry differs from its export' },
    ]);
  });

  it('the end cut off, facts and entries: against the locked copies', () => {
    expect(check(facts.slice(0, 3), entries.slice(0, 3))).toEqual([{ place: 'entry 4', what: 'entry missing' }]);
  });
});

describe('a record slipped in later', () => {
  const stating = (id: string, at: string) => ({ ...fact(id), at });
  const own = [stating('1', '2026-11-23T03:00:00.000Z'), stating('2', '2026-11-23T03:00:05.000Z')];

  it('is chained as any other, and noted for the time it states', async () => {
    for (const record of own) await exportAudit(world, [{ ...written(record), at: record.at }]);
    const forged = stating('0', '2026-11-23T03:00:02.000Z');
    await exportAudit(world, [{ ...written(forged), at: '2026-11-23T09:30:00.000Z' }]);
    const records = [...own, forged];
    expect(check(records)).toEqual([]);
    expect(lateRecords({ entries, records })).toEqual([
      { key: 'FACT#0', states: forged.at, writtenAt: '2026-11-23T09:30:00.000Z' },
    ]);
  });

  it('is told from records that an outage of the export chained together, hours after they were written', async () => {
    const later = stating('3', '2026-11-23T08:00:00.000Z');
    const records = [...own, later];
    await exportAudit(
      world,
      records.map((record) => ({ ...written(record), at: record.at })),
    );
    expect(lateRecords({ entries, records })).toEqual([]);
  });
});
