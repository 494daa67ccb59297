import { execFile, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { driveCase } from '../../demo/drive-case.ts';
import { readFacts, straightThrough } from '../../demo/facts.ts';
import { type LocalRun, startLocalRun } from '../../local/run.ts';
import { synthesize } from '../../local/synthesize.ts';

const hasCli = spawnSync('aws', ['--version']).status === 0;
const operations = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');

const resource = z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).optional() });
const template = z.looseObject({ Resources: z.record(z.string(), resource) });
const functionCode = z.object({ FunctionName: z.string(), Code: z.object({ S3Key: z.string() }) });
const detail = z.object({ tasks: z.array(z.object({ step: z.object({ id: z.string() }) })) });

/** A release whose deliver-decision is out of order, and whose queues lose patience after a second; in a folder of its own. */
function brokenRelease(good: string, folder: string): string {
  cpSync(good, folder, { recursive: true });
  const file = join(folder, 'sales-sop-prod-workflows.template.json');
  const stack = template.parse(JSON.parse(readFileSync(file, 'utf8')));
  for (const { Type, Properties = {} } of Object.values(stack.Resources)) {
    const policy = z.looseObject({ maxReceiveCount: z.number() }).safeParse(Properties.RedrivePolicy);
    if (Type === 'AWS::SQS::Queue' && policy.success) {
      Properties.VisibilityTimeout = 1;
      Properties.RedrivePolicy = { ...policy.data, maxReceiveCount: 1 };
    }
    const { data } = functionCode.safeParse(Properties);
    if (data?.FunctionName === 'sales-sop-prod-deliver-decision') {
      const asset = join(folder, `asset.${data.Code.S3Key.replace('.zip', '')}`);
      writeFileSync(
        join(asset, 'index.mjs'),
        `export const handler = async () => { throw new Error('out of order'); };`,
      );
    }
  }
  writeFileSync(file, JSON.stringify(stack));
  return folder;
}

/** The blocks of commands under a heading of the operations page. */
function procedures(heading: string): readonly string[] {
  const section = operations.split(`### ${heading}\n`)[1]?.split('\n### ')[0] ?? '';
  return [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, commands = '']) => commands);
}

/** Left out, and said so in the summary, where the machine has no `aws` command. */
describe.skipIf(!hasCli)(
  'the procedures for decisions that were not delivered, as the operations page has them,',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'sales-sop-letters-'));
    const facts = straightThrough(readFacts(join(import.meta.dirname, '../../demo/facts.json'), new Date()));
    const { sales } = facts.case;
    let good: string;
    let run: LocalRun;

    beforeAll(async () => {
      good = await synthesize(() => {});
      const assemblyDir = brokenRelease(good, join(folder, 'broken'));
      run = await startLocalRun({ assemblyDir, dataDir: join(folder, 'data') });
    }, 240_000);

    afterAll(async () => {
      await run?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    /** Runs commands as the reader of the page does who has version 1 of the CLI. @returns what they print */
    async function shell(commands: string): Promise<string> {
      const toRun = `aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }\n${commands}`;
      const { stdout } = await promisify(execFile)('bash', ['-euc', toRun], {
        env: {
          ...process.env,
          AWS_ENDPOINT_URL: run.awsUrl,
          AWS_DEFAULT_REGION: run.region,
          AWS_DEFAULT_OUTPUT: 'json',
          AWS_ACCESS_KEY_ID: 'local',
          AWS_SECRET_ACCESS_KEY: 'local',
        },
      });
      return stdout;
    }

    /** How many messages the dead-letter queue holds. */
    async function undelivered(): Promise<string> {
      const QueueUrl = `${run.awsUrl}/000000000000/sales-sop-prod-undelivered-decisions`;
      const headers = { 'x-amz-target': 'AmazonSQS.GetQueueAttributes', 'content-type': 'application/x-amz-json-1.0' };
      const answer = await fetch(run.awsUrl, { method: 'POST', headers, body: JSON.stringify({ QueueUrl }) });
      const attributes = z.object({ Attributes: z.object({ ApproximateNumberOfMessages: z.string() }) });
      return attributes.parse(await answer.json()).Attributes.ApproximateNumberOfMessages;
    }

    const stepsOf = async (caseId: string) => {
      const headers = { authorization: `Bearer ${await run.token(sales)}` };
      const { tasks } = detail.parse(await (await fetch(`${run.appUrl}/cases/${caseId}`, { headers })).json());
      return tasks.map(({ step }) => step.id);
    };

    async function until(reached: () => Promise<boolean>): Promise<void> {
      for (let round = 0; round < 300; round += 1) {
        if (await reached()) return;
        await pause(100);
      }
      throw new Error(`It never came to that: ${reached}`);
    }

    /** A case whose first task is decided, to no effect. @returns its id and the task's */
    async function decidedInVain(): Promise<{ caseId: string; taskId: string }> {
      const system = { appUrl: run.appUrl, token: (user: string) => run.token(user), pause: () => pause(20) };
      const { caseId } = await driveCase(system, facts, () => {}, '2');
      const list = z.object({ items: z.array(z.object({ id: z.string() })) });
      const { items } = list.parse(await (await ask('GET', `/tasks?case=${caseId}`)).json());
      const taskId = items[0]?.id ?? '';
      expect((await ask('POST', `/tasks/${taskId}/decision`, facts.decisions['2']?.[0])).status).toBe(200);
      // two words: the decision, and the plan it made
      await until(async () => (await undelivered()) === '2');
      expect(await stepsOf(caseId)).toEqual([]);
      return { caseId, taskId };
    }

    it('bring one to its case that lies in the dead-letter queue, and one whose message is gone', async () => {
      // given two decisions that could not be delivered, and the message of one purged
      const forgotten = await decidedInVain();
      await shell(`aws sqs purge-queue --queue-url ${run.awsUrl}/000000000000/sales-sop-prod-undelivered-decisions`);
      const kept = await decidedInVain();
      // when the release is mended and the page's commands are typed
      await run.close();
      run = await startLocalRun({ assemblyDir: good, dataDir: join(folder, 'data') });
      const [move = '', say = ''] = procedures('A decision was not delivered');
      const printed = await shell(move);
      // then
      expect(printed).toContain('"Status": "COMPLETED"');
      await until(async () => (await stepsOf(kept.caseId)).join() === '3');
      expect(await undelivered()).toBe('0');
      expect(await stepsOf(forgotten.caseId)).toEqual([]);
      // and when the other is said again
      const [, step = '', entered = ''] = forgotten.taskId.split('.');
      await shell(say.replace('CASE-ID', forgotten.caseId).replace('STEP#ENTERED', `${step}#${entered}`));
      await until(async () => (await stepsOf(forgotten.caseId)).join() === '3');
    }, 240_000);

    async function ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Response> {
      const headers = { authorization: `Bearer ${await run.token(sales)}`, 'content-type': 'application/json' };
      return fetch(`${run.appUrl}${path}`, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    }
  },
);
