import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Executor, Invoke, Json } from '../local/asl/contract.ts';
import { openExecutor } from '../local/asl/executor.ts';
import { type Journal, volatileJournal } from '../local/asl/journal.ts';
import { openFileJournal } from '../local/asl/journal-file.ts';
import { systemClock } from '../local/clock.ts';
import { figure } from './figure.ts';

const EXECUTIONS = 3_000;
/** The best of these counts: others use the machine too. */
const ROUNDS = 3;
/** How many are under way at once. */
const CONCURRENT = 200;
const ALONE = 300;

/** The best public emulator on such a machine: not durable, 354 a second, 161 ms for one. */
const PUBLISHED = { perSecond: 354, milliseconds: 161 };

/** An order is priced, a large one discounted: Pass, Choice, Pass, Pass, Succeed. */
const PRICE_ORDER: Json = {
  QueryLanguage: 'JSONata',
  StartAt: 'Add up',
  States: {
    'Add up': {
      Type: 'Pass',
      Assign: { total: '{% $sum($states.input.lines.(quantity * price)) %}' },
      Output: '{% $states.input %}',
      Next: 'Large?',
    },
    'Large?': {
      Type: 'Choice',
      Choices: [
        { Condition: "{% $total > 10000 and $states.input.customer.kind = 'key-account' %}", Next: 'Discount' },
      ],
      Default: 'Plain',
    },
    Discount: { Type: 'Pass', Assign: { payable: '{% $round($total * 0.95, 2) %}' }, Next: 'Name it' },
    Plain: { Type: 'Pass', Assign: { payable: '{% $total %}' }, Next: 'Name it' },
    'Name it': {
      Type: 'Pass',
      Output: {
        order: '{% $states.input.number %}',
        customer: '{% $states.input.customer.name %}',
        lines: '{% $count($states.input.lines) %}',
        payable: '{% $payable %}',
      },
      Next: 'Done',
    },
    Done: { Type: 'Succeed' },
  },
};

/** The same question asked of a function. */
const ASK_FUNCTION: Json = {
  QueryLanguage: 'JSONata',
  StartAt: 'Review',
  States: {
    Review: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: {
        FunctionName: 'arn:aws:lambda:us-east-1:111111111111:function:review',
        Payload: { order: '{% $states.input.number %}', lines: '{% $states.input.lines %}' },
      },
      Output: '{% $states.result.Payload %}',
      Retry: [{ ErrorEquals: ['Lambda.TooManyRequestsException'], JitterStrategy: 'FULL' }],
      Next: 'Done',
    },
    Done: { Type: 'Succeed' },
  },
};

const INPUT = JSON.stringify({
  number: 'MBS-2026-000123',
  customer: { name: '美来尔工程技术(北京)有限公司', kind: 'key-account' },
  lines: [
    { position: '首页通栏', quantity: 7, price: 1800 },
    { position: '频道按钮', quantity: 14, price: 450 },
  ],
});

const review: Invoke = async () => ({ StatusCode: 200, ExecutedVersion: '$LATEST', Payload: '{"findings":[]}' });

/** Prints how many executions a second the executor finishes, and how long one takes alone. */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'executor-'));
  try {
    const memory = await perSecond(PRICE_ORDER, volatileJournal());
    const against = `${PUBLISHED.perSecond}/s of the best public emulator, not durable`;
    figure('executor.memory_per_s', memory, 'executions/s', { against, ratio: memory / PUBLISHED.perSecond });
    const durable = await perSecond(PRICE_ORDER, openFileJournal(join(folder, 'many')));
    figure('executor.durable_per_s', durable, 'executions/s', { against, ratio: durable / PUBLISHED.perSecond });
    const alone = await oneAlone(PRICE_ORDER, openFileJournal(join(folder, 'alone')));
    figure('executor.alone_ms', alone, 'ms', {
      against: `${PUBLISHED.milliseconds} ms of the best public emulator, not durable`,
      ratio: alone / PUBLISHED.milliseconds,
    });
    figure('executor.task_memory_per_s', await perSecond(ASK_FUNCTION, volatileJournal()), 'executions/s');
    const taskDurable = await perSecond(ASK_FUNCTION, openFileJournal(join(folder, 'task-many')));
    figure('executor.task_durable_per_s', taskDurable, 'executions/s');
    figure('executor.task_alone_ms', await oneAlone(ASK_FUNCTION, openFileJournal(join(folder, 'task-alone'))), 'ms');
    await reopening(join(folder, 'many'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const MACHINE_ARN = 'arn:aws:states:us-east-1:111111111111:stateMachine:bench';

function openWith(definition: Json, journal: Journal): Executor {
  const executor = openExecutor({ clock: systemClock, invoke: review, journal });
  executor.putStateMachine({
    stateMachineArn: MACHINE_ARN,
    name: 'bench',
    definition: JSON.stringify(definition),
  });
  return executor;
}

async function runOne(executor: Executor): Promise<void> {
  const { executionArn } = await executor.startExecution({ stateMachineArn: MACHINE_ARN, input: INPUT });
  const { status, error, cause } = await executor.finished(executionArn);
  if (status !== 'SUCCEEDED') throw new Error(`An execution ended ${status}: ${error} ${cause}`);
}

/** From the first start to the last end of a round, many under way at once. */
async function perSecond(definition: Json, journal: Journal): Promise<number> {
  const executor = openWith(definition, journal);
  for (let warming = 0; warming < 500; warming++) await runOne(executor);
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    let left = EXECUTIONS;
    const began = performance.now();
    await Promise.all(
      Array.from({ length: CONCURRENT }, async () => {
        while (left-- > 0) await runOne(executor);
      }),
    );
    best = Math.max(best, (1000 * EXECUTIONS) / (performance.now() - began));
  }
  await executor.close();
  return best;
}

/** The median of one at a time, from start to end. */
async function oneAlone(definition: Json, journal: Journal): Promise<number> {
  const executor = openWith(definition, journal);
  const times: number[] = [];
  for (let index = 0; index < ALONE; index++) {
    const began = performance.now();
    await runOne(executor);
    times.push(performance.now() - began);
  }
  await executor.close();
  return times.sort((a, b) => a - b)[ALONE / 2] ?? 0;
}

/** How long it takes to be there again, with the finished executions of the measurement before. */
async function reopening(folder: string): Promise<void> {
  const began = performance.now();
  const executor = openExecutor({ clock: systemClock, invoke: review, journal: openFileJournal(folder) });
  const milliseconds = performance.now() - began;
  const finished = executor.listExecutions(MACHINE_ARN, 'SUCCEEDED').length;
  await executor.close();
  figure('executor.reopen_ms', milliseconds, `ms with ${finished} finished executions`);
}
