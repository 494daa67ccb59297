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

/**
 * Does `work` on the Records table there.
 * @throws Error when more than one place is named, or the folder is in use
 */
export async function onTable<Result>(
  { endpoint, data, aws, stage }: TableSource,
  work: (table: RecordsTable) => Promise<Result>,
): Promise<Result> {
  if ([endpoint, data, aws === true ? aws : undefined].filter((value) => value !== undefined).length > 1) {
    throw new Error('--endpoint、--data、--aws 只能选一个 · --endpoint, --data and --aws exclude each other');
  }
  const at = async (config: object): Promise<Result> => {
    const client = new DynamoDBClient(config);
    try {
      return await work({ client, name: `sales-sop-${stage}-records` });
    } finally {
      client.destroy();
    }
  };
  if (aws === true) return at({});
  if (data === undefined) return at(local(endpoint ?? 'http://127.0.0.1:4566'));
  const unlock = lockDataDir(data);
  try {
    const backend = await startBackend(join(data, 'dynamodb'), 'auto');
    try {
      return await at(local(backend.url));
    } finally {
      await backend.stop();
    }
  } finally {
    unlock();
  }
}

function local(endpoint: string): object {
  return { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}
