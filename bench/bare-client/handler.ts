/** What a function cannot start faster than: one AWS SDK client and nothing else. */
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});
export const handler = () => client.send(new GetItemCommand({ TableName: 'none', Key: { pk: { S: 'none' } } }));
