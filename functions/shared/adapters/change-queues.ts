import { SendMessageBatchCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import type { RecordChange } from '../domain/record-change.ts';

/** The queues of those who wait for changes. */
export interface ChangeQueues {
  /**
   * Puts word of each change into the queue.
   * @returns the indexes of those it did not take
   * @throws Error as the SDK throws it, when some or all may not be there
   */
  tell(queueUrl: string, changes: readonly RecordChange[]): Promise<readonly number[]>;
}

/** SQS takes so many messages at a time. */
const AT_A_TIME = 10;

/** The queues, in SQS. @param config for tests; in Lambda the environment settles everything */
export function changeQueues(config: SQSClientConfig = {}): ChangeQueues {
  const client = new SQSClient(config);
  return {
    async tell(queueUrl, changes) {
      const refused: number[] = [];
      for (let start = 0; start < changes.length; start += AT_A_TIME) {
        const Entries = changes
          .slice(start, start + AT_A_TIME)
          .map((change, index) => ({ Id: String(start + index), MessageBody: JSON.stringify(change) }));
        const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
        refused.push(...Failed.map(({ Id }) => Number(Id)));
      }
      return refused;
    },
  };
}
