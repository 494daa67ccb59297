import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { recordHash } from '../shared/domain/audit.ts';
import type { WrittenRecord } from './export-audit.ts';

const image = z.record(
  z.string(),
  z.custom<AttributeValue>((value) => typeof value === 'object' && value !== null),
);
const written = z.object({ sk: z.string(), caseId: z.string() });

/** What a batch of the stream says was written, changed or removed, in its order. */
export function writtenRecords({ Records }: DynamoDBStreamEvent): readonly WrittenRecord[] {
  return Records.map(({ eventName, dynamodb }) => {
    const record = unmarshall(z.parse(image, dynamodb?.NewImage ?? dynamodb?.OldImage));
    const { sk, caseId } = z.parse(written, record);
    return {
      caseId,
      key: sk,
      hash: recordHash(record),
      at: new Date((dynamodb?.ApproximateCreationDateTime ?? 0) * 1000).toISOString(),
      how: eventName === 'INSERT' ? 'written' : 'changed',
    };
  });
}
