import { expect, it } from 'vitest';
import { enterAbsence } from '../../../../functions/people-api/enter-absence.ts';
import type { Absence } from '../../../../functions/shared/domain/inbox.ts';
import { newFact } from '../../../../functions/shared/domain/new-fact.ts';
import type { Task } from '../../../../functions/shared/domain/task.ts';
import { aDecision, aPerson, aTask } from '../../../support/builders.ts';
import { everyKeeper } from '../../../support/keeper-suite.ts';
import type { Records } from '../../../support/worlds.ts';

const at = '2026-11-23T02:00:00.000Z';
const aFact = (type: 'task.opened' | 'task.delegated' | 'task.commented', { id, caseId }: Task) =>
  newFact({ caseId, taskId: id, type }, new Date(at));

async function opened({ tasks }: Records, change: Partial<Task> = {}): Promise<Task> {
  const task = aTask(change);
  await tasks.open({ task, taskToken: 'token', links: [], fact: aFact('task.opened', task) });
  return task;
}

everyKeeper('tasks that change hands', (records) => {
  it('are the next attempt, in the new person’s list, on behalf of those before', async () => {
    const { tasks, handovers } = records();
    const task = await opened(records());
    // when
    const after = await handovers.handOver(
      task,
      { assignee: 'he.xin', onBehalfOf: ['zhang.wei'] },
      aFact('task.delegated', task),
    );
    // then
    expect(after).toEqual({ ...task, assignee: 'he.xin', onBehalfOf: ['zhang.wei'], attempt: 2 });
    expect(await tasks.get(task.id)).toEqual(after);
    const listed = async (assignee: string) =>
      (await tasks.list({ assignee, status: 'OPEN' }, { limit: 9 })).items.map(({ id }) => id);
    expect(await listed('he.xin')).toEqual([task.id]);
    expect(await listed('zhang.wei')).toEqual([]);
  });

  it('go to their group with nobody before them', async () => {
    const { tasks, handovers } = records();
    const task = await opened(records(), { role: 'seal', onBehalfOf: ['gao.yang'] });
    await handovers.handOver(task, { assignee: undefined, onBehalfOf: [] }, aFact('task.delegated', task));
    const { assignee: _, onBehalfOf: __, ...free } = { ...task, attempt: 2 };
    expect(await tasks.get(task.id)).toEqual(free);
    expect((await tasks.list({ role: 'seal', status: 'OPEN' }, { limit: 9 })).items).toEqual([free]);
  });

  it('announce themselves once, for the attempt that stands', async () => {
    const { handovers, dueWork } = records();
    const task = await opened(records());
    const second = await handovers.handOver(
      task,
      { assignee: 'he.xin', onBehalfOf: [] },
      aFact('task.delegated', task),
    );
    if (second === undefined) throw new Error('not handed over');
    await handovers.handOver(second, { assignee: 'xu.hong', onBehalfOf: [] }, aFact('task.delegated', task));
    // when
    const [due, ...more] = await dueWork.due(at, 10);
    // then
    expect(due).toMatchObject({ kind: 'announcement', taskId: task.id, attempt: 3 });
    expect(more).toEqual([]);
    if (due !== undefined) await dueWork.done(due);
    expect(await dueWork.due(at, 10)).toEqual([]);
  });

  it('of many at once one changes hands, and a decision and a change of hands exclude each other', async () => {
    const { tasks, handovers } = records();
    const task = await opened(records());
    // when
    const wishes = Array.from({ length: 10 }, (_, number) =>
      handovers.handOver(
        task,
        { assignee: `person.${number}`, onBehalfOf: ['zhang.wei'] },
        aFact('task.delegated', task),
      ),
    );
    const decision = tasks.decide(task, aDecision(), undefined, []);
    const [handed, decided] = [await Promise.all(wishes), await decision];
    // then
    const done = handed.filter((after) => after !== undefined);
    expect(done.length + (decided ? 1 : 0)).toBe(1);
    const stored = await tasks.get(task.id);
    expect(stored).toMatchObject(
      decided ? { status: 'DECIDED', attempt: 1 } : { status: 'OPEN', attempt: 2, ...done[0] },
    );
  });

  it('hand out links for the new attempt; one that is there stays', async () => {
    const { tasks, handovers } = records();
    const task = await opened(records());
    await handovers.addLinks(task, [{ hash: 'abc', personId: 'zhang.wei' }]);
    await handovers.addLinks(task, [{ hash: 'abc', personId: 'somebody.else' }]);
    expect((await tasks.byLink('abc'))?.attempt).toBe(1);
  });
});

everyKeeper('absences', (records) => {
  const away: Absence = {
    person: 'zhang.wei',
    from: '2026-12-24T00:00:00.000Z',
    to: '2027-01-02T00:00:00.000Z',
    substitute: 'he.xin',
  };

  it('are one per person, due when they begin, and gone when they are ended', async () => {
    const { absences, dueWork } = records();
    expect(await absences.enter(away, await absences.version())).toBe(true);
    const later = { ...away, from: '2026-12-25T00:00:00.000Z' };
    expect(await absences.enter(later, await absences.version())).toBe(true);
    expect(await absences.of('zhang.wei')).toEqual(later);
    expect(await dueWork.due(away.from, 10)).toEqual([]);
    expect(await dueWork.due(later.from, 10)).toMatchObject([{ kind: 'absence', absence: later }]);
    await absences.remove('zhang.wei');
    expect(await absences.of('zhang.wei')).toBeUndefined();
    expect(await dueWork.due(later.from, 10)).toEqual([]);
  });

  it('are looked at again later, unless they were changed meanwhile', async () => {
    const { absences, dueWork } = records();
    await absences.enter(away, 0);
    const [due] = await dueWork.due(away.from, 10);
    if (due === undefined) throw new Error('not due');
    await dueWork.later(due, '2026-12-24T00:15:00.000Z');
    expect(await dueWork.due(away.from, 10)).toEqual([]);
    // when somebody takes off what they read before
    await dueWork.done(due);
    expect(await dueWork.due('2026-12-24T00:15:00.000Z', 10)).toHaveLength(1);
  });

  it('people who name each other at the same moment close no ring', async () => {
    const { people, absences, clock } = records();
    const ids = ['zhang.wei', 'he.xin', 'xu.hong'];
    for (const id of ids) await people.put(aPerson({ id, email: `${id}@example.com`, roles: ['assistant'] }));
    const { from, to } = away;
    // when each names the next, and the last the first
    const results = await Promise.allSettled(
      ids.map((id, index) =>
        enterAbsence(
          { people, absences, now: clock.now },
          { id, roles: ['assistant'] },
          { from, to, substitute: ids[(index + 1) % ids.length] ?? '' },
        ),
      ),
    );
    // then one of the three is refused
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused).toMatchObject([{ name: 'SubstitutesRing', status: 409 }]);
  });
});

everyKeeper('comments and reminders', (records) => {
  it('a comment is written once, oldest first, and word to those it mentions is due', async () => {
    const { comments, dueWork } = records();
    const task = await opened(records());
    const { id: taskId, caseId } = task;
    const comment = (id: string, mentions: string[]) => ({ id, caseId, taskId, by: 'li.na', at, text: id, mentions });
    const [second, first] = [comment('b', ['zhang.wei']), comment('a', [])];
    // when
    expect(await comments.add(second, aFact('task.commented', task), [])).toBe(true);
    expect(await comments.add(first, aFact('task.commented', task), [])).toBe(true);
    expect(await comments.add(second, aFact('task.commented', task), [])).toBe(false);
    // then
    expect((await comments.ofTask(taskId, { limit: 9 })).items).toEqual([first, second]);
    expect(await dueWork.due(at, 10)).toMatchObject([{ kind: 'comment', comment: second }]);
  });

  it('AD-5: the files a comment carries are told with it', async () => {
    const { comments, cases } = records();
    const task = await opened(records());
    const { id: taskId, caseId } = task;
    const told = { name: '批注.png', type: 'image/png', size: 9, hash: 'c'.repeat(64) };
    const comment = { id: 'c', caseId, taskId, by: 'li.na', at, text: '见附件', mentions: [], files: [told] };
    const file = { ...told, caseId, taskId, key: `cases/${caseId}/c.png`, by: 'li.na', at, comment: 'c' };
    expect(await comments.add(comment, aFact('task.commented', task), [file])).toBe(true);
    expect((await comments.ofTask(taskId, { limit: 9 })).items).toEqual([comment]);
    expect((await cases.factsSince(caseId, '')).map(({ type }) => type)).toContain('task.commented');
  });

  it('a reminder replaces the one before, and is due at its time', async () => {
    const { followUps, dueWork } = records();
    const wish = { person: 'li.na', taskId: aTask().id, at, note: '打电话' };
    const later = { ...wish, at: '2026-11-30T02:00:00.000Z' };
    await followUps.set(wish);
    await followUps.set(later);
    expect(await followUps.of('li.na', wish.taskId)).toEqual(later);
    expect(await dueWork.due(at, 10)).toEqual([]);
    expect(await dueWork.due(later.at, 10)).toMatchObject([{ kind: 'follow-up', followUp: later }]);
    await followUps.remove('li.na', wish.taskId);
    expect(await dueWork.due(later.at, 10)).toEqual([]);
  });
});
