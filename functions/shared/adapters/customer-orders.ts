import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { CustomerOrders } from '../domain/recycling-ports.ts';
import { type Item, toItem } from './item.ts';
import { customerKey } from './keys.ts';
import { getItem, type RecordsTable, unlessRefused } from './records-table.ts';

/** The last orders of the customers in the Records table. */
export function customerOrders({ client, name }: RecordsTable): CustomerOrders {
  return {
    async noteOrder(customerId, at) {
      let id: string | undefined = customerId;
      while (id !== undefined) {
        const { pk, sk } = customerKey(id);
        const change = {
          TableName: name,
          Key: toItem({ pk, sk }),
          UpdateExpression: 'SET lastOrderAt = :at',
          ConditionExpression:
            'attribute_exists(pk) AND attribute_not_exists(mergedInto) AND (attribute_not_exists(lastOrderAt) OR lastOrderAt < :at)',
          ExpressionAttributeValues: toItem({ ':at': at }),
        };
        if (await unlessRefused(() => client.send(new UpdateItemCommand(change)))) return;
        // A case goes on whose customer was merged: its orders are the survivor's.
        const item: Item | undefined = await getItem({ client, name }, { pk, sk });
        id = item?.mergedInto?.S;
      }
    },
  };
}
