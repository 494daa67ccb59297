import { type AuditChains, type AuditEntry, type AuditedRecord, nextEntry } from '../shared/domain/audit.ts';
import type { Observer } from '../shared/domain/ports.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';

export interface ExportAuditWorld {
  readonly chains: AuditChains;
  /** Writes the locked copy of an entry; a copy that is there already stays. */
  readonly copy: (entry: AuditEntry) => Promise<void>;
  readonly observer: Pick<Observer, 'warn'>;
}

/** A record that was written, as the table's stream tells it. */
export interface WrittenRecord extends AuditedRecord {
  readonly caseId: string;
  /** When it was written, by the table's clock. */
  readonly at: string;
  /** `changed` where a record that is written once was changed or removed. */
  readonly how: 'written' | 'changed';
}

const MAX_ROUNDS = 6;

/** So many cases of a batch are chained at the same time. */
const AT_ONCE = 10;

/**
 * Chains what was written, case by case, then puts a locked copy of each new entry into the bucket. Run again with the
 * same records it adds nothing, and makes up for a copy that a crash has left out. A record that was changed is told.
 * @throws TransientFailure when others keep writing the same chain
 */
export async function exportAudit(world: ExportAuditWorld, written: readonly WrittenRecord[]): Promise<void> {
  const cases = Map.groupBy(written, ({ caseId }) => caseId).entries();
  const work = async (): Promise<void> => {
    for (const [caseId, records] of cases) {
      for (const { key } of records.filter(({ how }) => how === 'changed')) {
        world.observer.warn('audit.record-changed', { caseId, key });
      }
      const fresh = records.filter(({ how }) => how === 'written');
      if (fresh.length > 0) await chain(world, caseId, fresh);
    }
  };
  // Cases do not depend on one another: a batch of many takes little longer than one of few.
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function chain(world: ExportAuditWorld, caseId: string, written: readonly WrittenRecord[]): Promise<void> {
  const records = written.map(({ key, hash }) => ({ key, hash }));
  const keys = new Set(records.map(({ key }) => key));
  const at = written.reduce((latest, record) => (record.at > latest ? record.at : latest), '');
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const entries = await world.chains.latest(caseId);
    // What was chained before a crash may still lack its copy.
    for (const entry of entries) if (entry.records.some(({ key }) => keys.has(key))) await world.copy(entry);
    const entry = nextEntry(entries, { caseId, records, at });
    if (entry === undefined) return;
    if (await world.chains.append(entry)) return world.copy(entry);
  }
  throw new TransientFailure(new Error('The chain kept growing while it was added to'));
}
