import { beforeEach, describe, expect, it } from 'vitest';
import { decideTask } from '../../../functions/decide-task/decide-task.ts';
import type { Input } from '../../../functions/open-task/contract.ts';
import { openTask } from '../../../functions/open-task/open-task.ts';
import { chinaCalendar } from '../../../functions/shared/domain/china-calendar.ts';
import { linkHash } from '../../../functions/shared/domain/link.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import type { Mail } from '../../../functions/shared/domain/ports.ts';
import type { Task } from '../../../functions/shared/domain/task.ts';
import { announceTask } from '../../../functions/sweep-inbox/announce-task.ts';
import { sweepTasks } from '../../../functions/sweep-tasks/sweep-tasks.ts';
import { aCase, aDocument, aPerson } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

const caseId = aCase().id;
/** An instant of November 2026 by Shanghai's clock; the 23rd is a Monday. */
const nov = (day: number, time: string): string => new Date(`2026-11-${day}T${time}:00+08:00`).toISOString();

let world: MemoryWorld;
beforeEach(async () => {
  world = memoryWorld();
  await world.cases.create(aCase(), newFact({ caseId, type: 'case.started' }, world.now()));
  const people = [
    aPerson({ supervisor: 'chen.jie' }),
    aPerson({ id: 'wang.fang', name: '王芳', supervisor: 'chen.jie' }),
    aPerson({ id: 'zhang.wei', name: '张伟', roles: ['assistant'], supervisor: 'chen.jie' }),
    aPerson({ id: 'liu.yang', name: '刘洋', roles: ['assistant'] }),
    aPerson({ id: 'zhao.min', name: '赵敏', roles: ['seal'], supervisor: 'xu.hui' }),
    aPerson({ id: 'sun.lei', name: '孙磊', roles: ['seal'], supervisor: 'xu.hui' }),
    aPerson({ id: 'chen.jie', name: '陈杰', roles: ['sales-manager'], supervisor: 'xu.hui' }),
    aPerson({ id: 'xu.hui', name: '徐慧', roles: ['hq'] }),
  ];
  for (const person of people) await world.people.put({ ...person, email: `${person.id}@example.com` });
});

async function opened(step: string, change: Partial<Input> = {}, at = nov(23, '09:00')): Promise<string> {
  world.clock.set(at);
  const { taskId } = await openTask(world, {
    caseId,
    step,
    state: `${step} A state`,
    enteredTime: at,
    executionArn: 'arn:execution',
    taskToken: `token of ${step}`,
    issue: 0,
    reason: '',
    findings: [],
    ...change,
  });
  world.mailer.sent.length = 0;
  return taskId;
}

const sweep = (at: string = world.now().toISOString()) => {
  world.clock.set(at);
  return sweepTasks({ ...world, calendar: chinaCalendar }, () => true);
};
/** What has been mailed since it was asked last. */
const mails = (): string[] => {
  const sent = world.mailer.sent.splice(0);
  return sent.map(({ to, subject }) => `${to.email.split('@')[0]}: ${subject.replace(`[${caseId}] `, '')}`);
};
const task = async (id: string): Promise<Task> => {
  const found = await world.tasks.get(id);
  if (found === undefined) throw new Error(`no task ${id}`);
  return found;
};
const facts = async (id: string): Promise<string[]> =>
  (await world.cases.history(caseId, { limit: 100 })).items
    .filter(({ taskId }) => taskId === id)
    .map(({ type, detail }) => [type, detail?.person ?? detail?.to].filter(Boolean).join(' '));
const linkIn = (mail: Mail | undefined): string => /\/t\/([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';

describe('climbing the ladder minute by minute', () => {
  it('does each thing at its minute, once, and puts it on record', async () => {
    const id = await opened('21', { reason: '付款计划不符' });
    const log: string[] = [];
    for (let minute = 0; minute < 4 * 24 * 60; minute += 1) {
      await sweep(new Date(Date.parse(nov(23, '09:00')) + minute * 60_000).toISOString());
      log.push(...mails().map((mail) => `${world.now().toISOString()} ${mail}`));
    }
    expect(log).toEqual([
      `${nov(23, '16:00')} li.na: 提醒：请修改合同 · Reminder: Revise the contract`,
      `${nov(23, '18:00')} li.na: 已逾期：请修改合同 · Overdue: Revise the contract`,
      `${nov(24, '14:00')} chen.jie: 逾期上报：修改合同 · Late: Revise the contract`,
    ]);
    expect((await facts(id)).slice(2)).toEqual([
      'task.reminded li.na',
      'task.reminded li.na',
      'task.escalated chen.jie',
      'task.reassigned chen.jie',
    ]);
    expect(await task(id)).toMatchObject({
      status: 'OPEN',
      attempt: 2,
      assignee: 'chen.jie',
      escalation: { at: nov(24, '14:00'), to: ['chen.jie'] },
      sla: { since: nov(23, '09:00'), counted: 0, done: [0, 1, 2, 3] },
    });
    expect(await world.ladders.due('2027-01-01T00:00:00.000Z', 10)).toEqual([]);
  });

  it('stops the moment the task is decided', async () => {
    const id = await opened('13');
    const actor = { id: 'zhang.wei', roles: ['assistant'] as const };
    await decideTask(world, { taskId: id, actor, via: 'api', outcome: 'done' });
    await sweep(nov(30, '09:00'));
    expect(mails()).toEqual([]);
  });

  it('an urgent case has a steeper ladder', async () => {
    const urgent = aCase({ id: 'AD-20261123-URGENT', settings: { maxTurns: 5, priority: 'urgent' } });
    await world.cases.create(urgent, newFact({ caseId: urgent.id, type: 'case.started' }, world.now()));
    const id = await opened('21', { caseId: urgent.id });
    expect(await task(id)).toMatchObject({ priority: 'urgent', dueAt: nov(23, '14:00') });
    await sweep(nov(23, '11:00'));
    expect(mails()).toHaveLength(1);
  });
});

describe('reminding', () => {
  it('mails the link that the person has had before', async () => {
    world.clock.set(nov(23, '09:00'));
    const first = await opened('21');
    const before = (await world.tasks.get(first))?.attempt;
    await sweep(nov(23, '16:00'));
    const [mail] = world.mailer.sent;
    expect(await world.tasks.byLink(linkHash(linkIn(mail)))).toMatchObject({ personId: 'li.na', attempt: before });
  });

  it('mails a group that has not taken a task, those who came to it since included; then who has taken it', async () => {
    const id = await opened('23', { state: '23 Seal' });
    await world.people.put(aPerson({ id: 'new.hand', email: 'new.hand@example.com', roles: ['seal'] }));
    await sweep(nov(24, '14:00'));
    const mail = world.mailer.sent.find(({ to }) => to.email.startsWith('new.hand'));
    expect((await world.tasks.byLink(linkHash(linkIn(mail))))?.personId).toBe('new.hand');
    expect(mails()).toHaveLength(3);
    await world.tasks.claim(id, 'sun.lei', newFact({ caseId, taskId: id, type: 'task.claimed' }, world.now()));
    await sweep(nov(24, '18:00'));
    expect(mails()).toEqual(['sun.lei: 已逾期：请审核，签字，盖章 · Overdue: Review, sign and stamp']);
  });

  it('puts a refused mail on record and goes on', async () => {
    const id = await opened('21');
    world.mailer.refuses.add('li.na@example.com');
    expect(await sweep(nov(23, '16:00'))).toEqual({ settled: 1, passedBy: 0 });
    expect((await facts(id)).at(-1)).toBe('task.reminder-refused li.na');
  });
});

describe('after a standstill', () => {
  it('makes up for it in order without a flood: no reminder to who loses the task, one mail to the supervisor', async () => {
    const id = await opened('21');
    await sweep(nov(30, '10:00'));
    expect((await facts(id)).slice(-2)).toEqual(['task.escalated chen.jie', 'task.reassigned chen.jie']);
    expect(mails()).toEqual(['chen.jie: 逾期上报：修改合同 · Late: Revise the contract']);
    expect(await task(id)).toMatchObject({ assignee: 'chen.jie', sla: { done: [0, 1, 2, 3] } });
    await sweep(nov(30, '10:01'));
    expect(mails()).toEqual([]);
  });

  it('works through more tasks than it reads in one go', async () => {
    for (let number = 0; number < 130; number += 1) {
      const salesCase = aCase({ id: `AD-20261123-${String(number).padStart(6, '0')}` });
      await world.cases.create(salesCase, newFact({ caseId: salesCase.id, type: 'case.started' }, world.now()));
      await opened('21', { caseId: salesCase.id });
    }
    expect(await sweep(nov(23, '16:00'))).toEqual({ settled: 130, passedBy: 0 });
    expect(mails()).toHaveLength(130);
  });

  it('leaves what it has no time for to the next sweep', async () => {
    await opened('21');
    world.clock.set(nov(23, '16:00'));
    expect(await sweepTasks({ ...world, calendar: chinaCalendar }, () => false)).toEqual({ settled: 0, passedBy: 0 });
    expect(await sweep()).toEqual({ settled: 1, passedBy: 0 });
  });

  it('does nothing once the state machine has given up waiting', async () => {
    const id = await opened('21');
    await sweep('2026-12-31T02:00:00.000Z');
    expect(mails()).toEqual([]);
    expect(await task(id)).toMatchObject({ assignee: 'li.na', attempt: 1 });
  });
});

describe('whatever happens at the same time', () => {
  it('ten sweeps at once act once', async () => {
    await opened('21');
    await opened('13');
    world.clock.set(nov(24, '14:00'));
    const sweeps = await Promise.all(Array.from({ length: 10 }, () => sweep()));
    expect(sweeps.reduce((sum, { settled }) => sum + settled, 0)).toBe(2);
    expect(mails().toSorted()).toEqual([
      'chen.jie: 逾期上报：修改合同 · Late: Revise the contract',
      'chen.jie: 逾期上报：反馈广告 · Late: Feed the finished ad back',
      'li.na: 已逾期：请修改合同 · Overdue: Revise the contract',
    ]);
  });

  it('a sweep that died after a mail repeats none that is on record, and finishes after the lease', async () => {
    const id = await opened('23', { state: '23 Seal' });
    const { send } = world.mailer;
    let left = 1;
    const dying = {
      ...world,
      calendar: chinaCalendar,
      mailer: {
        async send(mail: Mail) {
          if (left === 0) throw new Error('the process is gone');
          left -= 1;
          return send(mail);
        },
      },
    };
    world.clock.set(nov(24, '14:00'));
    await expect(sweepTasks(dying, () => true)).rejects.toMatchObject({ name: 'LaddersFailed' });
    expect(mails()).toHaveLength(1);
    expect(world.observer.warnings).toEqual([{ code: 'sla.action-failed', ids: { caseId, taskId: id } }]);
    expect(await sweep(nov(24, '14:01'))).toEqual({ settled: 0, passedBy: 0 });
    expect(await sweep(nov(24, '14:02'))).toEqual({ settled: 1, passedBy: 0 });
    expect(mails()).toHaveLength(1);
    expect((await facts(id)).filter((fact) => fact.startsWith('task.reminded'))).toHaveLength(2);
  });

  it('one task that fails does not keep the others from theirs', async () => {
    await opened('21');
    await opened('13');
    world.clock.set(nov(23, '18:00'));
    const { send } = world.mailer;
    const choosy = {
      async send(mail: Mail) {
        if (mail.to.email.startsWith('li.na')) throw new Error('not now');
        return send(mail);
      },
    };
    await expect(sweepTasks({ ...world, mailer: choosy, calendar: chinaCalendar }, () => true)).rejects.toThrow();
    expect(mails().map((mail) => mail.split(':')[0])).toContain('zhang.wei');
  });

  it('leaves a case alone that has ended', async () => {
    await opened('21');
    await world.cases.move(caseId, ['RUNNING'], 'CANCELLED', { endedAt: nov(23, '10:00') }, undefined);
    expect(await sweep(nov(25, '18:00'))).toEqual({ settled: 0, passedBy: 1 });
    expect(mails()).toEqual([]);
  });
});

describe('escalating', () => {
  it('the salesperson is told of their customer, who keeps the task', async () => {
    const id = await opened('20');
    await sweep('2026-12-15T02:00:00.000Z');
    expect(mails().map((mail) => mail.split(':')[0])).toEqual(['li.na', 'chen.chen']);
    expect(await task(id)).toMatchObject({ assignee: `contact:${caseId}`, escalation: { to: ['li.na'] }, attempt: 1 });
  });

  it('goes to the substitute of a supervisor who is away', async () => {
    const absence = { person: 'chen.jie', from: nov(20, '00:00'), to: nov(30, '00:00'), substitute: 'xu.hui' };
    await world.absences.enter(absence, 0);
    await opened('21');
    await sweep(nov(24, '14:00'));
    expect(mails().map((mail) => mail.split(':')[0])).toEqual(['li.na', 'xu.hui']);
  });

  it('goes to the sales managers where nobody is named, and to a group’s supervisors', async () => {
    await world.people.put(aPerson({ id: 'zhang.wei', email: 'zhang.wei@example.com', roles: ['assistant'] }));
    const assisted = await opened('13');
    const sealed = await opened('23', { state: '23 Seal' });
    await sweep(nov(25, '18:00'));
    expect((await task(assisted)).escalation?.to).toEqual(['chen.jie']);
    await sweep(nov(26, '18:00'));
    expect((await task(sealed)).escalation?.to).toEqual(['xu.hui']);
  });
});

describe('reassigning', () => {
  it('a supervisor without the role is entrusted with the task: mailed, the old link dead, and may decide', async () => {
    const id = await opened('13');
    await sweep(nov(24, '13:00'));
    mails();
    await sweep(nov(24, '18:00'));
    expect(await task(id)).toMatchObject({ assignee: 'chen.jie', entrusted: 'chen.jie', attempt: 2 });
    const former = { id: 'zhang.wei', roles: ['assistant'] as const };
    const wish = { taskId: id, via: 'api' as const, outcome: 'done' };
    await expect(decideTask(world, { ...wish, actor: former })).rejects.toMatchObject({ name: 'NotYourTask' });
    await announceTask(world, { taskId: id, attempt: 2 });
    expect(mails()).toEqual(['chen.jie: 请反馈广告 · Feed the finished ad back']);
    const actor = { id: 'chen.jie', roles: ['sales-manager'] as const };
    expect((await decideTask(world, { ...wish, actor })).decision).toMatchObject({ by: 'chen.jie' });
  });

  it('who is away is replaced by their substitute, in whose name the task is done', async () => {
    const id = await opened('13');
    const absence = { person: 'zhang.wei', from: nov(24, '00:00'), to: nov(30, '00:00'), substitute: 'liu.yang' };
    await world.absences.enter(absence, 0);
    await sweep(nov(24, '18:00'));
    expect(await task(id)).toMatchObject({ assignee: 'liu.yang', onBehalfOf: ['zhang.wei'], attempt: 2 });
  });

  it('never goes to somebody whom the separation of duties keeps away: then back to the group', async () => {
    world.records.documents.push(
      aDocument({ by: 'xu.hui' }),
      aDocument({ kind: 'publication-form', by: 'zhang.wei', content: {} }),
    );
    const id = await opened('23', { state: '23 Seal' });
    await world.tasks.claim(id, 'sun.lei', newFact({ caseId, taskId: id, type: 'task.claimed' }, world.now()));
    await sweep('2026-12-02T02:00:00.000Z');
    const { assignee, attempt, role } = await task(id);
    expect({ assignee, attempt, role }).toEqual({ assignee: undefined, attempt: 2, role: 'seal' });
  });

  it('where nobody may have it, it stays, and the managers are told', async () => {
    world.records.documents.push(aDocument({ by: 'chen.jie' }));
    const id = await opened('6');
    await sweep('2026-12-02T02:00:00.000Z');
    expect(await task(id)).toMatchObject({ assignee: 'zhang.wei', attempt: 1, escalation: { to: ['chen.jie'] } });
    expect(world.observer.warnings.map(({ code }) => code)).toContain('sla.nobody-to-reassign');
  });

  it('the clock survives a change of hands', async () => {
    const id = await opened('21');
    const handed = newFact({ caseId, taskId: id, type: 'task.reassigned' }, new Date(nov(23, '15:30')));
    await world.handovers.handOver(await task(id), { assignee: 'wang.fang', onBehalfOf: [] }, handed);
    await sweep(nov(23, '16:00'));
    expect(mails()).toEqual(['wang.fang: 提醒：请修改合同 · Reminder: Revise the contract']);
    expect(await task(id)).toMatchObject({ dueAt: nov(23, '18:00') });
  });
});

describe('a clock that pauses while the customer has the task', () => {
  it('sends the customer courtesy reminders, and runs from the minute a colleague has it', async () => {
    const id = await opened('9');
    expect((await task(id)).sla).toEqual({ counted: 0, done: [] });
    await sweep(nov(24, '18:00'));
    expect(mails()).toEqual(['chen.chen: 提醒：请提出广告设计需求 · Reminder: Raise the ad-design request']);
    const handed = newFact({ caseId, taskId: id, type: 'task.reassigned' }, new Date(nov(26, '10:30')));
    await world.handovers.handOver(await task(id), { assignee: 'li.na', onBehalfOf: [] }, handed);
    await sweep(nov(26, '10:31'));
    expect(await task(id)).toMatchObject({
      sla: { counted: 0, since: nov(26, '10:30'), done: [0] },
      dueAt: '2026-12-03T02:30:00.000Z',
    });
    expect((await facts(id)).at(-1)).toBe('task.clock-resumed');
  });
});
