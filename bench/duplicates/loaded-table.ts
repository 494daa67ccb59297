import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createGzip } from 'node:zlib';
import { postingItems } from '../../functions/shared/adapters/customer-index.ts';
import { toItem } from '../../functions/shared/adapters/item.ts';
import { postingsOf } from '../../functions/shared/domain/matching/blocking-rules.ts';
import { readFacts } from '../../functions/shared/domain/matching/customer-facts.ts';
import { itemBytes } from './item-bytes.ts';
import { registeredNames } from './register-names.ts';

export const generation = '1';
export const tableName = 'Records';

/** What the items of a register come to. */
export interface LoadedTable {
  readonly customers: number;
  readonly postings: number;
  /** Bytes DynamoDB bills for the index items, 100 per item included. */
  readonly indexBytes: number;
  /** Write units of the index items of one customer in a transaction, mean. */
  readonly writeUnits: number;
}

export const exactKey = (name: string): string => `EXACT#${name.toLowerCase()}`;

/** Lays the items of the first `count` names out as a DynamoDB export and imports it into the native emulator's file. */
export async function loadTable(folder: string, names: string | undefined, count: number): Promise<LoadedTable> {
  const data = join(folder, 'export', tableName, 'data');
  await mkdir(data, { recursive: true });
  const packed = createGzip({ level: 1 });
  const file = packed.pipe(createWriteStream(join(data, 'items.json.gz')));
  let customers = 0;
  let postings = 0;
  let indexBytes = 0;
  let writeUnits = 0;
  for await (const { id, ...facts } of registeredNames(names, count)) {
    const items = postingItems(generation, postingsOf(id, readFacts(facts)));
    customers++;
    postings += items.length;
    for (const item of items) {
      const bytes = itemBytes(item);
      indexBytes += bytes + 100;
      writeUnits += 2 * Math.ceil(bytes / 1024);
    }
    const exact = toItem({ pk: exactKey(facts.name), sk: id, n: facts.name });
    const lines = [...items, exact].map((item) => `${JSON.stringify({ Item: item })}\n`).join('');
    if (!packed.write(lines)) await once(packed, 'drain');
  }
  packed.end();
  await once(file, 'finish');
  await importInto(folder);
  return { customers, postings, indexBytes, writeUnits: writeUnits / customers };
}

const description = {
  Table: {
    TableName: tableName,
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    TableStatus: 'ACTIVE',
    ItemCount: 0,
    TableSizeBytes: 0,
    TableArn: `arn:aws:dynamodb:eu-west-1:000000000000:table/${tableName}`,
    CreationDateTime: 1_700_000_000,
  },
};

/** The file the local run's emulator keeps in its folder. */
const databaseFile = (folder: string): string => join(folder, 'native.db');

/** The native emulator's binary; undefined where its package is not installed for this platform. */
function emulatorBinary(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve(
      `@dynoxide/${process.platform}-${process.arch}/package.json`,
    );
    return join(dirname(manifest), 'dynoxide');
  } catch {
    return undefined;
  }
}

async function importInto(folder: string): Promise<void> {
  const binary = emulatorBinary();
  if (binary === undefined)
    throw new Error('this bench needs the native emulator, which has no package for this platform');
  const schema = join(folder, 'schema.json');
  await writeFile(schema, JSON.stringify(description));
  const source = join(folder, 'export');
  const child = spawn(
    binary,
    ['import', '--source', source, '--schema', schema, '--output', databaseFile(folder), '--force'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the emulator could not import the register: ${said}`);
  await rm(source, { recursive: true });
}
