import { expect, it } from 'vitest';
import type { Fact } from '../../../../functions/shared/domain/history.ts';
import { newFact } from '../../../../functions/shared/domain/new-fact.ts';
import type { DueTask } from '../../../../functions/shared/domain/ports.ts';
import type { Task } from '../../../../functions/shared/domain/task.ts';
import { aDecision, aTask } from '../../../support/builders.ts';
import { everyKeeper } from '../../../support/keeper-suite.ts';
import type { Records } from '../../../support/worlds.ts';

const at = (time: string): string => `2026-11-23T${time}:00.000Z`;

function aFact(type: Fact['type'], task: Task): Fact {
  return newFact({ caseId: task.caseId, taskId: task.id, step: task.step, type }, new Date(task.openedAt));
}

async function waiting(
  { tasks }: Records,
  nextActionAt: string | undefined,
  change: Partial<Task> = {},
): Promise<Task> {
  const task = aTask({ subject: [], sla: { counted: 0, since: at('02:00'), done: [] }, ...change });
  await tasks.open({ task, taskToken: 'token-1', links: [], fact: aFact('task.opened', task), nextActionAt });
  return task;
}

async function theOnly({ ladders }: Records, until: string): Promise<DueTask> {
  const [due, ...others] = await ladders.due(until, 100);
  if (due === undefined || others.length > 0) throw new Error('not exactly one task is due');
  return due;
}

everyKeeper('open tasks by their ladders’ next actions', (records) => {
  it('finds the tasks of all cases that are due, longest due first, and no others', async () => {
    const ids = ['A', 'B', 'C', 'D', 'E', 'F'].map((letter) => `AD-20261123-${letter.repeat(6)}`);
    for (const [index, caseId] of ids.entries()) {
      await waiting(records(), at(`0${9 - index}:00`), { caseId, id: `${caseId}.6.mi9x2k1a-0000` });
    }
    await waiting(records(), undefined, { id: 'AD-20261123-7K3F9Q.6.mi9x2k1a-0001' });
    const due = await records().ladders.due(at('08:00'), 100);
    expect(due.map(({ task }) => task.caseId)).toEqual(ids.slice(1).reverse());
    expect(due[0]?.sweepAt).toBe(at('04:00'));
  });

  it('a task that is decided or ended is due no more', async () => {
    const decided = await waiting(records(), at('03:00'));
    const ended = await waiting(records(), at('03:00'), { id: 'AD-20261123-7K3F9Q.6.mi9x2k1a-0001' });
    await records().tasks.decide(decided, aDecision(), undefined, [aFact('task.decided', decided)]);
    await records().tasks.end(ended.id, 'CANCELLED', aFact('task.cancelled', ended));
    expect(await records().ladders.due(at('08:00'), 100)).toEqual([]);
  });

  it('a task that ended and is waited for anew has a new clock; one that is open keeps its own', async () => {
    const task = await waiting(records(), at('03:00'));
    const again = { ...task, attempt: 2, dueAt: at('20:00'), sla: { counted: 0, since: at('12:00'), done: [] } };
    const fact = aFact('task.opened', task);
    const next = { taskToken: 'token-2', issue: 1, links: [], fact, nextActionAt: at('13:00') };
    expect(await records().tasks.open({ ...next, task: again })).toMatchObject({ task: { dueAt: task.dueAt } });
    expect((await theOnly(records(), at('03:00'))).task).toMatchObject({ attempt: 2, sla: task.sla });
    await records().tasks.end(task.id, 'CANCELLED', aFact('task.cancelled', task));
    await records().tasks.open({
      ...next,
      task: { ...again, attempt: 3 },
      taskToken: 'token-3',
      issue: 2,
      fact: aFact('task.opened', task),
    });
    expect(await records().ladders.due(at('12:59'), 100)).toEqual([]);
    expect((await theOnly(records(), at('13:00'))).task).toMatchObject({ dueAt: at('20:00'), sla: again.sla });
  });

  it('one of many sweeps takes a task; the others find it taken, and due again after the lease', async () => {
    await waiting(records(), at('03:00'));
    const due = await theOnly(records(), at('03:00'));
    const takes = await Promise.all(Array.from({ length: 8 }, () => records().ladders.take(due, at('03:02'))));
    expect(takes.filter((taken) => taken !== undefined)).toEqual([{ task: due.task, sweepAt: at('03:02') }]);
    expect(await records().ladders.due(at('03:01'), 100)).toEqual([]);
    expect((await theOnly(records(), at('03:02'))).sweepAt).toBe(at('03:02'));
  });

  it('settles what was done with its facts, and when the next is due', async () => {
    const task = await waiting(records(), at('03:00'));
    const due = await theOnly(records(), at('03:00'));
    const sla = { counted: 0, since: at('02:00'), done: [0, 1] };
    const escalation = { at: at('03:00'), to: ['chen.jie'] };
    const change = { sla, escalation, dueAt: at('12:00'), nextActionAt: at('05:00') };
    expect(await records().ladders.settle(due, change, [aFact('task.clock-resumed', task)])).toBe(true);
    expect(await records().tasks.get(task.id)).toEqual({ ...task, sla, escalation, dueAt: at('12:00') });
    expect(await records().ladders.due(at('04:59'), 100)).toEqual([]);
    const next = await theOnly(records(), at('05:00'));
    expect(await records().ladders.settle(next, { sla, nextActionAt: undefined }, [])).toBe(true);
    expect(await records().ladders.due(at('23:00'), 100)).toEqual([]);
    const { items } = await records().cases.history(task.caseId, { limit: 10 });
    expect(items.map(({ type }) => type).toSorted()).toEqual(['task.clock-resumed', 'task.opened']);
  });

  it('a change of hands is the next attempt, in the new holder’s list, and its announcement is due', async () => {
    const task = await waiting(records(), at('03:00'));
    const due = await theOnly(records(), at('03:00'));
    const handover = { assignee: 'chen.jie', onBehalfOf: [], entrusted: 'chen.jie' };
    const sla = { counted: 0, since: at('02:00'), done: [3] };
    const fact = aFact('task.reassigned', task);
    expect(await records().ladders.settle(due, { sla, handover, nextActionAt: undefined }, [fact])).toBe(true);
    expect(await records().tasks.get(task.id)).toEqual({
      ...task,
      attempt: 2,
      assignee: 'chen.jie',
      entrusted: 'chen.jie',
      sla,
    });
    const mine = await records().tasks.list({ assignee: 'chen.jie', status: 'OPEN' }, { limit: 10 });
    expect(mine.items.map(({ id }) => id)).toEqual([task.id]);
    expect(await records().dueWork.due(fact.at, 10)).toMatchObject([{ kind: 'announcement', attempt: 2 }]);
  });

  it.each<[string, (task: Task) => Promise<unknown>]>([
    ['decided', (task) => records().tasks.decide(task, aDecision(), undefined, [aFact('task.decided', task)])],
    [
      'given to somebody else',
      (task) =>
        records().handovers.handOver(task, { assignee: 'liu.yang', onBehalfOf: [] }, aFact('task.delegated', task)),
    ],
  ])('nothing is written to a task that was %s meanwhile', async (_, meanwhile) => {
    const task = await waiting(records(), at('03:00'));
    const due = await theOnly(records(), at('03:00'));
    await meanwhile(task);
    const before = await records().tasks.get(task.id);
    const sla = { counted: 0, since: at('02:00'), done: [0] };
    expect(await records().ladders.take(due, at('03:02'))).toBeUndefined();
    const change = { sla, nextActionAt: at('05:00') };
    expect(await records().ladders.settle(due, change, [aFact('task.clock-paused', task)])).toBe(false);
    expect(await records().tasks.get(task.id)).toEqual(before);
    const { items } = await records().cases.history(task.caseId, { limit: 10 });
    expect(items.map(({ type }) => type)).not.toContain('task.clock-paused');
  });

  it('where the clock depends on who has the task, a change of hands is looked at from its own instant', async () => {
    const task = await waiting(records(), undefined, { step: '9', id: 'AD-20261123-7K3F9Q.9.mi9x2k1a-0000' });
    const fact = { ...aFact('task.reassigned', task), at: at('04:00') };
    await records().handovers.handOver(task, { assignee: 'li.na', onBehalfOf: [] }, fact);
    expect((await theOnly(records(), at('04:00'))).sweepAt).toBe(at('04:00'));
  });

  it('gives a task another priority: its due time, its place in lists and in the sweep, and nothing once it is decided', async () => {
    const { ladders, tasks } = records();
    const task = await waiting(records(), at('05:00'));
    const to = { priority: 'urgent', sla: { counted: 0, since: at('02:00'), done: [0] }, dueAt: at('06:00') } as const;
    // when
    const sla = { ...to.sla, done: [...to.sla.done] };
    expect(await ladders.reprioritise(task.id, () => ({ ...to, sla, nextActionAt: at('04:00') }))).toBe(true);
    // then
    expect(await tasks.get(task.id)).toEqual({ ...task, ...to });
    expect(await theOnly(records(), at('04:00'))).toMatchObject({ sweepAt: at('04:00') });
    const { items } = await tasks.list({ role: task.role, status: 'OPEN' }, { limit: 10 });
    expect(items).toMatchObject([{ id: task.id, dueAt: at('06:00') }]);
    // at the top of its ladder it loses its place
    expect(await ladders.reprioritise(task.id, () => ({ ...to, sla, nextActionAt: undefined }))).toBe(true);
    expect(await ladders.due(at('23:00'), 10)).toEqual([]);
    const now = (await tasks.get(task.id)) ?? task;
    await tasks.decide(now, aDecision(), undefined, []);
    expect(await ladders.reprioritise(task.id, () => ({ ...to, sla, nextActionAt: at('04:00') }))).toBe(true);
    expect(await ladders.due(at('23:00'), 10)).toEqual([]);
  });
});
