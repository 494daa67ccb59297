import { expect, test } from 'vitest';
import { casesApi } from '../../../../functions/cases-api/cases-api.ts';
import { customersApi } from '../../../../functions/customers-api/customers-api.ts';
import { tasksApi } from '../../../../functions/tasks-api/tasks-api.ts';
import { aCase, aCustomer, aPerson, aTask } from '../../../support/builders.ts';
import { everyKeeper } from '../../../support/keeper-suite.ts';
import { memoryWorld } from '../../../support/memory-world.ts';
import type { Records } from '../../../support/worlds.ts';
import { type Answer, apiWorld, clientOf, itemsOf, lina, manager, stamper, zhangwei } from './call.ts';

const AT_ONCE = 60;

function count(answers: readonly Answer[], wanted: (answer: Answer) => boolean): number {
  return answers.filter(wanted).length;
}

const isBusy = ({ body }: Answer): boolean => body.type === 'urn:sales-sop:problem:RequestInProgress';

everyKeeper('the API under many requests at once', (records) => {
  function anApi(kept: Records = records()) {
    const world = { ...apiWorld(memoryWorld(kept.clock)), ...kept };
    const client = clientOf([...casesApi(world), ...tasksApi(world), ...customersApi(world)], world);
    return { client, world };
  }

  async function atOnce(send: (number: number) => Promise<Answer>): Promise<readonly Answer[]> {
    return Promise.all(Array.from({ length: AT_ONCE }, (_, number) => send(number)));
  }

  const opening = {
    customerId: 'CU-0001',
    contact: { name: '陈晨', email: 'chen.chen@customer.example' },
    title: '冬季推广',
    assistant: 'zhang.wei',
  };

  async function seed(): Promise<void> {
    const { people, customers } = records();
    await people.put(aPerson());
    await people.put(aPerson({ id: 'zhang.wei', roles: ['assistant'] }));
    await customers.enter(aCustomer(), ['name:x']);
  }

  test('one Idempotency-Key opens one case, whoever of its senders is first', async () => {
    await seed();
    const { client } = anApi();
    const keyed = { as: lina, body: opening, headers: { 'idempotency-key': 'k' } };
    const answers = await atOnce(() => client('POST /cases', keyed));
    expect(count(answers, ({ status }) => status === 201) + count(answers, isBusy)).toBe(AT_ONCE);
    const replay = await client('POST /cases', keyed);
    expect(replay.headers['idempotency-replayed']).toBe('true');
    const opened = new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.id));
    expect([...opened]).toEqual([replay.body.id]);
    expect(itemsOf(await client('GET /cases?status=STARTING', { as: manager }))).toHaveLength(1);
  });

  test('a request that died is taken over by one of many, and makes the case it had made', async () => {
    await seed();
    const { client, world } = anApi();
    const keyed = { as: lina, body: opening, headers: { 'idempotency-key': 'k' } };
    const written = Promise.withResolvers<void>();
    const dying = anApi({
      ...records(),
      answers: {
        ...records().answers,
        keep: () => {
          written.resolve();
          return new Promise(() => undefined);
        },
      },
    });
    void dying.client('POST /cases', keyed);
    await written.promise;
    world.clock.advance(61_000);
    const answers = await atOnce(() => client('POST /cases', keyed));
    const takers = answers.filter(({ status, headers }) => status === 201 && !headers['idempotency-replayed']);
    expect(takers).toHaveLength(1);
    const cases = itemsOf(await client('GET /cases', { as: lina }));
    expect(cases.map(({ id }) => id)).toEqual([takers[0]?.body.id]);
  });

  test('without a key every request opens its own case', async () => {
    await seed();
    const { client } = anApi();
    const answers = await atOnce(() => client('POST /cases', { as: lina, body: opening }));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(AT_ONCE);
    const first = await client('GET /cases?limit=45', { as: lina });
    const second = await client(`GET ${String(first.body.next)}`, { as: lina });
    const listed = [first, second].flatMap(itemsOf).map(({ id }) => id);
    expect(new Set(listed)).toEqual(new Set(answers.map(({ body }) => body.id)));
  });

  test('IN-2: of many who enter one company, one holds it and the others are told', async () => {
    const { client } = anApi();
    const answers = await atOnce((number) =>
      client('POST /customers', {
        as: { id: `sales-${number}`, roles: ['sales'] },
        body: {
          name: number % 2 === 0 ? '杭州云帆科技有限公司' : '杭州云帆（科技）有限公司',
          landline: `0571-8${1000000 + number}`,
          fax: `0571-7${1000000 + number}`,
          address: '杭州市西湖区文三路 100 号',
        },
      }),
    );
    expect(count(answers, ({ status }) => status === 201)).toBe(1);
    expect(count(answers, ({ body }) => body.type === 'urn:sales-sop:problem:CustomerDuplicate')).toBe(AT_ONCE - 1);
  });

  test('of many who claim one task, one has it', async () => {
    const { cases, tasks } = records();
    const salesCase = aCase();
    const { id: caseId, createdAt: at } = salesCase;
    await cases.create(salesCase, { caseId, id: `${at}#1`, type: 'case.started', at });
    const task = aTask({ id: `${caseId}.23.a-0000`, step: '23', role: 'seal', assignee: undefined });
    const fact = { caseId, id: `${at}#2`, type: 'task.opened' as const, at };
    await tasks.open({ task, taskToken: 't', links: [], fact });
    const { client } = anApi();
    const answers = await atOnce((number) =>
      client(`POST /tasks/${task.id}/claim`, { as: { id: `seal-${number}`, roles: ['seal'] } }),
    );
    expect(count(answers, ({ status }) => status === 200)).toBe(1);
    expect(count(answers, ({ body }) => body.type === 'urn:sales-sop:problem:TaskClaimed')).toBe(AT_ONCE - 1);
    expect(itemsOf(await client('GET /tasks', { as: stamper }))).toEqual([]);
  });

  test('cancelling at once from everywhere ends the case and its tasks once', async () => {
    const { cases, tasks } = records();
    const salesCase = aCase();
    const { id: caseId, createdAt: at } = salesCase;
    await cases.create(salesCase, { caseId, id: `${at}#1`, type: 'case.started', at });
    await tasks.open({
      task: aTask(),
      taskToken: 't',
      links: [],
      fact: { caseId, id: `${at}#2`, type: 'task.opened', at },
    });
    const { client } = anApi();
    const answers = await atOnce(() =>
      client(`POST /cases/${caseId}/cancellation`, { as: lina, body: { reason: '推迟' } }),
    );
    expect(count(answers, ({ status }) => status === 200)).toBe(AT_ONCE);
    const history = itemsOf(await client(`GET /cases/${caseId}/history?limit=100`, { as: zhangwei }));
    expect(history.map(({ type }) => type).toSorted()).toEqual([
      'case.cancelled',
      'case.started',
      'task.cancelled',
      'task.opened',
    ]);
  });

  test('an altered cursor reads nothing', async () => {
    await seed();
    const { client } = anApi();
    await atOnce(() => client('POST /cases', { as: lina, body: opening }));
    const { body } = await client('GET /cases?limit=2', { as: lina });
    const address = String(body.next);
    const last = address.at(-1) === 'A' ? 'B' : 'A';
    expect((await client(`GET ${address.slice(0, -1)}${last}`, { as: lina })).status).toBe(400);
  });
});
