/** `npm run reindex`: makes the index of customers anew while people go on working, and shows how far it is. */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { SFNClient } from '@aws-sdk/client-sfn';
import { indexStates } from '../functions/shared/adapters/index-states.ts';
import { progressOf } from './reindex/progress.ts';
import { startReindexing, statusOf } from './reindex/start-reindexing.ts';
import { onTable } from './table-source.ts';

const usage = `npm run --silent reindex [-- options]

  --status         只显示进度，不启动 · shows how far it is, starts nothing
  --endpoint URL   正在运行的本机系统 · a running local system's AWS endpoint (http://127.0.0.1:4566)
  --aws            AWS 账号，按 AWS CLI 的设置 · the AWS account your AWS CLI is set up for
  --stage NAME     阶段 · the stage (prod)

It can be broken off at any time: the state machine goes on, and started again this shows the same run.
`;

/** How often progress is looked at, in milliseconds. */
const EVERY = 2_000;

const localEndpoint = 'http://127.0.0.1:4566';

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      status: { type: 'boolean', default: false },
      endpoint: { type: 'string' },
      aws: { type: 'boolean', default: false },
      stage: { type: 'string', default: 'prod' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const { stage, endpoint, aws } = values;
  return onTable({ stage, endpoint, aws }, async (table) => {
    const states = indexStates(table);
    let shown = '';
    const show = async (): Promise<void> => {
      const line = progressOf(await states.get());
      if (line !== shown) process.stdout.write(`${line}\n`);
      shown = line;
    };
    await show();
    if (values.status) return 0;
    const { region, credentials } = table.client.config;
    const machines = new SFNClient({ region, credentials, ...(aws ? {} : { endpoint: endpoint ?? localEndpoint }) });
    const execution = await startReindexing(machines, stage);
    process.stdout.write(`${execution}\n`);
    for (;;) {
      await pause(EVERY);
      const status = await statusOf(machines, execution);
      await show();
      if (status === 'SUCCEEDED') return 0;
      if (status !== 'RUNNING') throw new Error(`${execution}: ${status}`);
    }
  });
}
