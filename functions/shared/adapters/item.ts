import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';

/** An item as DynamoDB takes and gives it. */
export type Item = Record<string, AttributeValue>;

/** @param record plain values; members that are undefined are left out */
export function toItem(record: Readonly<Record<string, unknown>>): Item {
  return marshall(record, { removeUndefinedValues: true });
}

/** One attribute's value. */
export function toValue(value: unknown): AttributeValue {
  const { value: attribute } = toItem({ value });
  return attribute ?? { NULL: true };
}

/**
 * The record an item holds: parsed, not cast; keys and index attributes fall away.
 * @throws Error `RecordInvalid` naming the item's key and the members that break the schema, never their values
 */
export function parseItem<Record>(schema: z.ZodMiniType<Record>, item: Item): Record {
  const read = z.safeParse(schema, unmarshall(item));
  if (read.success) return read.data;
  const places = read.error.issues.map(({ path }) => path.join('.'));
  const error = new Error(`Item ${item.pk?.S} ${item.sk?.S} breaks its schema at ${places.join(', ')}`);
  error.name = 'RecordInvalid';
  throw error;
}

/** The record that an item of that entity holds; undefined for every other item, and where there is none. */
export function recordOf<Record>(
  entity: string,
  schema: z.ZodMiniType<Record>,
  item: Item | undefined,
): Record | undefined {
  return item?.entity?.S === entity ? parseItem(schema, item) : undefined;
}
