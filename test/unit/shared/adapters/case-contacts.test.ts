import { expect, it } from 'vitest';
import { changeContact } from '../../../../functions/cases-api/change-contact.ts';
import { contactId } from '../../../../functions/shared/domain/assignment.ts';
import type { Fact } from '../../../../functions/shared/domain/history.ts';
import { newFact } from '../../../../functions/shared/domain/new-fact.ts';
import type { Reissue } from '../../../../functions/shared/domain/ports.ts';
import type { Task } from '../../../../functions/shared/domain/task.ts';
import { aCase, aDecision, aTask } from '../../../support/builders.ts';
import { everyKeeper } from '../../../support/keeper-suite.ts';
import { memoryObserver } from '../../../support/memory-outside.ts';
import type { Records } from '../../../support/worlds.ts';

const salesCase = aCase();
const { id: caseId, contact } = salesCase;
const corrected = { ...contact, email: 'chen.chen@right.example' };
const at = '2026-11-23T02:00:00.000Z';

const aFact = (type: Fact['type'], taskId?: string): Fact =>
  newFact({ caseId, type, ...(taskId === undefined ? {} : { taskId }) }, new Date(at));

async function customersTask({ cases, tasks }: Records, change: Partial<Task> = {}): Promise<Task> {
  await cases.create(salesCase, aFact('case.started'));
  const task = aTask({ role: 'customer', assignee: contactId(caseId), subject: [], ...change });
  await tasks.open({ task, taskToken: 'token', links: [], fact: aFact('task.opened', task.id) });
  return task;
}

const reissueOf = (task: Task): Reissue => ({ task, fact: aFact('task.opened', task.id) });

everyKeeper('the contact of a case', (records) => {
  it('is changed together with the next attempt of the tasks, which are announced at once', async () => {
    const { caseContacts, cases, tasks, dueWork } = records();
    const task = await customersTask(records(), { notice: { state: 'bounced', person: contactId(caseId), at } });
    const changed = aFact('case.contact-changed');
    expect(await caseContacts.change(salesCase, corrected, changed, [reissueOf(task)])).toBe(true);
    expect(await cases.get(caseId)).toMatchObject({ contact: corrected, contactChanges: 1, status: 'RUNNING' });
    const { notice: _, ...rest } = task;
    expect(await tasks.get(task.id)).toEqual({ ...rest, attempt: 2 });
    expect(await dueWork.due(at, 10)).toMatchObject([{ kind: 'announcement', taskId: task.id, attempt: 2 }]);
    expect((await cases.factsSince(caseId, '2026')).map(({ type }) => type)).toContain('case.contact-changed');
  });

  it('stays where it was changed meanwhile, where a task was decided, and where the case has ended', async () => {
    const { caseContacts, cases, tasks } = records();
    const task = await customersTask(records());
    const change = (from: typeof salesCase, reissues: readonly Reissue[]) =>
      caseContacts.change(from, corrected, aFact('case.contact-changed'), reissues);
    await tasks.decide(task, aDecision(), undefined, [aFact('task.decided', task.id)]);
    expect(await change(salesCase, [reissueOf(task)])).toBe(false);
    expect((await cases.get(caseId))?.contact).toEqual(contact);
    expect(await change(salesCase, [])).toBe(true);
    expect(await change(salesCase, [])).toBe(false);
    const now = await cases.get(caseId);
    await cases.move(caseId, ['RUNNING'], 'CANCELLED', {}, undefined);
    expect(now === undefined ? undefined : await change(now, [])).toBe(false);
  });

  it('and a task that was opened meanwhile is issued again once', async () => {
    const { caseContacts, tasks } = records();
    const task = await customersTask(records());
    expect(await caseContacts.reissue(reissueOf(task))).toBe(true);
    expect(await caseContacts.reissue(reissueOf(task))).toBe(false);
    expect(await tasks.get(task.id)).toMatchObject({ attempt: 2 });
  });

  it('changed while the customer decides: one of the two comes first, and none is lost', async () => {
    const { cases, tasks } = records();
    const world = { ...records(), observer: memoryObserver() };
    const actor = { id: salesCase.sales, roles: ['sales'] } as const;
    for (const round of [1, 2, 3, 4, 5, 6]) {
      const task = await customersTask(records(), { id: `${caseId}.6.mi9x2k1a-000${round}` });
      const to = { ...contact, email: `chen.chen.${round}@right.example` };
      const [, decided] = await Promise.all([
        changeContact(world, { actor, id: caseId, contact: to, via: 'api', at: new Date(at) }),
        tasks.decide(task, aDecision(), undefined, [aFact('task.decided', task.id)]),
      ]);
      const after = await tasks.get(task.id);
      // a decision that was taken stands on the first attempt; one that was not met the second
      expect(after).toMatchObject(decided ? { status: 'DECIDED', attempt: 1 } : { status: 'OPEN', attempt: 2 });
      expect((await cases.get(caseId))?.contact).toEqual(to);
      await tasks.end(task.id, 'CANCELLED', aFact('task.cancelled', task.id));
    }
  });
});
