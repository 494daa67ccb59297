import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { CustomerOrders } from '../domain/recycling-ports.ts';
import { toItem } from './item.ts';
import { customerKey } from './keys.ts';
import { type RecordsTable, unlessRefused } from './records-table.ts';

/** The last orders of the customers in the Records table. */
export function customerOrders({ client, name }: RecordsTable): CustomerOrders {
  return {
    async noteOrder(customerId, at) {
      const { pk, sk } = customerKey(customerId);
      const change = {
        TableName: name,
        Key: toItem({ pk, sk }),
        UpdateExpression: 'SET lastOrderAt = :at',
        ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(lastOrderAt) OR lastOrderAt < :at)',
        ExpressionAttributeValues: toItem({ ':at': at }),
      };
      await unlessRefused(() => client.send(new UpdateItemCommand(change)));
    },
  };
}
