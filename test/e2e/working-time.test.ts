import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { noticeOf } from '../../bench/race/contenders.ts';
import { forecastTable } from '../../bin/sla/forecast-table.ts';
import { driveCase } from '../../demo/drive-case.ts';
import { readFacts, straightThrough } from '../../demo/facts.ts';
import { toItem } from '../../functions/shared/adapters/item.ts';
import { taskKey } from '../../functions/shared/adapters/keys.ts';
import { recordsTable } from '../../functions/shared/adapters/records-table.ts';
import { chinaCalendar } from '../../functions/shared/domain/china-calendar.ts';
import { type LocalRun, startLocalRun } from '../../local/run.ts';
import { synthesize } from '../../local/synthesize.ts';

const task = z.object({ id: z.string(), step: z.object({ id: z.string() }) }).loose();
const DAY = 86_400_000;

/** The running system with a case whose contract zhang.wei should have reviewed days ago. */
describe('a late task, on the synthesized stacks', () => {
  let run: LocalRun;
  let taskId: string;
  let caseId: string;
  const dataDir = mkdtempSync(join(tmpdir(), 'sales-sop-sla-'));
  const facts = straightThrough(readFacts(join(import.meta.dirname, '../../demo/facts.json'), new Date()));
  const { assistant, sales } = facts.case;

  beforeAll(async () => {
    run = await startLocalRun({ assemblyDir: await synthesize(() => {}), dataDir });
    const system = { appUrl: run.appUrl, token: (user: string) => run.token(user), pause: () => pause(20) };
    caseId = (await driveCase(system, facts, () => {}, '6')).caseId;
    await run.settled();
    const { tasks } = z.object({ tasks: z.array(task) }).parse(await get(assistant, `/cases/${caseId}`));
    taskId = tasks.find(({ step }) => step.id === '6')?.id ?? '';
  }, 240_000);

  afterAll(async () => {
    await run?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function get(user: string, path: string): Promise<unknown> {
    const response = await fetch(`${run.appUrl}${path}`, {
      headers: { authorization: `Bearer ${await run.token(user)}` },
    });
    expect(response.status).toBe(200);
    return response.json();
  }

  function table() {
    return recordsTable(run.physicalName('AWS::DynamoDB::Table', 'RecordsTable'), {
      endpoint: run.awsUrl,
      region: run.region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  }

  /** As if the task had been opened so long ago. */
  async function age(milliseconds: number): Promise<void> {
    const { client, name } = table();
    const { pk = '', sk = '' } = taskKey(taskId) ?? {};
    const since = new Date(Date.now() - milliseconds).toISOString();
    await client.send(
      new UpdateItemCommand({
        TableName: name,
        Key: toItem({ pk, sk }),
        UpdateExpression: 'SET openedAt = :since, sweepAt = :since, sla = :sla',
        ExpressionAttributeValues: toItem({ ':since': since, ':sla': { counted: 0, since, done: [] } }),
      }),
    );
  }

  it('is forecast, brought to the supervisor, and given to them, each with its mail', async () => {
    const now = new Date().toISOString();
    const until = new Date(Date.now() + 60 * DAY).toISOString();
    const ahead = await forecastTable(table(), chinaCalendar, { from: now, until });
    const own = ahead.filter((foreseen) => foreseen.task.id === taskId);
    expect(own.map(({ act }) => act)).toEqual(['remind', 'remind', 'escalate', 'reassign']);
    const email = (user: string) => run.people.find((person) => person.user === user)?.email ?? '';
    const old = await noticeOf(run, email(assistant), caseId);
    const supervisor = own.at(-1)?.to[0] ?? '';

    // given a fortnight has passed
    await age(14 * DAY);
    // when
    for (const sweep of ['sweeptasks', 'sweepinbox']) {
      const { functionError } = await run.invoke(run.physicalName('AWS::Lambda::Function', sweep), {});
      expect(functionError).toBeUndefined();
      await run.settled();
    }
    // then
    expect(await get(sales, `/cases/${caseId}`)).toMatchObject({
      tasks: expect.arrayContaining([
        expect.objectContaining({ id: taskId, assignee: supervisor, attempt: 2, escalation: expect.anything() }),
      ]),
    });
    const subjects = run.mailbox.list(email(supervisor)).map(({ subject }) => subject);
    expect(subjects).toContainEqual(expect.stringContaining('逾期上报：审核合同'));
    expect((await fetch(old.link)).status).toBe(410);
    const { link } = await noticeOf(run, email(supervisor), caseId);
    const decided = await fetch(link, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ outcome: 'meets', comment: '' }),
    });
    expect(decided.status).toBe(303);
    await run.settled();
    expect(await get(supervisor, `/tasks/${taskId}`)).toMatchObject({ decision: { by: supervisor, via: 'link' } });
  });
});
