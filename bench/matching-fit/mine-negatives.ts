/**
 * Mines hard negatives: companies known to be new, against what the index finds for them in a register, and registered
 * ones against the others of the register that look most like them.
 *
 *     node --max-old-space-size=6000 bench/matching-fit/mine-negatives.ts OUT.tsv [--data DIR] [--registered 6000]
 *
 * Only new companies at even rows are mined, so that the odd ones remain for measuring; registered ones are taken from the
 * register's second half, of which measure-retypings.ts takes none.
 */
import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { readRows } from '../../bin/match/read-rows.ts';
import { postingsOf } from '../../functions/shared/domain/matching/blocking-rules.ts';
import { checkCustomer } from '../../functions/shared/domain/matching/check.ts';
import { type CustomerFacts, readFacts } from '../../functions/shared/domain/matching/customer-facts.ts';
import { MemoryIndex } from '../../functions/shared/domain/matching/memory-index.ts';
import { areRelatives } from '../../functions/shared/domain/matching/verdict.ts';
import { sharedData } from './shared-data.ts';

const SECOND_HALF = 500_000;
const EVERY = 61;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { data: { type: 'string' }, registered: { type: 'string', default: '6000' } },
  });
  const [target] = positionals;
  if (target === undefined) throw new Error('name the file to write');
  const index = new MemoryIndex();
  const registered: { id: string; facts: CustomerFacts }[] = [];
  let row = 0;
  for await (const { id = '', ...facts } of readRows(sharedData('names_1m.tsv.xz', values.data))) {
    index.put(postingsOf(id, readFacts(facts)));
    if (row++ >= SECOND_HALF && row % EVERY === 0 && registered.length < Number(values.registered)) {
      registered.push({ id, facts });
    }
  }
  const out = createWriteStream(target);
  out.write('name_a\tplace_a\tname_b\tplace_b\tlabel\n');
  async function mine(facts: CustomerFacts, own = ''): Promise<void> {
    const read = readFacts(facts);
    const { candidates } = await checkCustomer(read, index, 4);
    for (const { fingerprint, comparison } of candidates) {
      if (fingerprint.customerId === own || fingerprint.name === read.givenName) continue;
      if (comparison.name !== undefined && areRelatives(comparison.name.relation)) continue;
      const place = read.place?.codes[0] ?? '';
      out.write(`${read.givenName}\t${place}\t${fingerprint.name}\t${fingerprint.placeCode}\t0\n`);
    }
  }
  row = 0;
  for await (const { name = '', province = '', city = '' } of readRows(
    sharedData('new_companies.tsv.gz', values.data),
  )) {
    if (row++ % 2 === 0) await mine({ name, province, city });
  }
  for (const { id, facts } of registered) await mine(facts, id);
  await new Promise((resolve) => out.end(resolve));
}

await main();
