import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DescribeExecutionCommand, RedriveExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { driveCase } from '../../demo/drive-case.ts';
import { readFacts, straightThrough } from '../../demo/facts.ts';
import { manualClock } from '../../local/manual-clock.ts';
import { type LocalRun, startLocalRun } from '../../local/run.ts';
import { synthesize } from '../../local/synthesize.ts';

const detail = z.object({
  case: z.object({ status: z.object({ id: z.string() }) }),
  tasks: z.array(
    z.object({ id: z.string(), attempt: z.number(), contentHash: z.string(), step: z.object({ id: z.string() }) }),
  ),
});
const openTaskResource = z.object({
  Properties: z.object({ FunctionName: z.literal('sales-sop-prod-open-task'), Code: z.object({ S3Key: z.string() }) }),
});

/** A release whose open-task is out of order at the steps of seal and order, in a folder of its own. */
function brokenRelease(good: string, folder: string): string {
  cpSync(good, folder, { recursive: true });
  const template = readFileSync(join(folder, 'sales-sop-prod-workflows.template.json'), 'utf8');
  const { Resources } = z.object({ Resources: z.record(z.string(), z.unknown()) }).parse(JSON.parse(template));
  const [openTask] = Object.values(Resources).flatMap((resource) => openTaskResource.safeParse(resource).data ?? []);
  const asset = join(folder, `asset.${openTask?.Properties.Code.S3Key.replace('.zip', '')}`);
  renameSync(join(asset, 'index.mjs'), join(asset, 'sound.mjs'));
  const broken = `import { handler as sound } from './sound.mjs';
    export const handler = async (event, context) => {
      if (event.step !== '23' && event.step !== '24') return sound(event, context);
      throw Object.assign(new Error('out of order'), { name: 'TransientFailure' });
    };`;
  writeFileSync(join(asset, 'index.mjs'), broken);
  return folder;
}

describe('a case that failed, on the synthesized stacks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sales-sop-redrive-'));
  const facts = straightThrough(readFacts(join(import.meta.dirname, '../../demo/facts.json'), new Date()));
  const { sales, assistant } = facts.case;
  const clock = manualClock(Date.now());
  let good: string;
  let run: LocalRun;

  beforeAll(async () => {
    good = await synthesize(() => {});
    const assemblyDir = brokenRelease(good, join(folder, 'broken'));
    run = await startLocalRun({ assemblyDir, dataDir: join(folder, 'data'), clock });
  }, 240_000);

  afterAll(async () => {
    await run?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const look = async (caseId: string) => {
    const headers = { authorization: `Bearer ${await run.token(sales)}` };
    return detail.parse(await (await fetch(`${run.appUrl}/cases/${caseId}`, { headers })).json());
  };
  const steps = ({ tasks }: z.infer<typeof detail>) =>
    tasks.map(({ step, attempt }) => `${step.id}/${attempt}`).toSorted();
  const mailsOf = (caseId: string) => run.mailbox.list().filter(({ subject }) => subject.includes(caseId));

  /** Lets time pass until `reached`; machine time goes on a second at a time. */
  async function until(reached: () => Promise<boolean>): Promise<void> {
    for (let round = 0; round < 600; round += 1) {
      if (await reached()) return;
      await pause(10);
      clock.advanceTo(clock.now() + 1000);
    }
    throw new Error('It never came to that');
  }

  async function decide(caseId: string, step: string, user: string): Promise<void> {
    const task = (await look(caseId)).tasks.find((open) => open.step.id === step);
    const { attempt, contentHash } = task ?? {};
    const answer = await fetch(`${run.appUrl}/tasks/${task?.id}/decision`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await run.token(user)}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...facts.decisions[step]?.[0], expect: { attempt, contentHash } }),
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
  }

  it('goes on where it failed once it is redriven: its open tasks are issued again, each mailed once', async () => {
    // given a release that fails at seal and order until the retries are out, while the ad's branch waits for somebody
    const system = {
      appUrl: run.appUrl,
      token: (user: string) => run.token(user),
      pause: async () => {
        await pause(10);
        clock.advanceTo(clock.now() + 20);
      },
    };
    const { caseId } = await driveCase(system, facts, () => {}, '22');
    await until(async () => steps(await look(caseId)).length === 2);
    const ad = (await look(caseId)).tasks.find(({ step }) => step.id !== '22');
    await decide(caseId, '22', assistant);
    await until(async () => (await look(caseId)).case.status.id === 'FAILED');
    await run.settled();
    expect((await look(caseId)).tasks).toEqual([]);
    const before = mailsOf(caseId).length;

    // when the release is mended, and the execution redriven from the console's or the CLI's button
    await run.close();
    run = await startLocalRun({ assemblyDir: good, dataDir: join(folder, 'data'), clock });
    const stepFunctions = new SFNClient({
      ...{ endpoint: run.awsUrl, region: run.region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } },
    });
    const machine = run.physicalName('AWS::StepFunctions::StateMachine', 'AdSales');
    const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:${caseId}`;
    expect(await stepFunctions.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: 'FAILED',
      error: 'TransientFailure',
    });
    await stepFunctions.send(new RedriveExecutionCommand({ executionArn }));

    // then it runs, and everybody has their task, mailed once
    await until(async () => steps(await look(caseId)).length === 3);
    await run.settled();
    const now = await look(caseId);
    expect(now.case.status.id).toBe('RUNNING');
    expect(now.tasks.find(({ id }) => id === ad?.id)?.attempt).toBe(2);
    expect(steps(now)).toEqual(expect.arrayContaining(['23/1', '24/1']));
    const told = mailsOf(caseId)
      .slice(0, -before)
      .map(({ to, subject }) => `${to.join()} ${subject}`);
    // two stamp, one adds the order, and whoever had the ad's task has it again
    expect(told).toHaveLength(4);
    expect(new Set(told).size).toBe(4);
    expect(told.filter((line) => /Review, sign and stamp|Add the order/.test(line))).toHaveLength(3);
    // and it goes on
    await decide(caseId, '24', assistant);
    await until(async () => steps(await look(caseId)).includes('25/1'));
  }, 240_000);
});
