import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  firstState,
  type IndexState,
  type IndexStates,
  type IndexView,
  indexState,
  VIEW_LASTS,
  viewOf,
} from '../domain/index-generations.ts';
import type { Now } from '../domain/ports.ts';
import { parseItem, toItem } from './item.ts';
import { indexKey } from './keys.ts';
import { getItem, type RecordsTable, unlessRefused } from './records-table.ts';

/** How far the index of customers is, in the Records table. */
export function indexStates(table: RecordsTable): IndexStates {
  return {
    async get() {
      const item = await getItem(table, indexKey);
      return item === undefined ? firstState : parseItem(indexState, item);
    },

    change: (from, to) =>
      unlessRefused(() =>
        table.client.send(
          new PutItemCommand({
            TableName: table.name,
            Item: toItem({ ...indexKey, entity: 'index', ...to, version: from.version + 1 }),
            ...(from.version === 0
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: '#version = :version',
                  ExpressionAttributeNames: { '#version': 'version' },
                  ExpressionAttributeValues: toItem({ ':version': from.version }),
                }),
          }),
        ),
      ),
  };
}

/**
 * What to know of the index, read at most every `VIEW_LASTS` milliseconds, so that a check does not pay for it.
 * @param now for tests
 */
export function indexView(table: RecordsTable, now: Now = () => new Date()): () => Promise<IndexView> {
  const states = indexStates(table);
  let known: { readonly view: Promise<IndexView>; readonly until: number } | undefined;
  return () => {
    const at = now().getTime();
    if (known !== undefined && at < known.until) return known.view;
    const view = states.get().then((state: IndexState) => viewOf(state));
    const asked = { view, until: at + VIEW_LASTS };
    known = asked;
    // What could not be read is asked for again by the next one.
    view.catch(() => {
      if (known === asked) known = undefined;
    });
    return view;
  };
}
