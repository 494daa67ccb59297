import { postingsOf } from '../../functions/shared/domain/matching/blocking-rules.ts';
import { checkCustomer } from '../../functions/shared/domain/matching/check.ts';
import { type CustomerFacts, readFacts } from '../../functions/shared/domain/matching/customer-facts.ts';
import { MemoryIndex } from '../../functions/shared/domain/matching/memory-index.ts';
import { type Row, readRows } from './read-rows.ts';

/** A customer's facts from a row of a register or of queries. */
export function factsOfRow(row: Row): CustomerFacts {
  const phones = [row.phone, row.landline, row.phone_a].filter((phone) => phone !== undefined && phone !== '');
  return {
    name: row.name ?? row.query ?? row.name_b ?? Object.values(row)[0] ?? '',
    phones: phones.flatMap((phone) => phone ?? []),
    fax: row.fax ?? '',
    address: row.address ?? row.addr ?? '',
    province: row.province ?? '',
    city: row.city ?? '',
  };
}

/** Loads a register into the index in memory. */
export async function loadRegister(file: string): Promise<MemoryIndex> {
  const index = new MemoryIndex();
  let row = 0;
  for await (const record of readRows(file)) {
    row++;
    index.put(postingsOf(record.id ?? String(row), readFacts(factsOfRow(record))));
  }
  return index;
}

/** Checks every query against a register: one line "verdict<TAB>id,id,…" each, the ten likeliest ids first. */
export async function queryRegister(register: string, queries: string, out: NodeJS.WritableStream): Promise<number> {
  const index = await loadRegister(register);
  for await (const row of readRows(queries)) {
    const { verdict, candidates } = await checkCustomer(readFacts(factsOfRow(row)), index);
    out.write(`${verdict}\t${candidates.map(({ fingerprint }) => fingerprint.customerId).join(',')}\n`);
  }
  return 0;
}
