import { beforeEach, describe, expect, it } from 'vitest';
import { type DecideTask, decideTask } from '../../../functions/decide-task/decide-task.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import type { Actor } from '../../../functions/shared/domain/person.ts';
import type { Task } from '../../../functions/shared/domain/task.ts';
import { TransientFailure } from '../../../functions/shared/domain/transient-failure.ts';
import { aCase, aContract, aDocument, anOrder, aPerson, aQuote, aTask } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

const assistant: Actor = { id: 'zhang.wei', roles: ['assistant'] };
const sales: Actor = { id: 'li.na', roles: ['sales'] };

let world: MemoryWorld;
beforeEach(() => {
  world = memoryWorld();
});

async function given(change: Partial<Task> = {}): Promise<Task> {
  const task = aTask(change);
  const fact = newFact({ caseId: task.caseId, taskId: task.id, type: 'task.opened' }, new Date(task.openedAt));
  await world.tasks.open({ task, taskToken: 'token', links: [], fact });
  return task;
}

const drafting: Partial<Task> = {
  id: 'AD-20261123-7K3F9Q.5.mi9x1aaa-0000',
  step: '5',
  role: 'sales',
  assignee: 'li.na',
};

function wish(change: Partial<DecideTask> = {}): DecideTask {
  return { taskId: aTask().id, actor: assistant, via: 'api', outcome: 'meets', ...change };
}

const factsOf = async () => (await world.cases.history(aTask().caseId, { limit: 100 })).items;

describe('deciding a task', () => {
  it('records outcome, comment, person, way and time, and tells of the fact', async () => {
    // given
    const task = await given();
    // when
    const result = await decideTask(world, wish({ via: 'link', comment: '  条款齐全 ' }));
    // then
    const decision = {
      outcome: 'meets',
      comment: '条款齐全',
      by: 'zhang.wei',
      via: 'link',
      at: '2026-11-23T02:00:00.000Z',
    };
    expect(result).toEqual({ task: { ...task, status: 'DECIDED', decision }, decision });
    expect(await world.tasks.get(task.id)).toEqual(result.task);
    expect((await factsOf()).map(({ type, by, via, detail }) => ({ type, by, via, detail }))).toContainEqual({
      type: 'task.decided',
      by: 'zhang.wei',
      via: 'link',
      detail: { outcome: 'meets', turn: 1, attempt: 1 },
    });
    expect(world.observer.facts.map(({ type }) => type)).toEqual(['task.decided']);
  });

  it('AD-5 writes the next version of the document the step makes', async () => {
    // given
    await given(drafting);
    const draft = { actor: sales, taskId: drafting.id ?? '', outcome: 'done', data: aContract() };
    await decideTask(world, wish(draft));
    world.clock.advance(60_000);
    const revising = { ...drafting, id: 'AD-20261123-7K3F9Q.21.mi9x1bbb-0000', step: '21' };
    await given(revising);
    // when
    const { decision } = await decideTask(
      world,
      wish({ ...draft, taskId: revising.id, data: aContract({ number: 'HT-2' }) }),
    );
    // then
    expect(decision.document).toEqual({ kind: 'contract', version: 2 });
    const versions = await world.cases.documents(aTask().caseId);
    expect(
      versions.map(({ version, content, by, taskId }) => ({ version, number: content.number, by, taskId })),
    ).toEqual([
      { version: 1, number: 'HT-2026-0001', by: 'li.na', taskId: drafting.id },
      { version: 2, number: 'HT-2', by: 'li.na', taskId: revising.id },
    ]);
    expect((await factsOf()).filter(({ type }) => type === 'document.added').map(({ detail }) => detail)).toEqual([
      { kind: 'contract', version: 1 },
      { kind: 'contract', version: 2 },
    ]);
  });

  it('lets any member of the candidate group decide what nobody has claimed', async () => {
    // given
    const { assignee: _, ...group } = aTask({ id: 'AD-20261123-7K3F9Q.23.mi9x1ccc-0000', step: '23', role: 'seal' });
    const fact = newFact({ caseId: group.caseId, type: 'task.opened' }, new Date(0));
    await world.tasks.open({ task: group, taskToken: 'token', links: [], fact });
    // when
    const { decision } = await decideTask(
      world,
      wish({ taskId: group.id, actor: { id: 'gao.yang', roles: ['seal'] }, outcome: 'stamped' }),
    );
    // then
    expect(decision.by).toBe('gao.yang');
  });

  it('takes another version where somebody else has just written the one it meant to', async () => {
    // given: between reading and writing, version 1 appears
    await given(drafting);
    let reads = 0;
    const cases = {
      ...world.cases,
      async latestDocuments(...of: Parameters<typeof world.cases.latestDocuments>) {
        const latest = await world.cases.latestDocuments(...of);
        if (reads === 0) {
          world.records.documents.push({
            caseId: aTask().caseId,
            kind: 'contract',
            version: 1,
            content: {},
            by: 'x',
            at: '2026-11-23T02:00:00.000Z',
            taskId: 'x',
          });
        }
        reads += 1;
        return latest;
      },
    };
    // when
    const { decision } = await decideTask(
      { ...world, cases },
      wish({ taskId: drafting.id ?? '', actor: sales, outcome: 'done', data: aContract() }),
    );
    // then
    expect(decision.document).toEqual({ kind: 'contract', version: 2 });
  });
});

describe('a decision the table gave no answer to', () => {
  it.each([
    ['was written', true],
    ['was not written', false],
  ])('counts once where it %s', async (_, written) => {
    // given
    const task = await given();
    let calls = 0;
    const tasks = {
      ...world.tasks,
      async decide(...of: Parameters<typeof world.tasks.decide>) {
        calls += 1;
        if (calls > 1) return world.tasks.decide(...of);
        if (written) await world.tasks.decide(...of);
        throw new TransientFailure(new Error('no answer'));
      },
    };
    // when
    const { decision } = await decideTask({ ...world, tasks }, wish());
    // then
    expect(calls).toBe(written ? 1 : 2);
    expect((await world.tasks.get(task.id))?.decision).toEqual(decision);
  });

  it('is given up as a passing failure when none comes at all', async () => {
    // given
    await given();
    const tasks = { ...world.tasks, decide: () => Promise.reject(new TransientFailure(new Error('no answer'))) };
    // when / then
    await expect(decideTask({ ...world, tasks }, wish())).rejects.toMatchObject({
      name: 'TransientFailure',
      status: 503,
    });
  });
});

describe('a decision that is refused', () => {
  it('is the second one: it is told the first, and has no effect', async () => {
    // given
    await given();
    const { decision } = await decideTask(world, wish());
    // when
    const second = decideTask(world, wish({ outcome: 'fails', comment: '金额不对', via: 'link' }));
    // then
    await expect(second).rejects.toMatchObject({
      name: 'TaskAlreadyDecided',
      status: 409,
      extension: { decision, step: '6', taskId: aTask().id },
    });
    expect((await world.tasks.get(aTask().id))?.decision).toEqual(decision);
  });

  it.each<[string, Actor]>([
    ['of another role', { id: 'li.na', roles: ['sales'] }],
    ['of the same role who is not the assignee', { id: 'sun.li', roles: ['assistant'] }],
    ["with the assignee's id but no longer in the role", { id: 'zhang.wei', roles: ['sales'] }],
    ['without any role', { id: 'nobody', roles: [] }],
  ])("is a person's %s, and is put on record", async (_, actor) => {
    // given
    await given();
    // when
    const refused = decideTask(world, wish({ actor }));
    // then
    await expect(refused).rejects.toMatchObject({ name: 'NotYourTask', status: 403 });
    expect((await factsOf()).map(({ type, by, via }) => ({ type, by, via }))).toContainEqual({
      type: 'task.refused-attempt',
      by: actor.id,
      via: 'api',
    });
    expect((await world.tasks.get(aTask().id))?.status).toBe('OPEN');
  });

  it.each<[string, Partial<Task>, Partial<DecideTask>, { name: string; status: number }]>([
    ['for a task that does not exist', {}, { taskId: 'x.y.z' }, { name: 'TaskNotFound', status: 404 }],
    ['after the time has run out', { expiresAt: '2026-11-23T02:00:00.000Z' }, {}, { name: 'TaskExpired', status: 410 }],
    ['on an earlier issue of the task', {}, { expect: { attempt: 2 } }, { name: 'TaskReissued', status: 409 }],
    [
      'on other content than the task holds',
      {},
      { expect: { contentHash: 'd'.repeat(64) } },
      { name: 'ContentChanged', status: 409 },
    ],
    ['with an outcome the step does not have', {}, { outcome: 'perhaps' }, { name: 'OutcomeUnknown', status: 422 }],
    ['to send back without a reason', {}, { outcome: 'fails' }, { name: 'CommentMissing', status: 422 }],
    [
      'to send back with a blank reason',
      {},
      { outcome: 'fails', comment: ' \n ' },
      { name: 'CommentMissing', status: 422 },
    ],
  ])('is one %s', async (_, task, change, error) => {
    // given
    await given(task);
    // when / then
    await expect(decideTask(world, wish(change))).rejects.toMatchObject(error);
    expect((await world.tasks.get(aTask().id))?.decision).toBeUndefined();
  });

  it.each([
    ['CANCELLED', 'TaskCancelled', 409],
    ['EXPIRED', 'TaskExpired', 410],
  ] as const)('is one on a task that is %s', async (status, name, code) => {
    // given
    const task = await given();
    await world.tasks.end(task.id, status, newFact({ caseId: task.caseId, type: 'task.cancelled' }, new Date(0)));
    // when / then
    await expect(decideTask(world, wish())).rejects.toMatchObject({ name, status: code });
  });

  it('names the outcomes there are', async () => {
    await given();
    await expect(decideTask(world, wish({ outcome: 'x' }))).rejects.toMatchObject({
      extension: { allowed: ['meets', 'fails'] },
      fields: [{ pointer: '/outcome' }],
    });
  });

  it('AD-7 names every field of the form that is missing or wrong', async () => {
    // given
    await given({ ...drafting, id: 'AD-20261123-7K3F9Q.3.mi9x1ddd-0000', step: '3' });
    const { validUntil: _, ...incomplete } = aQuote();
    // when
    const refused = decideTask(
      world,
      wish({
        taskId: 'AD-20261123-7K3F9Q.3.mi9x1ddd-0000',
        actor: sales,
        outcome: 'done',
        data: { ...incomplete, total: 'about 100' },
      }),
    );
    // then
    await expect(refused).rejects.toMatchObject({
      name: 'FormInvalid',
      status: 422,
      fields: [{ pointer: '/data/total' }, { pointer: '/data/validUntil' }],
    });
    expect(await world.cases.documents(aTask().caseId)).toEqual([]);
  });

  it('asks for the form where none was sent', async () => {
    await given(drafting);
    const refused = decideTask(world, wish({ taskId: drafting.id ?? '', actor: sales, outcome: 'done' }));
    await expect(refused).rejects.toMatchObject({ name: 'FormInvalid' });
  });
});

describe('the separation of duties', () => {
  const { caseId } = aTask();
  const ordering: Partial<Task> = {
    id: `${caseId}.25.mi9x1ddd-0000`,
    step: '25',
    role: 'order-review',
    assignee: 'gao.yang',
    subject: [{ kind: 'order', version: 1 }],
  };
  const reviewer = (id: string): Actor => ({ id, roles: ['order-review'] });
  const approving = (id: string): DecideTask =>
    wish({ taskId: ordering.id ?? '', actor: reviewer(id), outcome: 'approved' });

  beforeEach(async () => {
    await world.cases.create(aCase(), newFact({ caseId, type: 'case.started' }, new Date(0)));
    for (const [id, name] of [
      ['gao.yang', '高阳'],
      ['li.na', '李娜'],
      ['zhang.wei', '张伟'],
    ] as const) {
      await world.people.put(aPerson({ id, name, roles: ['order-review', 'assistant'] }));
    }
    world.records.documents.push(aDocument({ kind: 'order', content: anOrder(), by: 'he.xin' }));
  });

  it.each([
    ['OR-6 the first reviewer', 'zhang.wei', undefined, 'two-reviewers'],
    ['OR-3 the salesperson', 'li.na', undefined, 'own-sale'],
    ['a delegate of the salesperson', 'gao.yang', ['li.na'], 'own-sale'],
    ['the author of the order', 'he.xin', undefined, 'own-work'],
  ] as const)(
    'refuses %s, says which rule and who could decide, and puts it on record',
    async (_, id, others, rule) => {
      // given: zhang.wei has reviewed the contract
      await given();
      await decideTask(world, wish());
      await given({ ...ordering, assignee: id, ...(others === undefined ? {} : { onBehalfOf: [...others] }) });
      // when
      const refused = decideTask(world, approving(id));
      // then
      await expect(refused).rejects.toMatchObject({
        name: 'DutiesSeparated',
        status: 403,
        extension: { rule, candidates: [{ id: 'gao.yang', name: '高阳' }] },
      });
      expect((await world.tasks.get(ordering.id ?? ''))?.status).toBe('OPEN');
      expect((await factsOf()).find(({ type }) => type === 'task.refused-attempt')).toMatchObject({
        type: 'task.refused-attempt',
        by: id,
        via: 'api',
        detail: { why: 'DutiesSeparated', rule },
        ...(others === undefined ? {} : { onBehalfOf: others }),
      });
    },
  );

  it('records for whom a delegate decided, on the decision, the document and the facts', async () => {
    // given
    await given({ ...drafting, assignee: 'wang.fang', onBehalfOf: ['li.na'] });
    const actor: Actor = { id: 'wang.fang', roles: ['sales'] };
    // when
    const { decision } = await decideTask(
      world,
      wish({ taskId: drafting.id ?? '', actor, outcome: 'done', data: aContract() }),
    );
    // then
    const both = { by: 'wang.fang', onBehalfOf: ['li.na'] };
    expect(decision).toMatchObject(both);
    expect(world.records.documents.at(-1)).toMatchObject(both);
    expect(world.observer.facts).toMatchObject([
      { type: 'task.decided', ...both },
      { type: 'document.added', ...both },
    ]);
  });

  it('OR-6 holds where the other review is written between the look and the write', async () => {
    // given: nobody has reviewed when the rules are looked at first
    await given();
    await given({ ...ordering, assignee: 'zhang.wei' });
    let looks = 0;
    const tasks = {
      ...world.tasks,
      async duties(of: string) {
        const taken = await world.tasks.duties(of);
        looks += 1;
        if (looks === 1) await decideTask(world, wish());
        return taken;
      },
    };
    // when
    const refused = decideTask({ ...world, tasks }, approving('zhang.wei'));
    // then
    await expect(refused).rejects.toMatchObject({ name: 'DutiesSeparated', extension: { rule: 'two-reviewers' } });
  });
});
