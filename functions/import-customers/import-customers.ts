import type { EnterCustomerWorld } from '../customers-api/enter-customer.ts';
import {
  type CustomerImport,
  type CustomerImports,
  type ImportObjects,
  noRows,
  type RowCounts,
} from '../shared/domain/customer-import.ts';
import type { Now } from '../shared/domain/ports.ts';
import { enterRow, type RowResult } from './enter-row.ts';
import { putIntoParts, readPart } from './put-into-parts.ts';
import { joinResults, putResults } from './result-file.ts';

export interface ImportCustomersWorld extends EnterCustomerWorld {
  readonly imports: CustomerImports;
  readonly objects: ImportObjects;
  readonly now: Now;
}

/** How many rows of a part are entered at the same time. */
const AT_ONCE = 8;

/**
 * Carries the import on, from wherever it is, for about `milliseconds`, and says whether it is done. It may die at any
 * moment: the next call reads the file again, or does the rows of the part again that it was at, to the same effect; a
 * part is counted, under a condition, once its results are kept.
 * @throws Error when there is no such import
 */
export async function importCustomers(
  world: ImportCustomersWorld,
  id: string,
  milliseconds: number,
): Promise<{ readonly done: boolean }> {
  const until = world.now().getTime() + milliseconds;
  for (;;) {
    const one = await world.imports.get(id);
    if (one === undefined) throw new Error(`There is no import ${id}`);
    if (one.status === 'DONE' || one.status === 'REFUSED') return { done: true };
    await step(world, one);
    if (world.now().getTime() >= until) return { done: false };
  }
}

async function step(world: ImportCustomersWorld, one: CustomerImport): Promise<void> {
  if (one.status === 'AWAITING_FILE') await world.imports.start(one.id);
  else if (one.status === 'READING') await putIntoParts(world, one);
  else if (one.partsDone < (one.parts ?? 0)) await enterPart(world, one);
  else {
    await joinResults(world.objects, one);
    await world.imports.finish(one.id);
  }
}

async function enterPart(world: ImportCustomersWorld, one: CustomerImport): Promise<void> {
  const part = one.partsDone;
  const rows = await readPart(world.objects, one.id, part);
  const results: RowResult[] = [];
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    results.push(...(await Promise.all(rows.slice(at, at + AT_ONCE).map((row) => enterRow(world, one, row)))));
  }
  await putResults(world.objects, one.id, part, results);
  await world.imports.countPart(one.id, part, counted(results));
}

function counted(results: readonly RowResult[]): RowCounts {
  const counts = { ...noRows };
  for (const { outcome } of results) counts[outcome] += 1;
  return counts;
}
