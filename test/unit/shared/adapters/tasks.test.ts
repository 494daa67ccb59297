import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../../functions/shared/domain/history.ts';
import { newFact } from '../../../../functions/shared/domain/new-fact.ts';
import type { TaskOpening } from '../../../../functions/shared/domain/ports.ts';
import type { Task } from '../../../../functions/shared/domain/task.ts';
import { aCase, aContract, aDecision, aDocument, aTask } from '../../../support/builders.ts';
import { everyKeeper } from '../../../support/keeper-suite.ts';
import type { Records } from '../../../support/worlds.ts';

function opening(task: Task, taskToken = 'token-1', links: TaskOpening['links'] = []): TaskOpening {
  return { task, taskToken, links, fact: aFact('task.opened', task) };
}

function aFact(type: Fact['type'], task: Task, detail: NonNullable<Fact['detail']> = {}): Fact {
  return newFact({ caseId: task.caseId, taskId: task.id, step: task.step, type, detail }, new Date(task.openedAt));
}

const groupTask = (change: Partial<Task> = {}): Task => {
  const { assignee: _, ...free } = aTask({
    id: 'AD-20261123-7K3F9Q.23.mi9x2k1b-0000',
    step: '23',
    state: '23 Review, sign and stamp',
    role: 'seal',
    ...change,
  });
  return free;
};

async function opened(records: Records, task: Task, token?: string): Promise<Task> {
  await records.tasks.open(opening(task, token));
  return task;
}

everyKeeper('opening tasks', (records) => {
  it('opens a task with its links and its fact at once', async () => {
    const { tasks, cases } = records();
    const task = aTask({ findings: [{ rule: 'contract.total', severity: 'error', message: { zh: '差', en: 'off' } }] });
    // when
    const result = await tasks.open(opening(task, 'token-1', [{ hash: 'abc', personId: 'zhang.wei' }]));
    // then
    expect(result).toEqual({ result: 'opened', task, notified: [] });
    expect(await tasks.get(task.id)).toEqual(task);
    expect(await tasks.byLink('abc')).toEqual({ task, personId: 'zhang.wei', attempt: 1 });
    expect((await cases.history(task.caseId, { limit: 5 })).items.map(({ type }) => type)).toEqual(['task.opened']);
  });

  it('changes nothing when the same entry comes again with the same token, and says who was mailed', async () => {
    const { tasks, cases } = records();
    const task = aTask();
    await tasks.open(opening(task));
    await tasks.notified(task.id, 1, 'zhang.wei', aFact('task.notified', task, { person: 'zhang.wei', attempt: 1 }));
    await tasks.notified(task.id, 1, 'li.na', aFact('task.notice-refused', task, { person: 'li.na', attempt: 1 }));
    // when
    const again = await tasks.open(opening({ ...task, reason: 'another' }));
    // then
    expect(again).toMatchObject({ result: 'unchanged', task });
    expect([...again.notified].sort()).toEqual(['li.na', 'zhang.wei']);
    expect((await cases.history(task.caseId, { limit: 9 })).items).toHaveLength(3);
  });

  it('takes a new token of an open task as its next attempt, with new links', async () => {
    const { tasks } = records();
    const task = aTask();
    await tasks.open(opening(task, 'token-1', [{ hash: 'old', personId: 'zhang.wei' }]));
    await tasks.notified(task.id, 1, 'zhang.wei', aFact('task.notified', task, { person: 'zhang.wei', attempt: 1 }));
    // when
    const again = await tasks.open(
      opening({ ...task, attempt: 2 }, 'token-2', [{ hash: 'new', personId: 'zhang.wei' }]),
    );
    // then
    expect(again).toEqual({ result: 'reissued', task: { ...task, attempt: 2 }, notified: [] });
    expect(await tasks.byLink('old')).toMatchObject({ attempt: 1, task: { attempt: 2 } });
    expect(await tasks.byLink('new')).toMatchObject({ attempt: 2, task: { attempt: 2 } });
  });

  it('takes a new token together with what is decided on by now', async () => {
    const { tasks } = records();
    const task = await opened(records(), aTask());
    const { attempt, subject, contentHash } = task;
    const renewed: Task = {
      ...task,
      attempt: 2,
      subject: [{ kind: 'contract', version: 2 }],
      contentHash: 'e'.repeat(64),
      findings: [{ rule: 'contract.total', severity: 'error', message: { zh: '差', en: 'off' } }],
      earlier: [{ attempt, subject, contentHash }],
    };
    // when
    const again = await tasks.open(opening(renewed, 'token-2'));
    // then
    expect(again).toEqual({ result: 'reissued', task: renewed, notified: [] });
    expect(await tasks.get(task.id)).toEqual(renewed);
    expect(await tasks.held(task.id)).toEqual({ task: renewed, taskToken: 'token-2' });
    expect(await tasks.held('AD-20261123-7K3F9Q.6.zzz-0000')).toBeUndefined();
  });

  it('does not open a task on a document that has a later version', async () => {
    const { tasks, cases } = records();
    await cases.create(aCase(), newFact({ caseId: aCase().id, type: 'case.started' }, new Date(0)));
    await cases.addDocument(aDocument({ version: 2 }), aFact('document.added', aTask()), []);
    // when
    const result = await tasks.open(opening(aTask()));
    // then
    expect(result.result).toBe('outdated');
    expect(await tasks.get(aTask().id)).toBeUndefined();
  });

  it.each([1, 3])('calls attempt %i outdated where the stored one is 1 with another token', async (attempt) => {
    const { tasks } = records();
    const task = await opened(records(), aTask());
    // when
    const result = await tasks.open(opening({ ...task, attempt }, 'token-2'));
    // then
    expect(result).toMatchObject({ result: 'outdated', task: { attempt: 1 } });
  });

  it('takes no token of an earlier issue, which comes late and which nobody waits on any more', async () => {
    const { tasks } = records();
    const task = aTask();
    await tasks.open({ ...opening(task, 'token-2'), issue: 1 });
    // when
    const late = await tasks.open({ ...opening({ ...task, attempt: 2 }, 'token-1'), issue: 0 });
    const next = await tasks.open({ ...opening({ ...task, attempt: 2 }, 'token-3'), issue: 2 });
    await tasks.decide({ ...task, attempt: 2 }, aDecision(), undefined, []);
    // then
    expect(late).toMatchObject({ result: 'unchanged', task: { attempt: 1 } });
    expect(next).toMatchObject({ result: 'reissued', task: { attempt: 2 } });
    expect(await tasks.token(task.id)).toBe('token-3');
  });

  it('keeps a decided task as it is, and hands its decision on to the new token', async () => {
    const { tasks } = records();
    const task = await opened(records(), aTask());
    await tasks.decide(task, aDecision(), undefined, []);
    // when
    const result = await tasks.open(opening({ ...task, attempt: 2 }, 'token-2'));
    const again = await tasks.open(opening({ ...task, attempt: 2 }, 'token-2'));
    // then
    expect(result).toMatchObject({ result: 'handed-on', task: { status: 'DECIDED', attempt: 1 } });
    expect(again).toMatchObject({ result: 'unchanged', task: { status: 'DECIDED', attempt: 1 } });
    expect(await tasks.token(task.id)).toBe('token-2');
  });

  it('opens a task again that ended with its case, when a new token comes', async () => {
    const { tasks } = records();
    const task = await opened(records(), aTask());
    await tasks.end(task.id, 'CANCELLED', aFact('task.cancelled', task));
    // when
    const result = await tasks.open({ ...opening({ ...task, attempt: 2 }, 'token-2'), issue: 1000 });
    // then
    expect(result).toEqual({ result: 'reissued', task: { ...task, attempt: 2 }, notified: [] });
    expect((await tasks.list({ role: 'assistant', status: 'OPEN' }, { limit: 9 })).items).toEqual([result.task]);
    expect((await tasks.list({ role: 'assistant', status: 'CANCELLED' }, { limit: 9 })).items).toEqual([]);
  });

  it('knows the tasks of a step apart from those of a step whose name begins alike', async () => {
    const { tasks } = records();
    const two = await opened(records(), aTask({ id: 'AD-20261123-7K3F9Q.2.a-0000', step: '2' }));
    await opened(records(), aTask({ id: 'AD-20261123-7K3F9Q.23.a-0000', step: '23' }));
    await opened(records(), aTask({ id: 'AD-20261123-7K3F9Q.23-collection.a-0000', step: '23-collection' }));
    // when / then
    expect(await tasks.ofStep(two.caseId, '2')).toEqual([two]);
    expect(await tasks.ofStep(two.caseId, '23')).toHaveLength(1);
  });

  it.each(['', 'x', 'a.b', 'a.b.c.d', 'AD-20261123-7K3F9Q.6.unknown'])('has no task %j', async (id) => {
    const { tasks } = records();
    expect(await tasks.get(id)).toBeUndefined();
    expect(await tasks.token(id)).toBeUndefined();
    expect(await tasks.claim(id, 'x', aFact('task.claimed', aTask()))).toBe(false);
    expect(await tasks.end(id, 'CANCELLED', aFact('task.cancelled', aTask()))).toBe(false);
  });

  it('knows no link that was never made', async () => {
    expect(await records().tasks.byLink('0'.repeat(64))).toBeUndefined();
  });
});

everyKeeper('deciding tasks', (records) => {
  it('decides an open task once, with its document version and its facts', async () => {
    const { tasks, cases } = records();
    const task = await opened(records(), aTask());
    const document = aDocument({ version: 1 });
    const decision = aDecision({ document: { kind: 'contract', version: 1 } });
    const fact = aFact('task.decided', task, { outcome: 'meets' });
    // when
    const first = await tasks.decide(task, decision, document, [fact]);
    const second = await tasks.decide(task, aDecision({ outcome: 'fails' }), aDocument({ version: 2 }), [
      aFact('task.decided', task),
    ]);
    // then
    expect([first, second]).toEqual([true, false]);
    expect(await tasks.get(task.id)).toEqual({ ...task, status: 'DECIDED', decision });
    expect(await cases.documents(task.caseId)).toEqual([document]);
    expect(
      (await cases.history(task.caseId, { limit: 9 })).items.filter(({ type }) => type === 'task.decided'),
    ).toEqual([fact]);
  });

  it.each<[string, Partial<Task>]>([
    ['another attempt', { attempt: 2 }],
    ['another content', { contentHash: 'd'.repeat(64) }],
    ['another assignee', { assignee: 'sun.li' }],
  ])('decides nothing on %s', async (_, change) => {
    const { tasks } = records();
    const task = await opened(records(), aTask());
    // when / then
    expect(await tasks.decide({ ...task, ...change }, aDecision(), undefined, [])).toBe(false);
    expect((await tasks.get(task.id))?.status).toBe('OPEN');
  });

  it("decides nothing on a group's task that somebody has claimed meanwhile", async () => {
    const { tasks } = records();
    const task = await opened(records(), groupTask());
    await tasks.claim(task.id, 'gao.yang', aFact('task.claimed', task));
    // when / then
    expect(await tasks.decide(task, aDecision({ outcome: 'stamped' }), undefined, [])).toBe(false);
  });

  it('AD-5 never overwrites a document version: the decision that brings it again is not written', async () => {
    const { tasks, cases } = records();
    const first = await opened(records(), aTask());
    const second = await opened(records(), aTask({ id: 'AD-20261123-7K3F9Q.21.mi9x2k1c-0000', step: '21' }));
    await tasks.decide(first, aDecision(), aDocument(), []);
    // when
    const decided = await tasks.decide(second, aDecision(), aDocument({ content: aContract({ number: 'X' }) }), []);
    // then
    expect(decided).toBe(false);
    expect((await tasks.get(second.id))?.status).toBe('OPEN');
    expect(await cases.documents(first.caseId)).toEqual([aDocument()]);
  });

  it('hands out the token of a decided task only', async () => {
    const { tasks } = records();
    const task = await opened(records(), aTask(), 'the token');
    const before = await tasks.token(task.id);
    await tasks.decide(task, aDecision(), undefined, []);
    // then
    expect(before).toBeUndefined();
    expect(await tasks.token(task.id)).toBe('the token');
  });

  it.each(['EXPIRED', 'CANCELLED'] as const)('ends an open task as %s, once', async (status) => {
    const { tasks } = records();
    const task = await opened(records(), aTask());
    // when
    const first = await tasks.end(task.id, status, aFact('task.cancelled', task));
    const second = await tasks.end(task.id, 'CANCELLED', aFact('task.cancelled', task));
    // then
    expect([first, second]).toEqual([true, false]);
    expect(await tasks.get(task.id)).toEqual({ ...task, status });
    expect(await tasks.decide(task, aDecision(), undefined, [])).toBe(false);
  });
});

everyKeeper('queues of tasks', (records) => {
  it("lists a role's and a person's open tasks, most urgent first", async () => {
    const { tasks } = records();
    const later = await opened(
      records(),
      aTask({ id: 'AD-20261123-7K3F9Q.6.a-0000', dueAt: '2026-11-25T00:00:00.000Z' }),
    );
    const sooner = await opened(records(), aTask({ id: 'AD-20261123-7K3F9Q.22.a-0000', step: '22' }));
    await opened(records(), groupTask());
    // when
    const first = await tasks.list({ role: 'assistant', status: 'OPEN' }, { limit: 1 });
    const second = await tasks.list({ role: 'assistant', status: 'OPEN' }, { limit: 1, cursor: first.cursor ?? '' });
    // then
    expect([...first.items, ...second.items]).toEqual([sooner, later]);
    expect((await tasks.list({ assignee: 'zhang.wei', status: 'OPEN' }, { limit: 9 })).items).toEqual([sooner, later]);
    expect((await tasks.list({ assignee: 'zhang.wei', status: 'DECIDED' }, { limit: 9 })).items).toEqual([]);
  });

  it('lists the tasks of a case whatever became of them', async () => {
    const { tasks } = records();
    const task = await opened(records(), aTask());
    await tasks.decide(task, aDecision(), undefined, []);
    const other = await opened(records(), groupTask());
    await opened(records(), aTask({ id: 'AD-20261123-AAAAAA.6.a-0000', caseId: 'AD-20261123-AAAAAA' }));
    // when
    const { items } = await tasks.list({ caseId: task.caseId }, { limit: 9 });
    // then
    expect(items.map(({ id }) => id).sort()).toEqual([other.id, task.id].sort());
  });

  describe.each([['decided', 'DECIDED'] as const, ['cancelled', 'CANCELLED'] as const])(
    'a task that is %s',
    (_, status) => {
      it('moves from one queue to the other', async () => {
        const { tasks } = records();
        const task = await opened(records(), aTask());
        // when
        if (status === 'DECIDED') await tasks.decide(task, aDecision(), undefined, []);
        else await tasks.end(task.id, status, aFact('task.cancelled', task));
        // then
        for (const by of [{ role: 'assistant' }, { assignee: 'zhang.wei' }] as const) {
          expect((await tasks.list({ ...by, status: 'OPEN' }, { limit: 9 })).items).toEqual([]);
          expect((await tasks.list({ ...by, status }, { limit: 9 })).items.map(({ id }) => id)).toEqual([task.id]);
        }
      });
    },
  );

  it('lets one person claim, and only that person release', async () => {
    const { tasks } = records();
    const task = await opened(records(), groupTask());
    const claim = (who: string) => tasks.claim(task.id, who, aFact('task.claimed', task));
    const release = (who: string) => tasks.release(task.id, who, aFact('task.released', task));
    const mine = async (who: string) =>
      (await tasks.list({ assignee: who, status: 'OPEN' }, { limit: 9 })).items.map(({ id }) => id);
    // when / then
    expect(await claim('gao.yang')).toBe(true);
    expect(await claim('gao.yang')).toBe(true);
    expect(await claim('he.jing')).toBe(false);
    expect(await mine('gao.yang')).toEqual([task.id]);
    expect((await tasks.get(task.id))?.assignee).toBe('gao.yang');
    expect(await release('he.jing')).toBe(false);
    expect(await release('gao.yang')).toBe(true);
    expect(await release('gao.yang')).toBe(false);
    expect(await mine('gao.yang')).toEqual([]);
    expect(await tasks.get(task.id)).toEqual(task);
    expect((await tasks.list({ role: 'seal', status: 'OPEN' }, { limit: 9 })).items).toEqual([task]);
  });

  it('claims nothing that has ended', async () => {
    const { tasks } = records();
    const task = await opened(records(), groupTask());
    await tasks.end(task.id, 'CANCELLED', aFact('task.cancelled', task));
    // when / then
    expect(await tasks.claim(task.id, 'gao.yang', aFact('task.claimed', task))).toBe(false);
  });
});

everyKeeper('the duties that decisions take', (records) => {
  const { caseId } = aTask();
  const duty = (side: 'first' | 'second', person = 'zhang.wei') => ({ caseId, rule: 'two-reviewers', person, side });
  const at = (step: string) => aTask({ id: `${caseId}.${step}.mi9x2k1c-0000`, step });

  it('OR-6 are written with the decision, and taking the same side again is no clash', async () => {
    const { tasks } = records();
    const again = { ...at('6'), id: `${caseId}.6.mi9x2k1d-0000` };
    for (const task of [at('6'), again]) await opened(records(), task, task.id);
    // when
    expect(await tasks.decide(at('6'), aDecision(), undefined, [], [duty('first')])).toBe(true);
    expect(await tasks.decide(again, aDecision(), undefined, [], [duty('first')])).toBe(true);
    // then
    expect(await tasks.duties(caseId)).toEqual([duty('first')]);
  });

  it('OR-6 a person cannot take both sides, however close the two decisions are', async () => {
    const { tasks } = records();
    for (const step of ['6', '25']) await opened(records(), at(step), step);
    // when
    const outcomes = await Promise.all([
      tasks.decide(at('6'), aDecision(), undefined, [], [duty('first')]),
      tasks.decide(at('25'), aDecision(), undefined, [], [duty('second', 'gao.yang'), duty('second')]),
    ]);
    // then: one of the two is open still, and took nothing
    expect(outcomes.toSorted()).toEqual([false, true]);
    const statuses = await Promise.all([at('6'), at('25')].map(async ({ id }) => (await tasks.get(id))?.status));
    expect(statuses.toSorted()).toEqual(['DECIDED', 'OPEN']);
    expect(new Set((await tasks.duties(caseId)).map(({ side }) => side)).size).toBe(1);
  });
});
