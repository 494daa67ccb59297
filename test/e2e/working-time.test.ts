import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { noticeOf } from '../../bench/race/contenders.ts';
import { forecastTable } from '../../bin/sla/forecast-table.ts';
import { straightThrough } from '../../demo/facts.ts';
import { toItem } from '../../functions/shared/adapters/item.ts';
import { taskKey } from '../../functions/shared/adapters/keys.ts';
import { chinaCalendar } from '../../functions/shared/domain/china-calendar.ts';
import { demoFacts, onTheStacks } from '../support/on-the-stacks.ts';

const task = z.object({ id: z.string(), step: z.object({ id: z.string() }) }).loose();
const DAY = 86_400_000;

/** The running system with a case whose contract zhang.wei should have reviewed days ago. */
describe('a late task, on the synthesized stacks', () => {
  const stacks = onTheStacks();
  let taskId: string;
  let caseId: string;
  const facts = straightThrough(demoFacts());
  const { assistant, sales } = facts.case;

  beforeAll(async () => {
    caseId = await stacks.caseAt('6', facts);
    const { tasks } = z.object({ tasks: z.array(task) }).parse(await get(assistant, `/cases/${caseId}`));
    taskId = tasks.find(({ step }) => step.id === '6')?.id ?? '';
  }, 240_000);

  async function get(user: string, path: string): Promise<unknown> {
    const response = await stacks.ask(user, 'GET', path);
    expect(response.status).toBe(200);
    return response.json();
  }

  /** As if the task had been opened so long ago. */
  async function age(milliseconds: number): Promise<void> {
    const { client, name } = stacks.table();
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
    const ahead = await forecastTable(stacks.table(), chinaCalendar, { from: now, until });
    const own = ahead.filter((foreseen) => foreseen.task.id === taskId);
    expect(own.map(({ act }) => act)).toEqual(['remind', 'remind', 'escalate', 'reassign']);
    const email = (user: string) => stacks.run.people.find((person) => person.user === user)?.email ?? '';
    const old = await noticeOf(stacks.run, email(assistant), caseId);
    const supervisor = own.at(-1)?.to[0] ?? '';

    // given a fortnight has passed
    await age(14 * DAY);
    // when
    for (const sweep of ['sweeptasks', 'sweepinbox']) {
      const { functionError } = await stacks.run.invoke(stacks.run.physicalName('AWS::Lambda::Function', sweep), {});
      expect(functionError).toBeUndefined();
      await stacks.run.settled();
    }
    // then
    expect(await get(sales, `/cases/${caseId}`)).toMatchObject({
      tasks: expect.arrayContaining([
        expect.objectContaining({ id: taskId, assignee: supervisor, attempt: 2, escalation: expect.anything() }),
      ]),
    });
    const subjects = stacks.run.mailbox.list(email(supervisor)).map(({ subject }) => subject);
    expect(subjects).toContainEqual(expect.stringContaining('逾期上报：审核合同'));
    expect((await fetch(old.link)).status).toBe(410);
    const { link } = await noticeOf(stacks.run, email(supervisor), caseId);
    const decided = await fetch(link, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ outcome: 'meets', comment: '' }),
    });
    expect(decided.status).toBe(303);
    await stacks.run.settled();
    expect(await get(supervisor, `/tasks/${taskId}`)).toMatchObject({ decision: { by: supervisor, via: 'link' } });
  });
});
