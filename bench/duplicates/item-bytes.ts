import type { Item } from '../../functions/shared/adapters/item.ts';

/** The size of an item as DynamoDB counts it: attribute names, UTF-8 text, three bytes for a list and one per member. */
export function itemBytes(item: Item): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) {
    bytes += Buffer.byteLength(name);
    if (value.S !== undefined) bytes += Buffer.byteLength(value.S);
    if (value.L !== undefined) bytes += 3 + value.L.reduce((sum, { S = '' }) => sum + 1 + Buffer.byteLength(S), 0);
  }
  return bytes;
}
