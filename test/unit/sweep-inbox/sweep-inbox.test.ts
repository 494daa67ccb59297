import { beforeEach, describe, expect, test } from 'vitest';
import { linkHash } from '../../../functions/shared/domain/link.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import type { Task } from '../../../functions/shared/domain/task.ts';
import { type SweepInboxWorld, sweepInbox } from '../../../functions/sweep-inbox/sweep-inbox.ts';
import { delegateTask, reassignTask } from '../../../functions/tasks-api/pass-on.ts';
import { aCase, aDocument, aPerson, aTask } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

let world: MemoryWorld;
const { caseId } = aTask();
const assistant = (id: string, name: string) => aPerson({ id, name, email: `${id}@example.com`, roles: ['assistant'] });
const zhangwei = assistant('zhang.wei', '张伟');
const hexin = assistant('he.xin', '何欣');
const xuhong = assistant('xu.hong', '徐虹');
const manager = aPerson({ id: 'zhou.min', roles: ['sales-manager'] });

beforeEach(async () => {
  world = memoryWorld();
  await world.cases.create(aCase(), newFact({ caseId, type: 'case.started' }, new Date(0)));
  for (const person of [aPerson(), zhangwei, hexin, xuhong, manager]) await world.people.put(person);
  world.records.documents.push(aDocument());
});

async function opened(change: Partial<Task> = {}): Promise<Task> {
  const task = aTask(change);
  const fact = newFact({ caseId, taskId: task.id, type: 'task.opened' }, new Date(task.openedAt));
  await world.tasks.open({ task, taskToken: task.id, links: [], fact });
  return task;
}

const delegate = (id: string, to: string) => delegateTask(world, { actor: zhangwei, id, via: 'api', to });
const linkIn = (text: string | undefined): string => /\/t\/([\w-]{43})/.exec(text ?? '')?.[1] ?? '';
const facts = (type: string) => world.observer.facts.filter((fact) => fact.type === type);

describe('a task that changed hands', () => {
  test('is mailed to who has it, with a link that leads to the new attempt', async () => {
    const { id } = await opened();
    await delegate(id, 'he.xin');
    // when
    await sweepInbox(world);
    // then
    expect(world.mailer.sent.map(({ to }) => to.email)).toEqual(['he.xin@example.com']);
    const link = linkIn(world.mailer.sent[0]?.text);
    expect(await world.tasks.byLink(linkHash(link))).toMatchObject({ personId: 'he.xin', attempt: 2, task: { id } });
    expect(facts('task.notified')).toMatchObject([{ taskId: id, detail: { person: 'he.xin', attempt: 2 } }]);
  });

  test('is mailed once, however often it is swept; a run that died repeats one mail at most, with the same link', async () => {
    const { id } = await opened();
    await delegate(id, 'he.xin');
    const died = new Error('killed');
    const tasks = { ...world.tasks, notified: () => Promise.reject(died) };
    await expect(sweepInbox({ ...world, tasks })).rejects.toThrow('1 of 1 things failed');
    // when
    await sweepInbox(world);
    await sweepInbox(world);
    // then
    const links = world.mailer.sent.map(({ text }) => linkIn(text));
    expect(links).toHaveLength(2);
    expect(new Set(links).size).toBe(1);
    expect(facts('task.notified')).toHaveLength(1);
  });

  test('and changed them again since is mailed to the last only', async () => {
    const { id } = await opened();
    await delegate(id, 'he.xin');
    await reassignTask(world, { actor: manager, id, via: 'api', to: 'xu.hong' });
    await sweepInbox(world);
    expect(world.mailer.sent.map(({ to }) => to.email)).toEqual(['xu.hong@example.com']);
  });

  test('and was decided since is mailed to nobody', async () => {
    const { id } = await opened();
    await delegate(id, 'he.xin');
    await world.tasks.end(id, 'CANCELLED', newFact({ caseId, type: 'task.cancelled' }, world.now()));
    await sweepInbox(world);
    expect(world.mailer.sent).toEqual([]);
  });
});

describe('somebody away', () => {
  const away = { person: 'zhang.wei', from: '2026-11-23T02:00:00.000Z', to: '2026-11-24T02:00:00.000Z' };
  const holders = async (id: string) => {
    const task = await world.tasks.get(id);
    return [task?.assignee, ...(task?.onBehalfOf ?? [])];
  };

  test('has their open tasks handed to their substitute, who is mailed; the clock of the task is not touched', async () => {
    const { id, dueAt } = await opened();
    await world.absences.enter({ ...away, substitute: 'he.xin' }, 0);
    // when: the sweep after the one that hands over mails
    await sweepInbox(world);
    await sweepInbox(world);
    // then
    expect(await holders(id)).toEqual(['he.xin', 'zhang.wei']);
    expect((await world.tasks.get(id))?.dueAt).toBe(dueAt);
    expect(facts('task.substituted')).toMatchObject([{ taskId: id, detail: { from: 'zhang.wei', to: 'he.xin' } }]);
    expect(world.mailer.sent.map(({ to }) => to.email)).toEqual(['he.xin@example.com']);
  });

  test('nothing is handed over before the absence begins, or after it ends', async () => {
    const { id } = await opened();
    await world.absences.enter({ ...away, from: '2026-11-23T03:00:00.000Z', substitute: 'he.xin' }, 0);
    await sweepInbox(world);
    expect(await holders(id)).toEqual(['zhang.wei']);
    world.clock.set(away.to);
    await sweepInbox(world);
    expect(await holders(id)).toEqual(['zhang.wei']);
    expect(await world.dueWork.due('2030-01-01T00:00:00.000Z', 10)).toEqual([]);
  });

  test('a task that came just as they left is found a quarter of an hour later', async () => {
    await world.absences.enter({ ...away, substitute: 'he.xin' }, 0);
    await sweepInbox(world);
    const { id } = await opened();
    world.clock.advance(14 * 60_000);
    await sweepInbox(world);
    expect(await holders(id)).toEqual(['zhang.wei']);
    world.clock.advance(60_000);
    await sweepInbox(world);
    expect(await holders(id)).toEqual(['he.xin', 'zhang.wei']);
  });

  test('keeps a task that separated duties forbid the substitute', async () => {
    world.records.documents.splice(0, 1, aDocument({ by: 'he.xin' }));
    const { id } = await opened();
    await world.absences.enter({ ...away, substitute: 'he.xin' }, 0);
    await sweepInbox(world);
    expect(await holders(id)).toEqual(['zhang.wei']);
  });

  test('a substitute who is away too passes it on to theirs', async () => {
    const { id } = await opened();
    await world.absences.enter({ ...away, substitute: 'he.xin' }, 0);
    await world.absences.enter({ ...away, person: 'he.xin', substitute: 'xu.hong' }, 1);
    await sweepInbox(world);
    expect(await holders(id)).toEqual(['xu.hong', 'zhang.wei', 'he.xin']);
  });
});

describe('a comment', () => {
  test('is mailed to everybody it mentions, once each', async () => {
    const { id: taskId } = await opened();
    const at = world.now().toISOString();
    const file = { name: '改稿.pdf', type: 'application/pdf', size: 9, hash: 'c'.repeat(64) };
    const comment = {
      ...{ id: 'c', caseId, taskId, by: 'li.na', at, text: '请看第二页', mentions: ['zhang.wei', 'he.xin'] },
      files: [file],
    };
    await world.comments.add(comment, newFact({ caseId, taskId, type: 'task.commented' }, world.now()), []);
    const died = new Error('killed');
    let records = 0;
    const cases: SweepInboxWorld['cases'] = {
      ...world.cases,
      record: (fact) => {
        records += 1;
        return records > 1 ? Promise.reject(died) : world.cases.record(fact);
      },
    };
    await expect(sweepInbox({ ...world, cases })).rejects.toThrow();
    // when
    await sweepInbox(world);
    await sweepInbox(world);
    // then: only the one whose record was lost is told again
    expect(world.mailer.sent.map(({ to }) => to.email)).toEqual([
      'zhang.wei@example.com',
      'he.xin@example.com',
      'he.xin@example.com',
    ]);
    expect(world.mailer.sent[0]).toMatchObject({ subject: expect.stringContaining('李娜 提到了您') });
    expect(world.mailer.sent[0]?.text).toContain('请看第二页');
    expect(world.mailer.sent[0]?.text).toMatch(/附件\s*[：:]\s*改稿\.pdf/);
    expect(world.mailer.sent[0]?.text).not.toMatch(/\/t\//);
  });
});

describe('a reminder to oneself', () => {
  const at = '2026-11-23T05:00:00.000Z';

  test('comes at its time, once, with one’s own note', async () => {
    const { id: taskId } = await opened();
    await world.followUps.set({ person: 'zhang.wei', taskId, at, note: '问付款' });
    await sweepInbox(world);
    expect(world.mailer.sent).toEqual([]);
    world.clock.set(at);
    await sweepInbox(world);
    await sweepInbox(world);
    expect(world.mailer.sent.map(({ to }) => to.email)).toEqual(['zhang.wei@example.com']);
    expect(world.mailer.sent[0]?.text).toContain('问付款');
  });

  test('does not come for a task that has ended, or that one may not see any more', async () => {
    const { id } = await opened();
    const other = await opened({ id: `${caseId}.6.mi9x2k1b-0000`, assignee: 'he.xin' });
    await world.followUps.set({ person: 'zhang.wei', taskId: id, at, note: '' });
    await world.followUps.set({ person: 'xu.hong', taskId: other.id, at, note: '' });
    await world.tasks.end(id, 'CANCELLED', newFact({ caseId, type: 'task.cancelled' }, world.now()));
    world.clock.set(at);
    await sweepInbox(world);
    expect(world.mailer.sent).toEqual([]);
  });
});

test('what fails holds up nothing else, and comes again', async () => {
  const { id: taskId } = await opened();
  await world.followUps.set({ person: 'he.xin', taskId: 'nonsense', at: '2026-11-23T01:00:00.000Z', note: '' });
  await delegate(taskId, 'he.xin');
  const failing = {
    ...world,
    tasks: {
      ...world.tasks,
      get: (id: string) => (id === taskId ? world.tasks.get(id) : Promise.reject(new Error('no'))),
    },
  };
  await expect(sweepInbox(failing)).rejects.toThrow('1 of 2 things failed');
  expect(world.mailer.sent).toHaveLength(1);
  expect(await world.dueWork.due('2026-11-23T02:00:00.000Z', 10)).toMatchObject([{ kind: 'follow-up' }]);
});
