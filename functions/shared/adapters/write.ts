import type { TransactWriteItem, Update } from '@aws-sdk/client-dynamodb';
import { type Item, toItem, toValue } from './item.ts';
import type { Key, RecordsTable } from './records-table.ts';

/** A put that only succeeds where nothing of that key is; the clash gives the item that is there. */
export function putIfAbsent({ name }: RecordsTable, item: Item): TransactWriteItem {
  return {
    Put: {
      TableName: name,
      Item: item,
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

/** A change of some attributes under a condition. */
export interface Change {
  readonly set: Readonly<Record<string, unknown>>;
  readonly remove?: readonly string[];
  /** Attributes must hold one of these values, or be absent where `undefined` is among them. */
  readonly when: Readonly<Record<string, readonly (string | number | undefined)[]>>;
  /** Attributes must hold a number that is not greater. */
  readonly atMost?: Readonly<Record<string, number>>;
}

/** The update that makes `change` to the item of `key`. Attributes set to undefined are left as they are. */
export function update({ name }: RecordsTable, { pk, sk }: Key, change: Change): Update & { UpdateExpression: string } {
  const names: Record<string, string> = {};
  const values: Item = {};
  const nameOf = (attribute: string): string => {
    names[`#${attribute}`] = attribute;
    return `#${attribute}`;
  };
  const valueFor = (label: string, value: unknown): string => {
    values[`:${label}`] = toValue(value);
    return `:${label}`;
  };
  const set = Object.entries(change.set)
    .filter(([, value]) => value !== undefined)
    .map(([attribute, value]) => `${nameOf(attribute)} = ${valueFor(attribute, value)}`);
  const remove = (change.remove ?? []).map(nameOf);
  const when = Object.entries(change.when).map(([attribute, allowed]) => {
    const tests = allowed.map((value, index) =>
      value === undefined
        ? `attribute_not_exists(${nameOf(attribute)})`
        : `${nameOf(attribute)} = ${valueFor(`${attribute}${index}`, value)}`,
    );
    return `(${tests.join(' OR ')})`;
  });
  const atMost = Object.entries(change.atMost ?? {}).map(
    ([attribute, value]) => `${nameOf(attribute)} <= ${valueFor(`${attribute}Most`, value)}`,
  );
  return {
    TableName: name,
    Key: toItem({ pk, sk }),
    UpdateExpression: [
      set.length === 0 ? '' : `SET ${set.join(', ')}`,
      remove.length === 0 ? '' : `REMOVE ${remove.join(', ')}`,
    ]
      .filter(Boolean)
      .join(' '),
    ConditionExpression: ['attribute_exists(pk)', ...when, ...atMost].join(' AND '),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}
