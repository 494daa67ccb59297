import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { type Gates, gates } from '../domain/gate.ts';
import { type Item, parseItem, recordOf, toItem } from './item.ts';
import { gateKey } from './keys.ts';
import { getItem, type RecordsTable, unlessRefused } from './records-table.ts';

const gateWait = z.object({
  caseId: z.string(),
  gate: z.enum(gates),
  taskToken: z.string(),
  enteredTime: z.string(),
  issue: z.int(),
});

/** Who waits at publication gates, one item per case. */
export function gateRecords(table: RecordsTable): Gates {
  return {
    async wait(at) {
      const order = `${new Date(at.enteredTime).toISOString()}#${String(at.issue).padStart(9, '0')}`;
      const put = new PutItemCommand({
        TableName: table.name,
        Item: toItem({ ...gateKey(at.caseId), entity: 'gate', ...at, order }),
        ConditionExpression: 'attribute_not_exists(pk) OR #order < :order',
        ExpressionAttributeNames: { '#order': 'order' },
        ExpressionAttributeValues: toItem({ ':order': order }),
      });
      await unlessRefused(() => table.client.send(put));
    },

    async waiting(caseId) {
      const item = await getItem(table, gateKey(caseId));
      return item === undefined ? undefined : parseItem(gateWait, item);
    },
  };
}

/** The case whose wait at its gate an item holds; undefined for every other item. */
export function caseAtGate(item: Item | undefined): string | undefined {
  return recordOf('gate', gateWait, item)?.caseId;
}
