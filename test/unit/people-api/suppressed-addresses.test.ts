import { beforeEach, describe, expect, test } from 'vitest';
import { peopleApi } from '../../../functions/people-api/people-api.ts';
import { contactId } from '../../../functions/shared/domain/assignment.ts';
import { addressHash } from '../../../functions/shared/domain/delivery.ts';
import { linkId } from '../../../functions/shared/domain/link.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import type { Task } from '../../../functions/shared/domain/task.ts';
import { sweepInbox } from '../../../functions/sweep-inbox/sweep-inbox.ts';
import { aCase, aDecision, aPerson, aTask } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { apiWorld, type Client, clientOf, itemsOf, lina, manager } from '../shared/http/call.ts';

const { id: caseId, contact } = aCase();
const { id: taskId } = aTask();
const hq = { id: 'song.yan', roles: ['hq'] } as const;
const list = '/suppressed-addresses';
const at = '2026-11-20T02:00:00.000Z';

let world: ReturnType<typeof apiWorld>;
let client: Client;
beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(peopleApi(world), world);
  await world.people.put(aPerson());
  await world.cases.create(aCase(), newFact({ caseId, type: 'case.started' }, world.now()));
});

/** Marks an address as record-delivery does. */
function marked(email: string, change: { person?: string; taskId?: string; at?: string } = {}): string {
  const hash = addressHash(email);
  world.suppressions.mark({ hash, reason: 'bounced', at, ...change });
  return hash;
}

const factsOf = () => world.cases.factsSince(caseId, '2026').then((facts) => facts.map(({ type }) => type));

describe('addresses that no mail is sent to', () => {
  test('are listed by whose they are, the latest first, without the address', async () => {
    marked('li.na@example.com', { person: 'li.na', taskId });
    marked(contact.email, { person: contactId(caseId), taskId, at: '2026-11-21T02:00:00.000Z' });
    const answer = await client(`GET ${list}`, { as: hq });
    expect(itemsOf(answer)).toMatchObject([
      { person: { id: contactId(caseId), name: contact.name } },
      { person: { id: 'li.na', name: '李娜' }, taskId, reason: 'bounced', at },
    ]);
    expect(JSON.stringify(answer.body)).not.toContain('@');
  });

  test('of a mail about no task are known by who has the address now', async () => {
    marked('LI.NA@example.com');
    marked('gone@example.com', { at: '2026-11-19T02:00:00.000Z' });
    const [staff, nobody] = itemsOf(await client(`GET ${list}`, { as: hq }));
    expect(staff).toMatchObject({ person: { id: 'li.na' } });
    expect(nobody).not.toHaveProperty('person');
  });

  test('come page by page', async () => {
    marked('li.na@example.com', { person: 'li.na' });
    marked('x@example.com', { at: '2026-11-19T02:00:00.000Z' });
    const first = await client(`GET ${list}?limit=1`, { as: hq });
    const second = await client(`GET ${first.body.next}`, { as: hq });
    expect(itemsOf(second)).toMatchObject([{ id: addressHash('x@example.com') }]);
    expect(second.body.next).toBeUndefined();
  });

  test('are cleared on both lists, once, and the case says who did it', async () => {
    const id = marked(contact.email, { person: contactId(caseId), taskId });
    const cleared = await client(`DELETE ${list}/${id}`, { as: hq });
    expect(cleared).toMatchObject({ status: 200, body: { id, resumed: true, person: { name: contact.name } } });
    expect(world.suppressionList.removed).toEqual([contact.email]);
    expect(itemsOf(await client(`GET ${list}`, { as: hq }))).toEqual([]);
    expect(world.suppressions.cleared).toMatchObject([{ by: 'song.yan', via: 'api', mark: { hash: id } }]);
    expect(world.observer.facts).toMatchObject([
      { type: 'task.mail-resumed', caseId, taskId, by: 'song.yan', via: 'api', detail: { person: contactId(caseId) } },
    ]);
    const again = await client(`DELETE ${list}/${id}`, { as: hq });
    expect(again).toMatchObject({ status: 404, body: { type: 'urn:sales-sop:problem:AddressUnknown' } });
  });

  test('that are not their person’s any more leave the mail service alone', async () => {
    const id = marked('li.na.old@example.com', { person: 'li.na', taskId });
    expect(await client(`DELETE ${list}/${id}`, { as: hq })).toMatchObject({ status: 200, body: { resumed: false } });
    expect(world.suppressionList.removed).toEqual([]);
    expect(await factsOf()).toContain('task.mail-resumed');
  });

  test.each([lina, manager])('are headquarters’ alone to see and clear', async (as) => {
    const id = marked('li.na@example.com', { person: 'li.na', taskId });
    for (const line of [`GET ${list}`, `DELETE ${list}/${id}`]) {
      const type = 'urn:sales-sop:problem:AddressesNotYours';
      expect(await client(line, { as })).toMatchObject({ status: 403, body: { type } });
    }
    expect(await world.suppressions.get(id)).toBeDefined();
    expect(await factsOf()).not.toContain('task.mail-resumed');
  });
});

describe('notices that bounced at an address that is cleared', () => {
  const customer = contactId(caseId);
  const base = aTask({ subject: [] });

  /** A task of the customer's that was mailed, and whose mail bounced. */
  async function bounced(change: Partial<Task> = {}, person = customer): Promise<Task> {
    const notice = { state: 'bounced', person, at } as const;
    const task = { ...base, role: 'customer', assignee: customer, notice, ...change } as const;
    const about = { caseId, taskId: task.id, step: task.step };
    const detail = { person, attempt: task.attempt };
    const opened = newFact({ ...about, type: 'task.opened' }, world.now());
    await world.tasks.open({ task: { ...task, attempt: 1 }, taskToken: 't', links: [], fact: opened });
    world.records.tasks.set(task.id, { task, token: 't', issue: 0 });
    await world.cases.record(newFact({ ...about, type: 'task.notified', detail }, world.now()));
    world.clock.advance(9_000);
    await world.cases.record(newFact({ ...about, type: 'task.notice-bounced', detail }, world.now()));
    world.clock.advance(60_000);
    return task;
  }

  async function sweep(): Promise<readonly string[]> {
    world.clock.advance(60_000);
    await sweepInbox(world);
    return world.mailer.sent.map(({ to }) => to.email);
  }

  test('are sent again once, with the same link, while their tasks are open; the tasks show no bounce then', async () => {
    const task = await bounced();
    const id = marked(contact.email, { person: customer, taskId: task.id });
    await client(`DELETE ${list}/${id}`, { as: hq });
    expect(await sweep()).toEqual([contact.email]);
    expect(world.mailer.sent[0]?.text).toContain(linkId(await world.secrets.linkSecret(), task.id, 1, customer));
    expect(await sweep()).toHaveLength(1);
    expect(await world.tasks.get(task.id)).not.toHaveProperty('notice');
    expect(world.observer.facts.filter(({ type }) => type === 'task.mail-resumed')).toMatchObject([
      { taskId: task.id, by: 'song.yan', detail: { person: customer, attempt: 1 } },
    ]);
  });

  test('of every open task come, not only of the one whose mail brought the mark; of decided ones none', async () => {
    const first = await bounced({ status: 'DECIDED', decision: aDecision() });
    const second = await bounced({ id: `${caseId}.6.mi9x2k1a-0002` });
    const id = marked(contact.email, { person: customer, taskId: first.id });
    await client(`DELETE ${list}/${id}`, { as: hq });
    await sweep();
    expect(world.mailer.sent.map(({ notice }) => notice?.taskId)).toEqual([second.id]);
    // the case of the task whose mail it was has the fact all the same
    const resumed = world.observer.facts.filter(({ type }) => type === 'task.mail-resumed');
    expect(resumed.map(({ taskId: about }) => about).toSorted()).toEqual([first.id, second.id].toSorted());
  });

  test('of a group’s task reach its member whom they had not reached, and nobody twice', async () => {
    for (const id of ['gao.yang', 'he.jing']) {
      await world.people.put(aPerson({ id, name: id, email: `${id}@example.com`, roles: ['seal'] }));
    }
    const { assignee: _, ...free } = base;
    const task = await bounced({ ...free, step: '23', role: 'seal', assignee: undefined }, 'gao.yang');
    const detail = { person: 'he.jing', attempt: 1 };
    await world.cases.record(newFact({ caseId, taskId: task.id, type: 'task.notified', detail }, world.now()));
    const id = marked('gao.yang@example.com', { person: 'gao.yang', taskId: task.id });
    await client(`DELETE ${list}/${id}`, { as: hq });
    expect(await sweep()).toEqual(['gao.yang@example.com']);
  });

  test('of a task that has gone to somebody else, or was issued again since, stay where they are', async () => {
    await bounced({ assignee: 'zhang.wei', role: 'assistant' }, 'li.na');
    const again = await bounced({ id: `${caseId}.6.mi9x2k1a-0003` });
    world.records.tasks.set(again.id, { task: { ...again, attempt: 2 }, token: 't', issue: 0 });
    await client(`DELETE ${list}/${marked('li.na@example.com', { person: 'li.na' })}`, { as: hq });
    await client(`DELETE ${list}/${marked(contact.email, { person: customer })}`, { as: hq });
    expect(await sweep()).toEqual([]);
  });

  test('are read anew where a task was decided while the address was cleared', async () => {
    const task = await bounced();
    const id = marked(contact.email, { person: customer, taskId: task.id });
    const { suppressions } = world;
    const meanwhile = {
      ...world,
      suppressions: {
        ...suppressions,
        clear: async (...clearing: Parameters<typeof suppressions.clear>) => {
          const fact = newFact({ caseId, taskId: task.id, type: 'task.decided' }, world.now());
          await world.tasks.decide(task, aDecision(), undefined, [fact]);
          return suppressions.clear(...clearing);
        },
      },
    };
    const answer = await clientOf(peopleApi(meanwhile), world)(`DELETE ${list}/${id}`, { as: hq });
    expect(answer).toMatchObject({ status: 200, body: { resumed: true } });
    expect(await sweep()).toEqual([]);
  });
});
