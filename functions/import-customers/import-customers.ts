import type { EnterCustomerWorld } from '../customers-api/enter-customer.ts';
import { customerIdOf } from '../customers-api/entry-id.ts';
import type { Application } from '../shared/domain/application.ts';
import {
  type CustomerImport,
  type CustomerImports,
  type ImportObjects,
  nextPart,
  noLanes,
  noRows,
  type RowCounts,
} from '../shared/domain/customer-import.ts';
import type { Customers, Now, People } from '../shared/domain/ports.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import type { Only } from './contract.ts';
import { enterRow, type RowResult, rowIdentity } from './enter-row.ts';
import { putClashes, tellHolders } from './import-clashes.ts';
import { type PartRow, putIntoParts, readPart } from './put-into-parts.ts';
import { joinResults, putResults } from './result-file.ts';
import { type RowsApart, rowsApart } from './rows-apart.ts';
import { sideBySide } from './side-by-side.ts';
import { triedCustomers } from './tried-customers.ts';

export interface ImportCustomersWorld extends EnterCustomerWorld {
  readonly customers: EnterCustomerWorld['customers'] & Pick<Customers, 'existing' | 'findClaims' | 'pool'>;
  readonly imports: CustomerImports;
  readonly objects: ImportObjects;
  readonly now: Now;
}

/** How many rows of a part are entered at the same time. */
const AT_ONCE = 12;

/**
 * Carries the import on, from wherever it is, for about `milliseconds`, and says whether it is done. It may die at any
 * moment: the next call reads the file again, or does the rows of the part again that it was at, to the same effect; a
 * part is counted, under a condition, once its results are kept.
 * @param only what of it: until the file is read, or one lane's parts; the lanes go on beside each other
 * @throws Error when there is no such import
 */
export async function importCustomers(
  given: ImportCustomersWorld,
  id: string,
  milliseconds: number,
  only?: Only,
): Promise<{ readonly done: boolean }> {
  const world = { ...given, people: remembering(given.people) };
  const dryRows = rowsApart(triedCustomers(world.customers));
  const until = world.now().getTime() + milliseconds;
  for (let steps = 0; ; steps += 1) {
    const one = await world.imports.get(id);
    if (one === undefined) throw new Error(`There is no import ${id}`);
    if (isDone(one, only)) return { done: true };
    if (steps > 0 && world.now().getTime() >= until) return { done: false };
    await step(world, one, only, dryRows);
  }
}

function isDone(one: CustomerImport, only: Only): boolean {
  if (one.status === 'DONE' || one.status === 'TRIED' || one.status === 'REFUSED') return true;
  if (one.status !== 'ENTERING' || only === undefined) return false;
  return only === 'reading' || nextPart(one, only) === undefined;
}

async function step(world: ImportCustomersWorld, one: CustomerImport, only: Only, dryRows: RowsApart): Promise<void> {
  if (one.status === 'AWAITING_FILE') await world.imports.start(one.id, false);
  else if (one.status === 'READING') await putIntoParts(world, one);
  else {
    const lane = typeof only === 'number' ? only : noLanes.findIndex((_, each) => nextPart(one, each) !== undefined);
    const part = lane < 0 ? undefined : nextPart(one, lane);
    if (part !== undefined) await enterPart(world, one, { lane, part }, dryRows);
    else await end(world, one);
  }
}

async function end(world: ImportCustomersWorld, one: CustomerImport): Promise<void> {
  await joinResults(world.objects, one);
  const at = world.now().toISOString();
  if (one.dryRun === true) {
    await world.imports.finish(one.id, at, 'TRIED');
    return;
  }
  await tellHolders(world.imports, world.objects, one);
  await world.imports.finish(one.id, at);
}

async function enterPart(
  given: ImportCustomersWorld,
  one: CustomerImport,
  { lane, part }: { readonly lane: number; readonly part: number },
  dryRows: RowsApart,
): Promise<void> {
  const dry = one.dryRun === true;
  const world = dry ? { ...given, applications: { submit: async (application: Application) => application } } : given;
  const rows = await readPart(world.objects, one.id, part);
  // Which rows a call before this one entered is asked once, not row by row.
  const ids = rows.map(({ row }) => customerIdOf(rowIdentity(one, row, false)));
  const entered = dry ? new Set<string>() : await world.customers.existing(ids);
  const apart = dry ? dryRows : rowsApart(world.customers);
  const enter = (row: PartRow, begun: boolean) =>
    apart((customers) => enterRow({ ...world, customers }, one, row, rowIdentity(one, row.row, begun)));
  const tried = await sideBySide(rows, AT_ONCE, (row, at) =>
    enter(row, entered.has(ids[at] ?? '')).catch((error: unknown) => {
      if (error instanceof TransientFailure) return undefined;
      throw error;
    }),
  );
  // Many lookalikes at once, such as the shops of one cooperative, keep overtaking each other: one after the other then.
  const results: RowResult[] = [];
  for (const [at, row] of rows.entries()) results.push(tried[at] ?? (await enter(row, true)));
  if (!dry) await putClashes(world.objects, one.id, part, results);
  await putResults(world.objects, one, part, results);
  const { attempt, lanes } = one;
  await world.imports.countPart(one.id, { attempt, lane, done: lanes[lane] ?? 0 }, counted(results));
}

/** The people of the import's file are few and looked up once. */
function remembering({ get }: Pick<People, 'get'>): Pick<People, 'get'> {
  const known = new Map<string, ReturnType<typeof get>>();
  return {
    get(id) {
      const found = known.get(id) ?? get(id);
      known.set(id, found);
      return found;
    },
  };
}

function counted(results: readonly RowResult[]): RowCounts {
  const counts = { ...noRows };
  for (const { outcome } of results) counts[outcome] += 1;
  return counts;
}
