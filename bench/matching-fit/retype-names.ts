/**
 * Writes retypings of registered names, beside the names themselves, to fit weights on together with mined negatives:
 *
 *     node bench/matching-fit/retype-names.ts OUT.tsv [--names FILE] [--each 200]
 *
 * Names are taken from the register's second half: measure-retypings.ts retypes others, of its beginning.
 */
import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { readRows } from '../../bin/match/read-rows.ts';
import { readFacts } from '../../functions/shared/domain/matching/customer-facts.ts';
import { Chance } from './retyping/chance.ts';
import { charactersOf } from './retyping/characters.ts';
import { kindsOf } from './retyping/kinds.ts';
import { type NameParts, partsOf } from './retyping/name-parts.ts';
import { sharedData } from './shared-data.ts';

const SECOND_HALF = 500_000;
const ENOUGH = 60_000;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { names: { type: 'string' }, each: { type: 'string', default: '200' } },
  });
  const [target] = positionals;
  if (target === undefined) throw new Error('name the file to write');
  const usable: { id: string; parts: NameParts }[] = [];
  let row = 0;
  for await (const { id = '', name = '', province = '', city = '' } of readRows(
    values.names ?? sharedData('names_1m.tsv.xz'),
  )) {
    if (row++ < SECOND_HALF || usable.length >= ENOUGH) continue;
    const parts = partsOf(name, province, city);
    if (parts !== undefined) usable.push({ id, parts });
  }
  const characters = charactersOf(usable.slice(0, 20_000).map(({ parts }) => parts.brand));
  const kinds = kindsOf((name, { province, city }) => partsOf(name, province, city));
  const out = createWriteStream(target);
  out.write('name_a\tplace_a\tname_b\tplace_b\tlabel\tkind\n');
  let at = 0;
  for (const [kind, retype] of Object.entries(kinds)) {
    for (let written = 0, tries = 0; written < Number(values.each) && tries < usable.length; tries++) {
      const { id, parts } = usable[(at++ * 7919) % usable.length] ?? {};
      const name =
        id === undefined || parts === undefined ? undefined : retype(parts, new Chance(`${kind} ${id}`), characters);
      if (parts === undefined || name === undefined || name === parts.name) continue;
      const place = readFacts({ province: parts.province, city: parts.city }).place?.codes[0] ?? '';
      const toldPlace = written++ % 2 === 0 ? place : '';
      out.write(`${name.trim()}\t${toldPlace}\t${parts.name}\t${place}\t1\t${kind}\n`);
    }
  }
  await new Promise((resolve) => out.end(resolve));
}

await main();
