/**
 * Mines hard negatives: companies known to be new, against what the index finds for them in a register.
 *
 *     node bench/matching-fit/mine-negatives.ts OUT.tsv [--data DIR]
 *
 * Only companies at even rows are mined, so that the odd ones remain for measuring.
 */
import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { readRows } from '../../bin/match/read-rows.ts';
import { postingsOf } from '../../functions/shared/domain/matching/blocking-rules.ts';
import { checkCustomer } from '../../functions/shared/domain/matching/check.ts';
import { readFacts } from '../../functions/shared/domain/matching/customer-facts.ts';
import { MemoryIndex } from '../../functions/shared/domain/matching/memory-index.ts';
import { areRelatives } from '../../functions/shared/domain/matching/verdict.ts';
import { sharedData } from './shared-data.ts';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { data: { type: 'string' } } });
  const [target] = positionals;
  if (target === undefined) throw new Error('name the file to write');
  const index = new MemoryIndex();
  for await (const { id = '', ...facts } of readRows(sharedData('names_1m.tsv.xz', values.data))) {
    index.put(postingsOf(id, readFacts(facts)));
  }
  const out = createWriteStream(target);
  out.write('name_a\tplace_a\tname_b\tplace_b\n');
  let row = 0;
  for await (const { name = '', province = '', city = '' } of readRows(
    sharedData('new_companies.tsv.gz', values.data),
  )) {
    if (row++ % 2 !== 0) continue;
    const read = readFacts({ name, province, city });
    const { candidates } = await checkCustomer(read, index, 4);
    for (const { fingerprint, comparison } of candidates) {
      if (comparison.name !== undefined && areRelatives(comparison.name.relation)) continue;
      out.write(`${name}\t${read.place?.codes[0] ?? ''}\t${fingerprint.name}\t${fingerprint.placeCode}\n`);
    }
  }
  await new Promise((resolve) => out.end(resolve));
}

await main();
