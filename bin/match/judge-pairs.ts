import { type CustomerFacts, readFacts } from '../../functions/shared/domain/matching/customer-facts.ts';
import { comparable, compareCustomers } from '../../functions/shared/domain/matching/verdict.ts';
import { PairCounts } from './pair-counts.ts';
import { type Row, readRows } from './read-rows.ts';

type Side = 'a' | 'b';

const nameColumns: Readonly<Record<Side, readonly string[]>> = {
  a: ['name_a', 'name1', 'short'],
  b: ['name_b', 'name2', 'full'],
};

function cell(row: Row, columns: readonly string[]): string {
  for (const column of columns) if (row[column] !== undefined) return row[column];
  return '';
}

/** The facts of which a pair has both sides; with none of them every pair would be said to be unique. */
const pairs: readonly (readonly [readonly string[], readonly string[]])[] = [
  [nameColumns.a, nameColumns.b],
  [['phone_a'], ['phone_b']],
  [['fax_a'], ['fax_b']],
  [
    ['addr_a', 'address_a'],
    ['addr_b', 'address_b'],
  ],
];

function hasSomethingToCompare(row: Row): boolean {
  return pairs.some((sides) => sides.every((columns) => columns.some((column) => row[column] !== undefined)));
}

function factsOf(row: Row, side: Side): CustomerFacts {
  return {
    name: cell(row, nameColumns[side]),
    phones: [cell(row, [`phone_${side}`])].filter((phone) => phone !== ''),
    fax: cell(row, [`fax_${side}`]),
    address: cell(row, [`addr_${side}`, `address_${side}`]),
  };
}

/**
 * Judges every pair of a file: one line "verdict<TAB>score" per row, then one JSON line that counts them.
 *
 * The city column tells the area code of phones written without one; it is a fact of the pair, not of one side, so it
 * says nothing about whether the companies are near each other.
 * @throws when the file has no fact for both sides, or cannot be read
 */
export async function judgePairs(file: string, out: NodeJS.WritableStream): Promise<number> {
  const counts = new PairCounts();
  let lines: string[] = [];
  for await (const row of readRows(file)) {
    if (!hasSomethingToCompare(row)) {
      throw new Error(`${file}: 缺少成对的列 / no pair of columns: name_a name_b, phone_a phone_b, addr_a addr_b`);
    }
    const city = row.city ?? '';
    const [a, b] = (['a', 'b'] as const).map((side) => comparable(readFacts({ ...factsOf(row, side), city })));
    if (a === undefined || b === undefined) throw new Error('a pair has two sides');
    const { verdict, score } = compareCustomers(a, b);
    counts.add(verdict, row.label ?? row.is_match);
    lines.push(`${verdict}\t${score.toFixed(4)}\n`);
    if (lines.length >= 1000) {
      out.write(lines.join(''));
      lines = [];
    }
  }
  out.write(`${lines.join('')}${JSON.stringify(counts.summary())}\n`);
  return 0;
}
