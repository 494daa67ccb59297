import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { type RecordsTable, recordsTable } from '../../functions/shared/adapters/records-table.ts';
import { type Backend, type BackendKind, startBackend } from '../../local/services/dynamodb/backend-process.ts';

/** A DynamoDB that tests run on: the native emulator, or AWS's own DynamoDB Local. */
export interface Engine {
  readonly kind: BackendKind;
  /** For titles of tests; says what is missing where it cannot run. */
  readonly title: string;
  readonly available: boolean;
}

const native = existsSync(
  new URL(`../../node_modules/@dynoxide/${process.platform}-${process.arch}/dynoxide`, import.meta.url),
);
const java = spawnSync('java', ['-version']).status === 0;

export const engines: readonly Engine[] = [
  { kind: 'native', title: `the native emulator${native ? '' : ' (no binary for this platform)'}`, available: native },
  { kind: 'java', title: `DynamoDB Local${java ? '' : ' (needs Java)'}`, available: java },
];

export interface TestDatabase {
  readonly backend: Backend;
  /** A new, empty Records table, as the data model lays it out. */
  table(): Promise<RecordsTable>;
  stop(): Promise<void>;
}

/** Starts `engine` on a folder of its own. Stop it after the tests. */
export async function startDatabase({ kind }: Engine): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'sales-sop-database-'));
  const backend = await startBackend(folder, kind);
  const config = {
    endpoint: backend.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    // A race is only one when everybody is on the line at once.
    requestHandler: { httpAgent: { keepAlive: true, maxSockets: 256 } },
  };
  const tables: RecordsTable[] = [];
  return {
    backend,
    async table() {
      const table = recordsTable(`records-${tables.length + 1}`, config);
      tables.push(table);
      await table.client.send(new CreateTableCommand({ TableName: table.name, ...layout }));
      return table;
    },
    async stop() {
      for (const { client } of tables) client.destroy();
      await backend.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const index = (name: string, hash: string, range: string, projection: 'ALL' | 'KEYS_ONLY') => ({
  IndexName: name,
  KeySchema: [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ],
  Projection: { ProjectionType: projection },
});

/** `docs/data-model.md`; a test of the infrastructure holds the template against the same page. */
const layout: Omit<CreateTableCommandInput, 'TableName'> = {
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: ['pk', 'sk', 'queue', 'queueOrder', 'personQueue', 'personOrder', 'sweepShard', 'sweepAt'].map(
    (AttributeName) => ({ AttributeName, AttributeType: 'S' }),
  ),
  GlobalSecondaryIndexes: [
    index('byQueue', 'queue', 'queueOrder', 'ALL'),
    index('byPerson', 'personQueue', 'personOrder', 'ALL'),
    index('bySweep', 'sweepShard', 'sweepAt', 'KEYS_ONLY'),
  ],
};
