import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { noticeOf } from '../../bench/race/contenders.ts';
import { straightThrough } from '../../demo/facts.ts';
import { demoFacts, onTheStacks } from '../support/on-the-stacks.ts';

const task = z.object({ id: z.string(), attempt: z.number(), step: z.object({ id: z.string() }) }).loose();

/** The running system with a case whose contract zhang.wei is to review. */
describe('passing tasks on, on the synthesized stacks', () => {
  const stacks = onTheStacks();
  let caseId: string;
  let taskId: string;
  let colleague: string;
  let colleaguesMail: string;
  const facts = straightThrough(demoFacts());
  const { assistant } = facts.case;

  beforeAll(async () => {
    caseId = await stacks.caseAt('6', facts);
    const { tasks } = z.object({ tasks: z.array(task) }).parse((await call(assistant, 'GET', `/cases/${caseId}`)).body);
    taskId = tasks.find(({ step }) => step.id === '6')?.id ?? '';
    const other = stacks.run.people.find(({ user, groups }) => groups.includes('assistant') && user !== assistant);
    colleague = other?.user ?? '';
    colleaguesMail = other?.email ?? '';
  }, 240_000);

  async function call(user: string, method: string, path: string, body?: unknown) {
    const response = await stacks.ask(user, method, path, body);
    return { status: response.status, body: z.record(z.string(), z.unknown()).parse(await response.json()) };
  }

  /** What the schedule does each minute. */
  async function sweep(): Promise<void> {
    const { functionError } = await stacks.run.invoke(
      stacks.run.physicalName('AWS::Lambda::Function', 'sweepinbox'),
      {},
    );
    expect(functionError).toBeUndefined();
    await stacks.run.settled();
  }

  it('who a task is delegated to is mailed and decides on behalf; the old link is dead', async () => {
    const email = stacks.run.people.find(({ user }) => user === assistant)?.email ?? '';
    const old = await noticeOf(stacks.run, email, caseId);
    expect(await call(assistant, 'POST', `/tasks/${taskId}/delegation`, { to: colleague })).toMatchObject({
      status: 200,
      body: { assignee: colleague, onBehalfOf: [assistant], attempt: 2 },
    });
    expect((await fetch(old.link)).status).toBe(410);
    // when
    await sweep();
    // then
    const { link } = await noticeOf(stacks.run, colleaguesMail, caseId);
    expect((await fetch(link)).status).toBe(200);
    const decided = await fetch(link, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ outcome: 'meets', comment: '' }),
    });
    expect(decided.status).toBe(303);
    await stacks.run.settled();
    const { body } = await call(assistant, 'GET', `/tasks/${taskId}`);
    expect(body.decision).toMatchObject({ by: colleague, onBehalfOf: [assistant], via: 'link' });
  });

  it('a task that falls to somebody away goes to their substitute; a mention is mailed', async () => {
    const away = { from: '2020-01-01T00:00:00Z', to: '2020-06-01T00:00:00Z', substitute: colleague };
    expect((await call(assistant, 'PUT', '/people/me/absence', away)).status).toBe(422);
    const now = Date.now();
    const today = { from: new Date(now - 60_000).toISOString(), to: new Date(now + 86_400_000).toISOString() };
    expect((await call(assistant, 'PUT', '/people/me/absence', { ...today, substitute: colleague })).status).toBe(200);
    const { tasks } = z
      .object({ tasks: z.array(task) })
      .parse((await call(facts.case.sales, 'GET', `/cases/${caseId}`)).body);
    const confirming = tasks.find(({ step }) => step.id === '8')?.id ?? '';
    // when code 8 is done, code 22 falls to the assistant
    await call(facts.case.sales, 'POST', `/tasks/${confirming}/decision`, { outcome: 'confirmed' });
    await stacks.run.settled();
    // then
    const next = z
      .object({ tasks: z.array(task) })
      .parse((await call(facts.case.sales, 'GET', `/cases/${caseId}`)).body)
      .tasks.find(({ step }) => step.id === '22');
    expect(next).toMatchObject({ assignee: colleague, onBehalfOf: [assistant], attempt: 1 });
    // when
    const text = `@${colleague} 请按新的日期填写。`;
    expect((await call(facts.case.sales, 'POST', `/tasks/${next?.id}/comments`, { text })).status).toBe(201);
    await sweep();
    // then
    expect(stacks.run.mailbox.list(colleaguesMail).map(({ subject }) => subject)).toContainEqual(
      expect.stringContaining('提到了您'),
    );
  });
});
