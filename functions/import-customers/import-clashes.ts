import * as z from 'zod/mini';
import {
  type CustomerImport,
  type CustomerImports,
  clashesKey,
  type ImportClashes,
  type ImportObjects,
  MAX_FILE_BYTES,
  MOST_CLASHES_NAMED,
} from '../shared/domain/customer-import.ts';
import type { RowResult } from './enter-row.ts';
import { sideBySide } from './side-by-side.ts';

/** How many parts are read at the same time. */
const READ_AT_ONCE = 8;

const clashed = z.array(
  z.object({ customerId: z.string(), finder: z.string(), typedName: z.string(), holder: z.string() }),
);

/** Keeps which customers of others a part's rows are; done again, it is the same object. */
export async function putClashes(
  objects: ImportObjects,
  id: string,
  part: number,
  results: readonly RowResult[],
): Promise<void> {
  const found: z.infer<typeof clashed> = results.flatMap(({ clashes }) =>
    clashes.map(({ customerId, finder, typedName, holder }) => ({ customerId, finder, typedName, holder })),
  );
  await objects.put(clashesKey(id, part), new TextEncoder().encode(JSON.stringify(found)), 'application/json');
}

/** Has each holder told, in one mail, of the rows that are customers of theirs (IN-3); done again, nobody is told again. */
export async function tellHolders(
  imports: Pick<CustomerImports, 'tellClashes'>,
  objects: ImportObjects,
  { id, by, createdAt, parts = 0 }: CustomerImport,
): Promise<void> {
  const found = await sideBySide([...Array(parts).keys()], READ_AT_ONCE, async (part) => {
    const content = await objects.get(clashesKey(id, part), MAX_FILE_BYTES);
    if (content === undefined) throw new Error(`Import ${id} lacks the clashes of its part ${part}`);
    return z.parse(clashed, JSON.parse(Buffer.from(content).toString()));
  });
  const byHolder = new Map<string, ImportClashes>();
  for (const { holder, ...clash } of found.flat()) {
    const { rows = 0, clashes = [] } = byHolder.get(holder) ?? {};
    byHolder.set(holder, {
      ...{ importId: id, holder, by, at: createdAt, told: false, rows: rows + 1 },
      clashes: clashes.length < MOST_CLASHES_NAMED ? [...clashes, clash] : clashes,
    });
  }
  for (const clashes of byHolder.values()) await imports.tellClashes(clashes);
}
