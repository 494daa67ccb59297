import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** Runs a module on the runtime in a process of its own, as Lambda does, and gives the log lines it wrote. */
function run(program: string, env: Record<string, string> = {}): { lines: Record<string, unknown>[]; answer: unknown } {
  const runtime = new URL('../../../../functions/shared/', import.meta.url).href;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module-typescript', '--eval', program.replaceAll('RUNTIME', runtime)],
    {
      encoding: 'utf8',
      env: {
        POWERTOOLS_SERVICE_NAME: 'sop-test',
        POWERTOOLS_METRICS_NAMESPACE: 'SalesSop',
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        ...env,
      },
    },
  );
  // Errors go to the other stream; Lambda's log takes both.
  const lines = `${stdout}\n${stderr}`
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): Record<string, unknown> => JSON.parse(line));
  const answers = lines.filter((line) => 'answer' in line);
  if (answers.length === 0) throw new Error(stderr);
  return { lines: lines.filter((line) => !('answer' in line)), answer: answers.at(-1)?.answer };
}

const prelude = `
  import * as z from 'zod/mini';
  import { workflowTask } from 'RUNTIMEruntime/workflow-task.ts';
  import { changeBatch } from 'RUNTIMEruntime/change-batch.ts';
  import { observer } from 'RUNTIMEruntime/observer.ts';
  import { SopError } from 'RUNTIMEdomain/errors.ts';
  const env = z.object({ RECORDS_TABLE: z.string() });
  const context = { awsRequestId: 'r-1', functionName: 'f', getRemainingTimeInMillis: () => REMAINING };
  const print = (answer) => console.log(JSON.stringify({ answer }));
  const call = (handler, event) => handler(event, context).then(print, (error) => print([error.name, error.message]));
`;
const task = (body: string, remaining = 5000): string => `${prelude.replace('REMAINING', String(remaining))}
  const contract = { env, input: z.object({ caseId: z.string() }), output: z.object({ done: z.boolean() }) };
  ${body}`;
const settings = { RECORDS_TABLE: 'records' };

describe('the clock of the stage', () => {
  it.each([
    ['China’s', {}, '2026-12-01T20:00'],
    ['the one its environment names', { TIME_ZONE: 'Europe/Berlin' }, '2026-12-01T13:00'],
  ])('is %s', (_, zone, shown) => {
    const program = task(`
      const { localTime } = await import('RUNTIMEdomain/local-clock.ts');
      const shown = z.object({ shown: z.string() });
      const run = async () => ({ shown: localTime(new Date('2026-12-01T12:00:00Z')) });
      await call(workflowTask({ ...contract, output: shown }, { wire: () => ({}), run }), { caseId: 'AD-1' });`);
    expect(run(program, { ...settings, ...zone }).answer).toEqual({ shown });
  });
});

describe('a function that a state machine calls', () => {
  it('is wired once, and writes its facts as a log line and a metric each', () => {
    // when
    const { lines, answer } = run(
      task(`
      let wired = 0;
      const handler = workflowTask(contract, {
        wire: (env) => ({ table: env.RECORDS_TABLE, wired: (wired += 1) }),
        run: async (world, { caseId }) => {
          observer.fact({ caseId, id: 'x', at: 'x', type: 'task.refused-attempt', by: 'li.na', detail: { a: 'secret' } });
          return { done: world.table === 'records' && world.wired === 1 };
        },
      });
      await handler({ caseId: 'AD-1' }, context);
      await call(handler, { caseId: 'AD-1' });`),
      settings,
    );
    // then
    expect(answer).toEqual({ done: true });
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatchObject({
      level: 'INFO',
      message: 'task.refused-attempt',
      service: 'sop-test',
      caseId: 'AD-1',
      function_request_id: 'r-1',
      cold_start: true,
    });
    expect(lines[2]).toMatchObject({ cold_start: false });
    expect(JSON.stringify(lines)).not.toMatch(/li\.na|secret/);
    expect(lines[1]).toMatchObject({
      _aws: {
        CloudWatchMetrics: [
          {
            Namespace: 'SalesSop',
            Dimensions: [['service']],
            Metrics: [{ Name: 'TaskRefusedAttempt', Unit: 'Count' }],
          },
        ],
      },
      service: 'sop-test',
      TaskRefusedAttempt: 1,
    });
  });

  it.each([
    [
      'a payload that breaks the contract',
      '{}',
      'async () => ({ done: true })',
      ['InputInvalid', expect.stringContaining('caseId')],
    ],
    ['a result that breaks it', "{ caseId: 'x' }", "async () => ({ done: 'yes' })", ['$ZodError', expect.anything()]],
    [
      'a business error',
      "{ caseId: 'x' }",
      "async () => { throw new SopError('CustomerNotEntered', 409, { zh: '', en: 'no' }); }",
      ['CustomerNotEntered', 'no'],
    ],
  ])('fails under a stable name on %s', (_, event, body, error) => {
    const { answer } = run(
      task(`await call(workflowTask(contract, { wire: () => ({}), run: ${body} }), ${event});`),
      settings,
    );
    expect(answer).toEqual(error);
  });

  it('logs the name of a failure, never its message', () => {
    const { lines } = run(
      task(
        `await call(workflowTask(contract, { wire: () => ({}), run: async () => { throw new TypeError('li.na@example.com'); } }), { caseId: 'x' });`,
      ),
      settings,
    );
    expect(lines).toMatchObject([{ level: 'ERROR', message: 'function.failed', failure: { name: 'TypeError' } }]);
    expect(JSON.stringify(lines)).not.toContain('example.com');
  });

  it('names the settings that are missing', () => {
    const { answer } = run(
      task(
        'await call(workflowTask(contract, { wire: () => ({}), run: async () => ({ done: true }) }), { caseId: "x" });',
      ),
    );
    expect(answer).toEqual(['EnvironmentInvalid', 'Environment variables missing or malformed: RECORDS_TABLE']);
  });

  it('fails as TransientFailure shortly before its time is up', () => {
    const { answer } = run(
      task(
        `await call(workflowTask(contract, { wire: () => ({}), run: () => new Promise(() => {}) }), { caseId: 'x' });`,
        150,
      ),
      settings,
    );
    expect(answer).toEqual(['TransientFailure', expect.anything()]);
  });
});

describe('a function that waits for changes', () => {
  it('takes all of a batch and reports each that fails, which keeps no other from being taken', () => {
    const { lines, answer } = run(
      task(`
      const seen = [];
      const handler = changeBatch({
        env,
        wire: () => ({}),
        change: async (world, { pk, sk, event }) => {
          seen.push([pk, sk, event].join());
          if (sk === '2') throw new RangeError('x');
        },
      });
      const record = (sk) => ({ messageId: 'm-' + sk, body: JSON.stringify({ pk: 'CASE#1', sk, event: 'INSERT' }) });
      const answer = await handler({ Records: ['1', '2', '3'].map(record) }, context);
      print({ answer, seen });`),
      settings,
    );
    expect(answer).toEqual({
      answer: { batchItemFailures: [{ itemIdentifier: 'm-2' }] },
      seen: ['CASE#1,1,INSERT', 'CASE#1,2,INSERT', 'CASE#1,3,INSERT'],
    });
    expect(lines).toMatchObject([{ level: 'ERROR', message: 'change.failed', failure: { name: 'RangeError' } }]);
  });

  it('reports what is no word of a change', () => {
    const { answer } = run(
      task(`
      const handler = changeBatch({ env, wire: () => ({}), change: async () => {} });
      const bodies = ['no JSON', '{}', '{"pk":"CASE#1","sk":"CASE","event":"REMOVE"}'];
      print(await handler({ Records: bodies.map((body, n) => ({ messageId: 'm-' + n, body })) }, context));`),
      settings,
    );
    expect(answer).toEqual({ batchItemFailures: [0, 1, 2].map((n) => ({ itemIdentifier: `m-${n}` })) });
  });
});
