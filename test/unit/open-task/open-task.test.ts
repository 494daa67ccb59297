import { beforeEach, describe, expect, it } from 'vitest';
import type { Input } from '../../../functions/open-task/contract.ts';
import { openTask } from '../../../functions/open-task/open-task.ts';
import { contentHash } from '../../../functions/shared/domain/content-hash.ts';
import type { Fact } from '../../../functions/shared/domain/history.ts';
import { linkHash } from '../../../functions/shared/domain/link.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import type { Mail } from '../../../functions/shared/domain/ports.ts';
import { aCase, aContract, aDecision, aDocument, aPerson } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

const caseId = aCase().id;

let world: MemoryWorld;
beforeEach(async () => {
  world = memoryWorld();
  await world.cases.create(aCase(), newFact({ caseId, type: 'case.started' }, world.now()));
  await world.people.put(aPerson());
  await world.people.put(
    aPerson({ id: 'zhang.wei', name: '张伟', email: 'zhang.wei@example.com', roles: ['assistant'] }),
  );
  for (const id of ['gao.yang', 'he.jing']) {
    await world.people.put(aPerson({ id, name: id, email: `${id}@example.com`, roles: ['seal'] }));
  }
  world.records.documents.push(aDocument({ version: 1 }), aDocument({ version: 2 }));
});

function entry(change: Partial<Input> = {}): Input {
  return {
    caseId,
    step: '6',
    state: '6 Review the contract',
    enteredTime: '2026-11-23T02:00:00.000Z',
    executionArn: 'arn:execution',
    taskToken: 'token-1',
    issue: 0,
    reason: '',
    findings: [],
    ...change,
  };
}

const sealing = entry({ step: '23', state: '23 Review, sign and stamp' });

const facts = async (type: Fact['type']) =>
  (await world.cases.history(caseId, { limit: 100 })).items.filter((fact) => fact.type === type);

function linkIdOf(mail: Mail | undefined): string {
  return /https:\/\/sop\.example\.com\/t\/([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
}

describe('opening a task', () => {
  it('mails the customer at the address that was put right while the task was written', async () => {
    // given
    const right = { ...aCase().contact, email: 'chen.chen@right.example' };
    const { tasks } = world;
    const meanwhile: MemoryWorld = {
      ...world,
      tasks: {
        ...tasks,
        open: async (opening) => {
          world.records.cases.set(caseId, aCase({ contact: right }));
          return tasks.open(opening);
        },
      },
    };
    // when
    await openTask(meanwhile, entry({ step: '4', state: '4 The customer confirms the quote' }));
    // then
    expect(world.mailer.sent.map(({ to }) => to.email)).toEqual([right.email]);
  });

  it('writes who must do what, on what, by when', async () => {
    // given
    const finding = { rule: 'contract.total', severity: 'error' as const, message: { zh: '不符', en: 'off' } };
    // when
    const { taskId, attempt } = await openTask(world, entry({ reason: '请尽快', findings: [finding] }));
    // then
    expect(attempt).toBe(1);
    expect(await world.tasks.get(taskId)).toEqual({
      id: taskId,
      caseId,
      step: '6',
      state: '6 Review the contract',
      role: 'assistant',
      assignee: 'zhang.wei',
      status: 'OPEN',
      attempt: 1,
      turn: 1,
      reason: '请尽快',
      findings: [finding],
      subject: [{ kind: 'contract', version: 2 }],
      contentHash: contentHash([aDocument({ version: 2 })]),
      openedAt: '2026-11-23T02:00:00.000Z',
      // Eight working hours from Monday ten o'clock in Shanghai.
      dueAt: '2026-11-24T02:00:00.000Z',
      sla: { counted: 0, since: '2026-11-23T02:00:00.000Z', done: [] },
      expiresAt: '2026-12-23T02:00:00.000Z',
    });
  });

  it('mails the assignee their own link, of which only the hash is stored', async () => {
    // when
    const { taskId } = await openTask(world, entry());
    // then
    const [mail] = world.mailer.sent;
    expect(world.mailer.sent).toHaveLength(1);
    expect(mail?.to).toEqual({ name: '张伟', email: 'zhang.wei@example.com' });
    const link = linkIdOf(mail);
    expect(link).toHaveLength(43);
    expect(await world.tasks.byLink(linkHash(link))).toMatchObject({ task: { id: taskId }, personId: 'zhang.wei' });
    expect(JSON.stringify([...world.records.links])).not.toContain(link);
    expect((await facts('task.notified')).map(({ detail }) => detail)).toEqual([{ person: 'zhang.wei', attempt: 1 }]);
  });

  it.each([
    ['4', 'customer', `contact:${caseId}`, ['chen.chen@customer.example']],
    ['3', 'sales', 'li.na', ['li.na@example.com']],
    ['23', 'seal', undefined, ['gao.yang@example.com', 'he.jing@example.com']],
  ] as const)('gives step %s to %s', async (step, role, assignee, addresses) => {
    // when
    const { taskId } = await openTask(world, entry({ step }));
    // then
    const task = await world.tasks.get(taskId);
    expect([task?.role, task?.assignee]).toEqual([role, assignee]);
    expect(world.mailer.sent.map(({ to }) => to.email)).toEqual(addresses);
    expect(new Set(world.mailer.sent.map(linkIdOf)).size).toBe(addresses.length);
  });

  it('AD-3 counts how often the case has been at the step', async () => {
    // given
    for (const minute of ['00', '10']) {
      const { taskId } = await openTask(world, entry({ enteredTime: `2026-11-23T01:${minute}:00.000Z` }));
      const task = await world.tasks.get(taskId);
      if (task !== undefined) await world.tasks.decide(task, aDecision(), undefined, []);
    }
    // when
    const { taskId } = await openTask(world, entry());
    // then
    expect((await world.tasks.get(taskId))?.turn).toBe(3);
  });

  it('keeps two states of one step entered in the same millisecond apart', async () => {
    // when
    const one = await openTask(world, entry({ step: 'escalation', state: 'Manager decides: ad' }));
    const two = await openTask(world, entry({ step: 'escalation', state: 'Manager decides: form' }));
    // then
    expect(one.taskId).not.toBe(two.taskId);
  });

  it('stays open with an alarm where the role has nobody to mail', async () => {
    // when
    const { taskId } = await openTask(world, entry({ step: '12' }));
    // then
    expect((await world.tasks.get(taskId))?.status).toBe('OPEN');
    expect(world.observer.warnings).toEqual([
      { code: 'task.nobody-to-notify', ids: { caseId, taskId, role: 'design' } },
    ]);
  });

  it('puts on record that a mail was refused, and mails the others', async () => {
    // given
    world.mailer.refuses.add('gao.yang@example.com');
    // when
    await openTask(world, sealing);
    await openTask(world, sealing);
    // then
    expect(world.mailer.sent.map(({ to }) => to.email)).toEqual(['he.jing@example.com']);
    expect((await facts('task.notice-refused')).map(({ detail }) => detail)).toEqual([
      { person: 'gao.yang', attempt: 1 },
    ]);
  });

  it('mails at most twenty people of a large group', async () => {
    // given
    for (let number = 0; number < 30; number += 1) {
      await world.people.put(aPerson({ id: `p${number}`, email: `p${number}@example.com`, roles: ['design'] }));
    }
    // when
    await openTask(world, entry({ step: '12' }));
    // then
    expect(world.mailer.sent).toHaveLength(20);
    expect(world.observer.warnings.map(({ code }) => code)).toEqual(['task.group-too-large']);
  });

  it.each([
    [{ step: '99' }, 'StepUnknown'],
    [{ caseId: 'AD-20260101-000000' }, 'CaseUnknown'],
  ])('refuses %j', async (change, name) => {
    await expect(openTask(world, entry(change))).rejects.toMatchObject({ name });
  });
});

describe('opening a task again', () => {
  it('changes nothing and mails nobody when the first call went through', async () => {
    // given
    const first = await openTask(world, entry());
    world.clock.advance(60_000);
    // when
    const second = await openTask(world, entry());
    // then
    expect(second).toEqual(first);
    expect(world.mailer.sent).toHaveLength(1);
    expect(await facts('task.opened')).toHaveLength(1);
  });

  it.each([
    ['before the first mail', 0, 0],
    ['after the first mail was sent, before that was on record', 1, 0],
    ['after the first mail was on record', 1, 1],
    ['after the second mail was sent, before that was on record', 2, 1],
  ])('mails who is not on record yet, with the same link, after a crash %s', async (_, sent, recorded) => {
    // given: a process that dies at that point
    const died = new Error('killed');
    const dying = {
      ...world,
      mailer: {
        async send(mail: Mail) {
          if (world.mailer.sent.length >= sent) throw died;
          return world.mailer.send(mail);
        },
      },
      tasks: {
        ...world.tasks,
        async notified(...of: Parameters<typeof world.tasks.notified>) {
          if ((await facts('task.notified')).length >= recorded) throw died;
          return world.tasks.notified(...of);
        },
      },
    };
    await expect(openTask(dying, sealing)).rejects.toBe(died);
    const before = world.mailer.sent.map((mail) => [mail.to.email, linkIdOf(mail)]);
    // when
    await openTask(world, sealing);
    // then: everybody has the mail, one of them twice at most, and always with the same link
    const links = new Map(world.mailer.sent.map((mail) => [mail.to.email, linkIdOf(mail)]));
    expect([...links.keys()].sort()).toEqual(['gao.yang@example.com', 'he.jing@example.com']);
    expect(world.mailer.sent).toHaveLength(2 + (sent - recorded));
    for (const [email, link] of before) expect(links.get(String(email))).toBe(link);
    expect(await facts('task.opened')).toHaveLength(1);
    expect(await facts('task.notified')).toHaveLength(2);
  });

  it('makes the next attempt of a new token: new link, new mail, the old link outdated', async () => {
    // given
    const { taskId } = await openTask(world, entry());
    world.clock.advance(60_000);
    // when
    const again = await openTask(world, entry({ taskToken: 'token-2' }));
    // then
    expect(again).toEqual({ taskId, attempt: 2 });
    const [old, fresh] = world.mailer.sent.map(linkIdOf);
    expect(old).not.toBe(fresh);
    expect(await world.tasks.byLink(linkHash(old ?? ''))).toMatchObject({ attempt: 1, task: { attempt: 2 } });
    expect(await world.tasks.byLink(linkHash(fresh ?? ''))).toMatchObject({ attempt: 2, task: { attempt: 2 } });
    expect((await facts('task.notified')).map(({ detail }) => detail?.attempt)).toEqual([1, 2]);
  });

  it('mails a reissued task only to who has claimed it', async () => {
    // given
    const { taskId } = await openTask(world, sealing);
    await world.tasks.claim(taskId, 'he.jing', newFact({ caseId, type: 'task.claimed' }, world.now()));
    // when
    await openTask(world, { ...sealing, taskToken: 'token-2' });
    // then
    expect(world.mailer.sent.slice(2).map(({ to }) => to.email)).toEqual(['he.jing@example.com']);
  });

  it('settles two calls with different tokens that meet: one task, one attempt each', async () => {
    // when
    await Promise.all([openTask(world, entry()), openTask(world, entry({ taskToken: 'token-2' }))]);
    // then
    const tasks = await world.tasks.ofStep(caseId, '6');
    expect(tasks.map(({ attempt }) => attempt)).toEqual([2]);
  });

  it("does not let a retry's slow predecessor put its dead token in place of the living one", async () => {
    // given: the retry was faster
    const { taskId } = await openTask(world, entry({ taskToken: 'token-2', issue: 1 }));
    // when
    const late = await openTask(world, entry({ taskToken: 'token-1', issue: 0 }));
    // then
    expect(late).toEqual({ taskId, attempt: 1 });
    expect(world.mailer.sent).toHaveLength(1);
    expect(world.records.tasks.get(taskId)?.token).toBe('token-2');
  });

  it('AD-2 goes on with a case whose execution was redriven: its task is issued again, with a mail', async () => {
    // given: the execution failed elsewhere, which ended the case and its open tasks
    const { taskId } = await openTask(world, entry());
    await world.cases.move(
      caseId,
      ['RUNNING'],
      'FAILED',
      { endedAt: world.now().toISOString(), endReason: 'x' },
      undefined,
    );
    await world.tasks.end(taskId, 'CANCELLED', newFact({ caseId, type: 'task.cancelled' }, world.now()));
    // when
    const again = await openTask(world, entry({ taskToken: 'token-2', issue: 1000 }));
    // then
    expect(again).toEqual({ taskId, attempt: 2 });
    expect(await world.tasks.get(taskId)).toMatchObject({ status: 'OPEN', attempt: 2 });
    expect(await world.cases.get(caseId)).toEqual(aCase({ redrives: 1 }));
    expect(await facts('case.resumed')).toHaveLength(1);
    expect(world.mailer.sent).toHaveLength(2);
  });

  it('does not wake a case that has ended again since that redrive, or that was never redriven', async () => {
    // given
    await world.cases.move(caseId, ['RUNNING'], 'FAILED', { redrives: 1 }, undefined);
    // when
    await openTask(world, entry({ issue: 1 }));
    const late = await openTask(world, entry({ issue: 1003 }));
    // then
    expect(late.attempt).toBe(0);
    expect((await world.cases.get(caseId))?.status).toBe('FAILED');
  });

  it('hands the decision that came too early for a token on to it', async () => {
    // given: decided on the first token, which nobody waits on any more
    const { taskId } = await openTask(world, entry());
    const task = await world.tasks.get(taskId);
    if (task !== undefined) await world.tasks.decide(task, aDecision(), undefined, []);
    // when
    await openTask(world, entry({ taskToken: 'token-2', issue: 1 }));
    // then: the stream shows the task again, with the token that is waited on
    expect(await world.tasks.token(taskId)).toBe('token-2');
    expect(await world.tasks.get(taskId)).toMatchObject({ status: 'DECIDED', attempt: 1 });
    expect(await facts('task.opened')).toHaveLength(1);
  });

  it('leaves a decided task alone', async () => {
    // given
    const { taskId } = await openTask(world, entry());
    const task = await world.tasks.get(taskId);
    if (task !== undefined) await world.tasks.decide(task, aDecision(), undefined, []);
    // when
    await openTask(world, entry({ taskToken: 'token-2' }));
    // then
    expect(await world.tasks.get(taskId)).toMatchObject({ status: 'DECIDED', attempt: 1 });
    expect(world.mailer.sent).toHaveLength(1);
  });
});

describe('opening a task of a case that is over', () => {
  it('opens nothing', async () => {
    // given
    await world.cases.move(caseId, ['RUNNING'], 'CANCELLED', {}, undefined);
    // when
    const { taskId } = await openTask(world, entry());
    // then
    expect(await world.tasks.get(taskId)).toBeUndefined();
    expect(world.mailer.sent).toEqual([]);
  });

  it('takes back the task whose case ended while it was written', async () => {
    // given
    const tasks = {
      ...world.tasks,
      async open(...of: Parameters<typeof world.tasks.open>) {
        await world.cases.move(caseId, ['RUNNING'], 'CANCELLED', {}, undefined);
        return world.tasks.open(...of);
      },
    };
    // when
    const { taskId } = await openTask({ ...world, tasks }, entry());
    // then
    expect((await world.tasks.get(taskId))?.status).toBe('CANCELLED');
    expect(world.mailer.sent).toEqual([]);
  });
});

describe('asking the sales manager', () => {
  it('AD-3 ends the task that nobody decided in time', async () => {
    // given
    const late = await openTask(world, entry());
    const other = await openTask(world, sealing);
    world.clock.advance(30 * 24 * 3600 * 1000 - 5);
    // when
    await openTask(
      world,
      entry({
        step: 'escalation',
        state: 'Manager decides: offer',
        enteredTime: '2026-12-23T01:59:59.995Z',
        reason: 'TimedOut: 6 Review the contract',
      }),
    );
    // then
    expect((await world.tasks.get(late.taskId))?.status).toBe('EXPIRED');
    expect((await world.tasks.get(other.taskId))?.status).toBe('OPEN');
    expect(await facts('task.expired')).toHaveLength(1);
  });
});

describe('a task whose content has changed', () => {
  it('is issued again on the latest version, checked by rule anew, with new links, and remembers what it showed', async () => {
    // given
    const stale = { rule: 'contract.total', severity: 'error' as const, message: { zh: '不符', en: 'off' } };
    const { taskId } = await openTask(world, entry({ findings: [stale] }));
    const before = await world.tasks.get(taskId);
    const third = aDocument({ version: 3, content: aContract({ buyer: '' }) });
    world.records.documents.push(third);
    // when
    const again = await openTask(world, entry({ findings: [stale], taskToken: 'token-2', issue: 1 }));
    // then
    expect(again).toEqual({ taskId, attempt: 2 });
    const task = await world.tasks.get(taskId);
    expect(task).toMatchObject({
      status: 'OPEN',
      subject: [{ kind: 'contract', version: 3 }],
      contentHash: contentHash([third]),
      earlier: [{ attempt: 1, subject: before?.subject, contentHash: before?.contentHash }],
    });
    const rules = task?.findings.map(({ rule }) => rule) ?? [];
    expect(rules).not.toContain(stale.rule);
    expect(rules.length).toBeGreaterThan(0);
    expect(world.mailer.sent).toHaveLength(2);
    expect(linkIdOf(world.mailer.sent[1])).not.toBe(linkIdOf(world.mailer.sent[0]));
  });

  it('is opened on the version that came while it was written', async () => {
    // given a later version that the first look does not see
    const [first, second] = [aDocument({ version: 2 }), aDocument({ version: 3 })];
    world.records.documents.push(second);
    let looks = 0;
    const cases = {
      ...world.cases,
      latestDocuments: async (...of: Parameters<typeof world.cases.latestDocuments>) => {
        looks += 1;
        return looks === 1 ? [first] : world.cases.latestDocuments(...of);
      },
    };
    // when
    const { taskId } = await openTask({ ...world, cases }, entry());
    // then
    expect((await world.tasks.get(taskId))?.subject).toEqual([{ kind: 'contract', version: 3 }]);
  });
});
