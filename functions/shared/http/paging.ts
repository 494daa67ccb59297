import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { badCursor } from '../domain/bad-cursor.ts';
import type { Page, PageRequest } from '../domain/ports.ts';

/** One of the lists that a longer list is read from, in order. */
export interface Source<Item> {
  readonly fetch: (page: PageRequest) => Promise<Page<Item>>;
  /** Leaves out what does not fit the request; everything fits when absent. */
  readonly fits?: (item: Item) => boolean;
}

/** A page is closed after so many reads even when few items fitted, so that no request reads without bound. */
const MAX_READS = 8;

const place = z.strictObject({
  /** Which source. */
  s: z.int().check(z.minimum(0)),
  /** The source's own cursor. */
  c: z.optional(z.string()),
});
type Place = z.infer<typeof place>;

/**
 * The next page of several sources read one after the other.
 * @param query whose list this is: the reader and the filters. A cursor is good only for the query it came from; its
 *   checksum shows an altered or borrowed one. It gives no access: what a source returns is settled by the query.
 * @returns up to `limit` items; fewer, with a cursor, when little of what was read fitted
 * @throws SopError CursorInvalid (400)
 */
export async function readPage<Item>(
  sources: readonly Source<Item>[],
  page: PageRequest,
  query: readonly (string | undefined)[],
): Promise<Page<Item>> {
  const items: Item[] = [];
  let at: Place | undefined = page.cursor === undefined ? { s: 0 } : open(page.cursor, query);
  for (let reads = 0; at !== undefined && items.length < page.limit && reads < MAX_READS; reads += 1) {
    const source = sources[at.s];
    if (source === undefined) {
      at = undefined;
      break;
    }
    const found: Page<Item> = await source.fetch({
      limit: page.limit - items.length,
      ...(at.c === undefined ? {} : { cursor: at.c }),
    });
    items.push(...(source.fits === undefined ? found.items : found.items.filter(source.fits)));
    at = after(at, found.cursor, sources.length);
  }
  return at === undefined ? { items } : { items, cursor: seal(at, query) };
}

function after(at: Place, cursor: string | undefined, sources: number): Place | undefined {
  if (cursor !== undefined) {
    return { s: at.s, c: cursor };
  }
  return at.s + 1 < sources ? { s: at.s + 1 } : undefined;
}

/** The query string of the page after this one, `undefined` on the last. */
export function nextPage(
  path: string,
  query: Readonly<Record<string, string | number | undefined>>,
  cursor: string | undefined,
): string | undefined {
  if (cursor === undefined) {
    return undefined;
  }
  const parameters = Object.entries({ ...query, cursor }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return `${path}?${new URLSearchParams(parameters)}`;
}

function seal(at: Place, query: readonly (string | undefined)[]): string {
  const text = JSON.stringify(at);
  return Buffer.from(checksum(text, query) + text).toString('base64url');
}

function open(cursor: string, query: readonly (string | undefined)[]): Place {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const content = text.slice(CHECKSUM_LENGTH);
  if (text.slice(0, CHECKSUM_LENGTH) === checksum(content, query)) {
    return z.parse(place, JSON.parse(content));
  }
  throw badCursor();
}

const CHECKSUM_LENGTH = 16;

function checksum(text: string, query: readonly (string | undefined)[]): string {
  return createHash('sha256')
    .update(JSON.stringify([text, ...query.map((part) => part ?? null)]))
    .digest('base64url')
    .slice(0, CHECKSUM_LENGTH);
}
