import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { recordChange } from '../shared/domain/record-change.ts';
import type { WrittenChange } from './relay-changes.ts';

/** What a record of the stream says was written; undefined for a removal and for items without an entity. */
export function writtenChange({ eventName, dynamodb }: DynamoDBRecord): WrittenChange | undefined {
  const image = dynamodb?.NewImage;
  const change = z.safeParse(recordChange, { pk: image?.pk?.S, sk: image?.sk?.S, event: eventName });
  const entity = image?.entity?.S;
  return change.success && entity !== undefined ? { ...change.data, entity, status: image?.status?.S } : undefined;
}
