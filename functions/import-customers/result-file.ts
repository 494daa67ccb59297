import {
  type CustomerImport,
  type ImportObjects,
  MAX_FILE_BYTES,
  type RowOutcome,
  resultKey,
  resultPartKey,
  resultsOf,
  rowOutcomeTitles,
  triedOutcomeTitles,
} from '../shared/domain/customer-import.ts';
import { csvLine } from '../shared/pages/csv-line.ts';
import type { RowResult } from './enter-row.ts';
import { sideBySide } from './side-by-side.ts';

/** How many parts are read at the same time. */
const READ_AT_ONCE = 8;

const type = 'text/csv; charset=utf-8';
const header = [
  '行 row',
  '公司名称 name',
  '销售 holder',
  '结果 outcome',
  '结果说明 meaning',
  '编号 id',
  '说明',
  'note',
];

/** Keeps what became of a part's rows; done again, it is the same object. */
export async function putResults(
  objects: ImportObjects,
  one: Pick<CustomerImport, 'id' | 'dryRun'>,
  part: number,
  results: readonly RowResult[],
): Promise<void> {
  const { dryRun = false } = one;
  const lines = results.map(({ row, name, holder, outcome, id: of, note }) =>
    csvLine([String(row), name, holder, outcome, titleOf(outcome, dryRun), dryRun ? '' : of, note.zh, note.en]),
  );
  await objects.put(resultPartKey(resultsOf(one), part), new TextEncoder().encode(lines.join('')), type);
}

function titleOf(outcome: RowOutcome, dryRun: boolean): string {
  return ((dryRun ? triedOutcomeTitles[outcome] : undefined) ?? rowOutcomeTitles[outcome]).zh;
}

/** Joins the parts to the file that says of each row what became of it; with a byte order mark, for Excel. */
export async function joinResults(objects: ImportObjects, one: CustomerImport): Promise<void> {
  const { parts = 0 } = one;
  const of = resultsOf(one);
  const pieces = await sideBySide([...Array(parts).keys()], READ_AT_ONCE, async (part) => {
    const piece = await objects.get(resultPartKey(of, part), MAX_FILE_BYTES);
    if (piece === undefined) throw new Error(`Import ${of} lacks the results of its part ${part}`);
    return piece;
  });
  const beginning = new TextEncoder().encode(`\uFEFF${csvLine(header)}`);
  await objects.put(resultKey(of), Buffer.concat([beginning, ...pieces]), type);
}
