import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListBucketsCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { PREFIX } from '../../functions/export-audit/contract.ts';
import { type AuditEntry, auditEntry, auditedEntities } from '../../functions/shared/domain/audit.ts';
import {
  type AuditBreak,
  auditBreaks,
  type LateRecord,
  lateRecords,
} from '../../functions/shared/domain/audit-check.ts';
import { type Fact, fact } from '../../functions/shared/domain/history.ts';
import { copiesInFolder } from './copies-in-folder.ts';

/** Where a case is read from. */
export interface AuditSource {
  readonly dynamodb: DynamoDBClient;
  /** Where the locked copies are asked for; undefined where nobody answers for them. */
  readonly s3: S3Client | undefined;
  /** The data folder of a local system, which holds them too. */
  readonly folder?: string | undefined;
  readonly table: string;
  readonly stage: string;
}

export interface AuditedCase {
  readonly caseId: string;
  readonly facts: readonly Fact[];
  readonly entries: readonly AuditEntry[];
  /** Whether the locked copies were compared. */
  readonly copiesCompared: boolean;
  readonly breaks: readonly AuditBreak[];
  /** Records that were written long after the time they state. */
  readonly late: readonly LateRecord[];
}

type Item = Readonly<Record<string, unknown>>;

/** Reads all that is on record of a case and checks it. @throws Error when there is no such case */
export async function auditCase(source: AuditSource, caseId: string): Promise<AuditedCase> {
  const items = await partition(source, `CASE#${caseId}`);
  const exported = await copies(source, caseId);
  if (items.length === 0 && !exported?.length) throw new Error(`there is no case ${caseId} in ${source.table}`);
  const entities: ReadonlySet<unknown> = new Set(auditedEntities);
  const entries = items.filter(({ entity }) => entity === 'audit').map((item) => auditEntry.parse(item));
  const records = items.filter(({ entity }) => entities.has(entity));
  return {
    caseId,
    facts: items.filter(({ entity }) => entity === 'fact').map((item) => fact.parse(item)),
    entries,
    copiesCompared: exported !== undefined,
    breaks: auditBreaks({ entries, records, exported }),
    late: lateRecords({ entries, records }),
  };
}

async function partition({ dynamodb, table }: AuditSource, pk: string): Promise<Item[]> {
  const items: Item[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page = await dynamodb.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: pk } },
        ConsistentRead: true,
        ExclusiveStartKey: start,
      }),
    );
    items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}

async function copies({ s3, folder, stage }: AuditSource, caseId: string): Promise<readonly AuditEntry[] | undefined> {
  if (s3 !== undefined) return copiesOf(s3, stage, caseId);
  return folder === undefined ? undefined : copiesInFolder(folder, stage, caseId);
}

/** The copies as they were first put: a later version is somebody else's. Undefined where the stage has no such bucket. */
async function copiesOf(s3: S3Client, stage: string, caseId: string): Promise<readonly AuditEntry[] | undefined> {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const bucket = Buckets.find(({ Name }) => Name?.startsWith(`sales-sop-${stage}-audit`))?.Name;
  if (bucket === undefined) return undefined;
  const first = new Map<string, { version: string | undefined; at: number }>();
  let markers: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (markers !== undefined) {
    const page: Awaited<ReturnType<typeof versions>> = await versions(s3, bucket, `${PREFIX}${caseId}/`, markers);
    for (const { Key, VersionId, LastModified } of page.Versions ?? []) {
      const at = LastModified?.getTime() ?? 0;
      // Newest first within a key: of two of one second, the later in the list is the older.
      if (Key !== undefined && at <= (first.get(Key)?.at ?? Number.POSITIVE_INFINITY))
        first.set(Key, { version: VersionId, at });
    }
    markers = page.IsTruncated
      ? {
          ...(page.NextKeyMarker !== undefined && { KeyMarker: page.NextKeyMarker }),
          ...(page.NextVersionIdMarker !== undefined && { VersionIdMarker: page.NextVersionIdMarker }),
        }
      : undefined;
  }
  return Promise.all(
    [...first].map(async ([Key, { version }]) => {
      const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key, VersionId: version }));
      return auditEntry.parse(JSON.parse((await object.Body?.transformToString()) ?? 'null'));
    }),
  );
}

function versions(s3: S3Client, Bucket: string, Prefix: string, markers: object) {
  return s3.send(new ListObjectVersionsCommand({ Bucket, Prefix, ...markers }));
}
