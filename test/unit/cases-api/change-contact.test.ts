import { beforeEach, describe, expect, test } from 'vitest';
import { casesApi } from '../../../functions/cases-api/cases-api.ts';
import { linkState } from '../../../functions/link-page/link-state.ts';
import { contactId } from '../../../functions/shared/domain/assignment.ts';
import { linkHash, linkId } from '../../../functions/shared/domain/link.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import type { Task } from '../../../functions/shared/domain/task.ts';
import { sweepInbox } from '../../../functions/sweep-inbox/sweep-inbox.ts';
import { aCase, aDecision, aTask } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { apiWorld, type Client, clientOf, designer, lina, manager, wangfang, zhangwei } from '../shared/http/call.ts';

const { id, contact } = aCase();
const customer = contactId(id);
const address = `PUT /cases/${id}/contact`;
const corrected = { ...contact, email: 'chen.chen@right.example' };

let world: ReturnType<typeof apiWorld>;
let client: Client;
beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(casesApi(world), world);
  await world.cases.create(aCase(), newFact({ caseId: id, type: 'case.started' }, world.now()));
});

/** Opens a task of the customer's, with their link to it. */
async function open(change: Partial<Task> = {}): Promise<Task> {
  const task = aTask({ role: 'customer', assignee: customer, subject: [], ...change });
  const fact = newFact({ caseId: id, taskId: task.id, type: 'task.opened' }, world.now());
  const links = [{ hash: linkHash(await linkOf(task, 1)), personId: customer }];
  await world.tasks.open({ task, taskToken: 't', links, fact });
  return task;
}

async function linkOf(task: Task, attempt: number): Promise<string> {
  return linkId(await world.secrets.linkSecret(), task.id, attempt, customer);
}

const factTypes = () => world.observer.facts.map(({ type }) => type);

describe('PUT /cases/{id}/contact', () => {
  test('another address: the customer’s open task is issued again, mailed there once, and the old link is dead', async () => {
    const task = await open({ notice: { state: 'bounced', person: customer, at: '2026-11-23T02:00:00.000Z' } });
    const answer = await client(address, { as: lina, body: corrected });
    expect(answer).toMatchObject({ status: 200, body: { contact: corrected } });
    expect(answer.body).not.toHaveProperty('contactChanges');
    expect((await world.cases.get(id))?.contact).toEqual(corrected);
    expect(await linkState(world, await linkOf(task, 1))).toMatchObject({ kind: 'superseded' });

    await sweepInbox(world);
    await sweepInbox(world);
    expect(world.mailer.sent.map(({ to }) => to.email)).toEqual([corrected.email]);
    expect(world.mailer.sent[0]?.text).toContain(await linkOf(task, 2));
    expect(await linkState(world, await linkOf(task, 2))).toMatchObject({ kind: 'open' });
    // what became of the old mail is not said of the new one
    expect(await world.tasks.get(task.id)).not.toHaveProperty('notice');
  });

  test('who changed what is on record, without the address', async () => {
    await open();
    await client(address, { as: zhangwei, body: { ...corrected, name: '陈明' } });
    expect(world.observer.facts).toMatchObject([
      { type: 'case.contact-changed', by: 'zhang.wei', via: 'api', detail: { fields: 'name email', reissued: 1 } },
      { type: 'task.opened', by: 'zhang.wei', detail: { attempt: 2 } },
    ]);
    expect(JSON.stringify(await world.cases.factsSince(id, '2026'))).not.toContain('@');
  });

  test.each([
    ['a name', { ...contact, name: '陈明' }],
    ['a language', { ...contact, language: 'en' }],
    ['the case of the address’s letters', { ...contact, email: contact.email.toUpperCase() }],
  ])('%s alone leaves the link as it is', async (_, body) => {
    const task = await open();
    await client(address, { as: lina, body });
    expect((await world.cases.get(id))?.contact).toEqual(body);
    expect(await world.tasks.get(task.id)).toMatchObject({ attempt: 1 });
    expect(factTypes()).toEqual(['case.contact-changed']);
  });

  test('asked again it changes nothing', async () => {
    await open();
    await client(address, { as: lina, body: corrected });
    expect(await client(address, { as: zhangwei, body: corrected })).toMatchObject({ status: 200 });
    expect(factTypes()).toEqual(['case.contact-changed', 'task.opened']);
  });

  test('tasks of colleagues, decided ones and expired ones stay as they are', async () => {
    const colleagues = await open({ id: `${id}.6.mi9x2k1a-0001`, role: 'assistant', assignee: 'zhang.wei' });
    const decided = await open({ id: `${id}.6.mi9x2k1a-0002` });
    const fact = newFact({ caseId: id, taskId: decided.id, type: 'task.decided' }, world.now());
    await world.tasks.decide(decided, aDecision(), undefined, [fact]);
    const expired = await open({ id: `${id}.6.mi9x2k1a-0003`, expiresAt: '2020-01-01T00:00:00.000Z' });
    await client(address, { as: lina, body: corrected });
    for (const task of [colleagues, decided, expired]) {
      expect(await world.tasks.get(task.id)).toMatchObject({ attempt: 1 });
    }
    expect(factTypes()).toEqual(['case.contact-changed']);
  });

  test('a decision that came first stands, and the contact is changed all the same', async () => {
    const task = await open();
    const { caseContacts } = world;
    let decided = false;
    const meanwhile = {
      ...world,
      caseContacts: {
        ...caseContacts,
        change: async (...change: Parameters<typeof caseContacts.change>) => {
          const fact = newFact({ caseId: id, taskId: task.id, type: 'task.decided' }, world.now());
          if (!decided) decided = await world.tasks.decide(task, aDecision(), undefined, [fact]);
          return caseContacts.change(...change);
        },
      },
    };
    const answer = await clientOf(casesApi(meanwhile), world)(address, { as: lina, body: corrected });
    expect(answer).toMatchObject({ status: 200, body: { contact: corrected } });
    expect(await world.tasks.get(task.id)).toMatchObject({ status: 'DECIDED', attempt: 1 });
    expect(world.observer.facts).toMatchObject([{ type: 'case.contact-changed', detail: { reissued: 0 } }]);
  });

  test('a decision that comes after it is refused: its attempt is over', async () => {
    const task = await open();
    await client(address, { as: lina, body: corrected });
    const fact = newFact({ caseId: id, taskId: task.id, type: 'task.decided' }, world.now());
    expect(await world.tasks.decide(task, aDecision(), undefined, [fact])).toBe(false);
  });

  test('a task opened while the contact is changed is issued again too', async () => {
    let late: Task | undefined;
    const { caseContacts } = world;
    const meanwhile = {
      ...world,
      caseContacts: {
        ...caseContacts,
        change: async (...change: Parameters<typeof caseContacts.change>) => {
          late = await open();
          return caseContacts.change(...change);
        },
      },
    };
    await clientOf(casesApi(meanwhile), world)(address, { as: lina, body: corrected });
    expect(late).toBeDefined();
    expect(await world.tasks.get(late?.id ?? '')).toMatchObject({ attempt: 2 });
    expect(factTypes()).toEqual(['case.contact-changed', 'task.opened']);
  });

  test.each([
    ['by another salesperson', wangfang, {}, 403, 'ContactNotYours'],
    ['by a department', designer, {}, 403, 'ContactNotYours'],
    ['by a manager, who does not know the customer', manager, {}, 403, 'ContactNotYours'],
    ['of a case that has ended', lina, { status: 'PUBLISHED' }, 409, 'CaseEnded'],
  ] as const)('is refused %s', async (_, as, change, status, name) => {
    world.records.cases.set(id, aCase(change));
    const answer = await client(address, { as, body: corrected });
    expect(answer).toMatchObject({ status, body: { type: `urn:sales-sop:problem:${name}` } });
    expect(world.observer.facts).toEqual([]);
  });

  test('is refused with an address that is none', async () => {
    const answer = await client(address, { as: lina, body: { ...contact, email: 'chen.chen' } });
    expect(answer).toMatchObject({ status: 422 });
    expect((await world.cases.get(id))?.contact).toEqual(contact);
  });
});
