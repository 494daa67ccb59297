import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { RecordsTable } from '../functions/shared/adapters/records-table.ts';
import { lockDataDir } from '../local/data-lock.ts';
import { startBackend } from '../local/services/dynamodb/backend-process.ts';

/** Where a command finds the records: a running local system, the data folder of a stopped one, or AWS. */
export interface TableSource {
  readonly endpoint?: string | undefined;
  readonly data?: string | undefined;
  readonly aws?: boolean | undefined;
  readonly stage: string;
}

/** The options by which a command is told, for its usage. */
export const sourceUsage = `  --endpoint URL   正在运行的本机系统 · a running local system's AWS endpoint (http://127.0.0.1:4566)
  --data DIR       已停止的本机系统的数据目录 · the data folder of a local system that is stopped
  --aws            AWS 账号，按 AWS CLI 的设置 · the AWS account your AWS CLI is set up for
  --stage NAME     阶段 · the stage (prod)
`;

/** What else of the system is at hand there. */
export interface TableSurroundings {
  /** For the clients of other services. */
  readonly config: object;
  /** The data folder of the local system that is stopped. */
  readonly folder?: string;
}

/**
 * Does `work` on the Records table there.
 * @throws Error when more than one place is named, the folder is none or in use, or nothing answers at the endpoint
 */
export async function onTable<Result>(
  { endpoint, data, aws, stage }: TableSource,
  work: (table: RecordsTable, surroundings: TableSurroundings) => Promise<Result>,
): Promise<Result> {
  if ([endpoint, data, aws === true ? aws : undefined].filter((value) => value !== undefined).length > 1) {
    throw new Error('--endpoint、--data、--aws 只能选一个 · --endpoint, --data and --aws exclude each other');
  }
  const at = async (config: object, folder?: string): Promise<Result> => {
    const client = new DynamoDBClient(config);
    try {
      const table = { client, name: `sales-sop-${stage}-records` };
      return await work(table, { config, ...(folder === undefined ? {} : { folder }) });
    } finally {
      client.destroy();
    }
  };
  if (aws === true) return at(asTheCli());
  if (data === undefined) return orSayWhere(endpoint ?? 'http://127.0.0.1:4566', at);
  if (!existsSync(join(data, 'dynamodb')))
    throw new Error(`${data} 不是本机系统的数据目录 · is no data folder of a local system`);
  const unlock = lockDataDir(data);
  try {
    const backend = await startBackend(join(data, 'dynamodb'), 'auto');
    try {
      return await at(local(backend.url), data);
    } finally {
      await backend.stop();
    }
  } finally {
    unlock();
  }
}

/** The CLI takes its region from one more variable than the SDK. */
function asTheCli(): object {
  const { AWS_REGION, AWS_DEFAULT_REGION: region } = process.env;
  return AWS_REGION === undefined && region !== undefined ? { region } : {};
}

async function orSayWhere<Result>(endpoint: string, work: (config: object) => Promise<Result>): Promise<Result> {
  try {
    return await work(local(endpoint));
  } catch (error) {
    if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'ECONNREFUSED') throw error;
    const said = `${endpoint} 没有应答：请先 npm start，或用 --data、--aws · nothing answers there: npm start first, or use --data or --aws`;
    throw new Error(said, { cause: error });
  }
}

function local(endpoint: string): object {
  return { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}
