/** `npm run --silent audit -- CASE`: prints what happened in a case and checks that nothing was removed or altered since. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { lockDataDir } from '../local/data-lock.ts';
import { startBackend } from '../local/services/dynamodb/backend-process.ts';
import { auditCase } from './audit/audit-case.ts';
import { report } from './audit/report.ts';

const usage = `npm run --silent audit -- CASE [options]

  --endpoint URL   正在运行的本机系统 · a running local system's AWS endpoint (http://127.0.0.1:4566)
  --data DIR       已停止的本机系统的数据目录 · the data folder of a local system that is stopped
  --aws            AWS 账号，按 AWS CLI 的设置 · the AWS account your AWS CLI is set up for
  --stage NAME     阶段 · the stage (prod)
  --json           每行一个 JSON · one JSON object per line

Exit code 0: nothing was removed or altered. 1: something was, or the case could not be read.
`;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      endpoint: { type: 'string' },
      data: { type: 'string' },
      aws: { type: 'boolean', default: false },
      stage: { type: 'string', default: 'prod' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [caseId, ...more] = positionals;
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (caseId === undefined || more.length > 0) throw new Error(usage);
  const at = [values.endpoint, values.data, values.aws || undefined].filter((value) => value !== undefined);
  if (at.length > 1) throw new Error(`--endpoint, --data and --aws exclude each other\n\n${usage}`);
  const table = `sales-sop-${values.stage}-records`;
  const finish = async (config: object, withCopies: boolean): Promise<number> => {
    const dynamodb = new DynamoDBClient(config);
    const s3 = withCopies ? new S3Client({ ...config, forcePathStyle: true }) : undefined;
    const audited = await auditCase({ dynamodb, s3, table, stage: values.stage }, caseId);
    process.stdout.write(report(audited, values.json));
    return audited.breaks.length === 0 ? 0 : 1;
  };
  if (values.aws) return finish({}, true);
  if (values.data !== undefined) return onFolder(values.data, (config) => finish(config, false));
  return finish(local(values.endpoint ?? 'http://127.0.0.1:4566'), true);
}

/** Starts the database on the folder for as long as `work` takes. */
async function onFolder(folder: string, work: (config: object) => Promise<number>): Promise<number> {
  const unlock = lockDataDir(folder);
  const backend = await startBackend(join(folder, 'dynamodb'), 'auto');
  try {
    return await work(local(backend.url));
  } finally {
    await backend.stop();
    unlock();
  }
}

function local(endpoint: string): object {
  return { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}
