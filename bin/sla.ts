/** `npm run --silent sla -- --at TIME`: what the working-time sweep would do until then, and when. Changes nothing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { calendarOf } from '../functions/shared/domain/calendar.ts';
import { lockDataDir } from '../local/data-lock.ts';
import { startBackend } from '../local/services/dynamodb/backend-process.ts';
import { forecastTable } from './sla/forecast-table.ts';
import { instantNamed, report } from './sla/report.ts';

const usage = `npm run --silent sla -- --at TIME [options]

  --at TIME        到何时为止 · until when: 2026-11-25, "2026-11-25 14:00", 2026-11-25T14:00:00+08:00
  --endpoint URL   正在运行的本机系统 · a running local system's AWS endpoint (http://127.0.0.1:4566)
  --data DIR       已停止的本机系统的数据目录 · the data folder of a local system that is stopped
  --aws            AWS 账号，按 AWS CLI 的设置 · the AWS account your AWS CLI is set up for
  --stage NAME     阶段 · the stage (prod)
  --calendar FILE  阶段的工作日历（JSON） · the stage's working calendar as JSON (China's)
  --json           每行一个 JSON · one JSON object per line
`;

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      at: { type: 'string' },
      endpoint: { type: 'string' },
      data: { type: 'string' },
      aws: { type: 'boolean', default: false },
      stage: { type: 'string', default: 'prod' },
      calendar: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  if (values.at === undefined) throw new Error(usage);
  const sources = [values.endpoint, values.data, values.aws || undefined].filter((value) => value !== undefined);
  if (sources.length > 1) throw new Error(`--endpoint, --data and --aws exclude each other\n\n${usage}`);
  const calendar = calendarOf(values.calendar === undefined ? undefined : readFileSync(values.calendar, 'utf8'));
  const until = instantNamed(values.at, calendar);
  const now = new Date().toISOString();
  const span = { from: now < until ? now : until, until };
  const show = async (config: object): Promise<void> => {
    const table = { client: new DynamoDBClient(config), name: `sales-sop-${values.stage}-records` };
    process.stdout.write(report(await forecastTable(table, calendar, span), calendar, values.json));
    table.client.destroy();
  };
  if (values.aws) return show({});
  if (values.data !== undefined) return onFolder(values.data, show);
  return show(local(values.endpoint ?? 'http://127.0.0.1:4566'));
}

/** Starts the database on the folder for as long as `work` takes. */
async function onFolder(folder: string, work: (config: object) => Promise<void>): Promise<void> {
  const unlock = lockDataDir(folder);
  try {
    const backend = await startBackend(join(folder, 'dynamodb'), 'auto');
    try {
      await work(local(backend.url));
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
