import { badCursor } from '../../functions/shared/domain/bad-cursor.ts';
import type { Page, PageRequest } from '../../functions/shared/domain/ports.ts';

/** One page of `items`; the cursor is the place of the next one. */
export function memoryPage<Item>(items: readonly Item[], { limit, cursor }: PageRequest): Page<Item> {
  const start = cursor === undefined ? 0 : Number(/^at-(\d+)$/.exec(cursor)?.[1] ?? Number.NaN);
  if (Number.isNaN(start)) throw badCursor();
  const end = start + limit;
  return { items: items.slice(start, end), ...(end < items.length ? { cursor: `at-${end}` } : {}) };
}
