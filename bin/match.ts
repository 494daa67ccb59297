/**
 * Explains or measures the duplicate matcher from the command line:
 *
 *     npm run --silent match -- NAME_A NAME_B
 *     npm run --silent match -- --pairs FILE
 *     npm run --silent match -- --register NAMES --queries FILE
 */
import { parseArgs } from 'node:util';
import { explainPair } from './match/explain-pair.ts';
import { judgePairs } from './match/judge-pairs.ts';
import { queryRegister } from './match/query-register.ts';

const usage = `用法 / usage
  match -- 名称甲 名称乙             解释一对名称 / explain one pair of names
  match -- --pairs FILE              逐行判定 / one "verdict<TAB>score" per row, last one JSON line
                                     columns: name_a name_b phone_a phone_b addr_a addr_b city label
  match -- --register NAMES --queries FILE
                                     one "verdict<TAB>id,id,…" per query, the ten likeliest ids of the register
                                     columns of both: id name province city phone fax address
  FILE: TSV or CSV with a header, plain, .gz or .xz; UTF-8, UTF-16 or GB18030`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      pairs: { type: 'string' },
      register: { type: 'string' },
      queries: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  if (values.pairs !== undefined) return judgePairs(values.pairs, process.stdout);
  if (values.register !== undefined && values.queries !== undefined) {
    return queryRegister(values.register, values.queries, process.stdout);
  }
  const [a, b] = positionals;
  if (a === undefined || b === undefined) {
    console.error(usage);
    return 2;
  }
  process.stdout.write(explainPair(a, b));
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`match: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
