import { beforeEach, describe, expect, test } from 'vitest';
import { casesApi } from '../../../functions/cases-api/cases-api.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import type { Task } from '../../../functions/shared/domain/task.ts';
import { aCase, aContract, aDecision, aDocument, anOrder, aTask } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { apiWorld, type Client, clientOf, itemsOf, lina, manager, wangfang, zhangwei } from '../shared/http/call.ts';

const { id: caseId } = aCase();
const revised = aContract({ total: '13000.00' });
const address = `/cases/${caseId}/documents/contract`;

let world: ReturnType<typeof apiWorld>;
let client: Client;
beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(casesApi(world), world);
  await world.cases.create(aCase(), newFact({ caseId, type: 'case.started' }, world.now()));
  world.records.documents.push(aDocument());
});

function put(change: { as?: typeof lina; body?: unknown; version?: string; to?: string } = {}) {
  const { as = lina, body = revised, version = '"1"', to = address } = change;
  return client(`PUT ${to}`, { as, body, headers: version === '' ? {} : { 'if-match': version } });
}

async function given(change: Partial<Task>): Promise<Task> {
  const task = aTask(change);
  await world.tasks.open({
    task,
    taskToken: 'token',
    links: [],
    fact: newFact({ caseId, taskId: task.id, type: 'task.opened' }, world.now()),
  });
  return task;
}

const sealing = { id: `${caseId}.23.mi9x2k1b-0000`, step: '23', role: 'seal' } as const;

describe('PUT /cases/{id}/documents/{kind}', () => {
  test('AD-5: writes the next version beside the earlier one, and says so in the history', async () => {
    const answer = await put();
    expect(answer).toMatchObject({
      status: 200,
      headers: { etag: '"2"' },
      body: { kind: 'contract', version: 2, by: 'li.na', content: { total: '13000.00' } },
    });
    expect(answer.body.taskId).toBeUndefined();
    const versions = itemsOf(await client(`GET /cases/${caseId}/documents?kind=contract`, { as: lina }));
    expect(versions.map(({ version, content }) => ({ version, content }))).toMatchObject([
      { version: 1, content: { total: '12720.00' } },
      { version: 2, content: { total: '13000.00' } },
    ]);
    expect(world.observer.facts).toMatchObject([
      { type: 'document.added', by: 'li.na', via: 'api', detail: { kind: 'contract', version: 2 } },
    ]);
  });

  test('the latest content again makes no version', async () => {
    await put();
    const again = await put({ version: '2' });
    expect(again).toMatchObject({ status: 200, headers: { etag: '"2"' } });
    expect(world.records.documents).toHaveLength(2);
  });

  test.each([
    ['without If-Match', { version: '' }, 428, 'VersionMissing'],
    ['with an If-Match that is no version', { version: 'W/"x"' }, 428, 'VersionMissing'],
    ['to a version that is not the latest', { version: '"2"' }, 412, 'VersionOutdated'],
    ['by the assistant, who judges it', { as: zhangwei }, 403, 'DocumentNotYours'],
    ['by a manager', { as: manager }, 403, 'DocumentNotYours'],
    ['by another salesperson', { as: wangfang }, 403, 'CaseNotYours'],
    ['that breaks its schema', { body: { ...revised, total: 'much' } }, 422, 'FormInvalid'],
    ['of an unknown kind', { to: `/cases/${caseId}/documents/poem` }, 404, 'DocumentUnknown'],
    ['of a kind that is made by others', { to: `/cases/${caseId}/documents/design-proof` }, 403, 'DocumentNotYours'],
    ['that its step has not made yet', { to: `/cases/${caseId}/documents/quote` }, 409, 'DocumentNotThere'],
  ])('refuses a change %s', async (_, change, status, name) => {
    expect(await put(change)).toMatchObject({ status, body: { type: `urn:sales-sop:problem:${name}` } });
    expect(world.records.documents).toHaveLength(1);
  });

  test('refuses a change in a case that does not run', async () => {
    await world.cases.move(caseId, ['RUNNING'], 'PUBLISHED', {}, undefined);
    expect(await put()).toMatchObject({ status: 409, body: { type: 'urn:sales-sop:problem:CaseEnded' } });
  });

  test('refuses a change of what has been stamped, not while stamping is open or was refused', async () => {
    const refused = await given(sealing);
    expect(await put()).toMatchObject({ status: 200 });
    world.records.documents.pop();
    await world.tasks.decide(refused, aDecision({ outcome: 'refused' }), undefined, []);
    expect(await put()).toMatchObject({ status: 200 });
    world.records.documents.pop();
    const again = await given({
      ...sealing,
      id: `${caseId}.23.mi9x2k1c-0000`,
      openedAt: '2026-11-24T02:00:00.000Z',
    });
    await world.tasks.decide(again, aDecision({ outcome: 'stamped' }), undefined, []);
    expect(await put()).toMatchObject({
      status: 409,
      body: { type: 'urn:sales-sop:problem:DocumentSettled', step: '23' },
    });
  });

  test('the assistant changes the order', async () => {
    world.records.documents.push(aDocument({ kind: 'order', content: anOrder() }));
    const answer = await put({
      as: zhangwei,
      to: `/cases/${caseId}/documents/order`,
      body: anOrder({ mbsNumber: 'MBS-2026-000124' }),
    });
    expect(answer).toMatchObject({ status: 200, body: { version: 2, by: 'zhang.wei' } });
  });

  test('of two changes of one version at once the second is told of the first', async () => {
    const answers = await Promise.all([put(), put({ body: aContract({ total: '14000.00' }) })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(world.records.documents).toHaveLength(2);
  });
});
