import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Input } from '../../../functions/record-delivery/contract.ts';
import { type RecordDeliveryWorld, recordDelivery } from '../../../functions/record-delivery/record-delivery.ts';
import { absenceRecords } from '../../../functions/shared/adapters/absence-records.ts';
import { caseRecords } from '../../../functions/shared/adapters/case-records.ts';
import { deliveryRecords } from '../../../functions/shared/adapters/delivery-records.ts';
import { dueRecords } from '../../../functions/shared/adapters/due-records.ts';
import { personRecords } from '../../../functions/shared/adapters/person-records.ts';
import { suppressionRecords } from '../../../functions/shared/adapters/suppression-records.ts';
import { taskRecords } from '../../../functions/shared/adapters/task-records.ts';
import { addressHash, noticeTag, readNoticeTag } from '../../../functions/shared/domain/delivery.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import type { Task } from '../../../functions/shared/domain/task.ts';
import { aCase, aPerson, aTask } from '../../support/builders.ts';
import { engines, startDatabase, type TestDatabase } from '../../support/database.ts';
import { memoryMailer, memoryObserver } from '../../support/memory-outside.ts';

const now = () => new Date('2026-11-23T03:00:00.000Z');
const { id: caseId } = aCase();
const contact = `contact:${caseId}`;

const mailOf = (personId: string, attempt = 1) => ({
  messageId: `m-${personId}-${attempt}`,
  timestamp: '2026-11-23T02:00:05.000Z',
  tags: { notice: [noticeTag({ taskId: aTask().id, attempt, personId })] },
});
const bounced = (personId: string, bounceType = 'Permanent', attempt = 1): Input => ({
  detail: {
    eventType: 'Bounce',
    mail: mailOf(personId, attempt),
    bounce: {
      bounceType,
      bouncedRecipients: [{ emailAddress: `${personId}@example.com` }],
      timestamp: '2026-11-23T02:00:09.000Z',
    },
  },
});
const complained = (personId: string): Input => ({
  detail: {
    eventType: 'Complaint',
    mail: mailOf(personId),
    complaint: {
      complainedRecipients: [{ emailAddress: `${personId}@example.com` }],
      timestamp: '2026-11-23T02:10:00.000Z',
    },
  },
});
const delayed = (personId: string): Input => ({
  detail: {
    eventType: 'DeliveryDelay',
    mail: mailOf(personId),
    deliveryDelay: {
      delayedRecipients: [{ emailAddress: `${personId}@example.com` }],
      timestamp: '2026-11-23T02:30:00.000Z',
    },
  },
});

describe.each(engines)('what became of a mail, kept by $title', (engine) => {
  describe.skipIf(!engine.available)('on records', () => {
    let database: TestDatabase;
    let suppressions: ReturnType<typeof suppressionRecords>;
    let dueWork: ReturnType<typeof dueRecords>;
    let world: RecordDeliveryWorld & {
      readonly tasks: ReturnType<typeof taskRecords>;
      readonly cases: ReturnType<typeof caseRecords>;
      readonly people: ReturnType<typeof personRecords>;
      readonly absences: ReturnType<typeof absenceRecords>;
      readonly mailer: ReturnType<typeof memoryMailer>;
    };
    beforeAll(async () => {
      database = await startDatabase(engine);
    });
    afterAll(() => database.stop());
    beforeEach(async () => {
      const table = await database.table();
      suppressions = suppressionRecords(table);
      dueWork = dueRecords(table);
      world = {
        tasks: taskRecords(table),
        cases: caseRecords(table),
        people: personRecords(table),
        absences: absenceRecords(table),
        deliveries: deliveryRecords(table),
        mailer: memoryMailer(),
        now,
        observer: memoryObserver(),
        publicUrl: 'https://sop.example.com',
      };
      await world.cases.create(aCase(), newFact({ caseId, type: 'case.started' }, now()));
      const staff = { email: '', language: 'zh-CN', name: '' } as const;
      for (const [id, role, supervisor] of [
        ['li.na', 'sales', 'chen.jie'],
        ['zhang.wei', 'assistant', 'chen.jie'],
        ['liu.yang', 'assistant', 'chen.jie'],
        ['zhao.min', 'seal', 'chen.jie'],
        ['sun.lei', 'seal', 'chen.jie'],
        ['chen.jie', 'sales-manager', undefined],
      ] as const) {
        await world.people.put(
          aPerson({
            ...staff,
            id,
            name: id,
            email: `${id}@example.com`,
            roles: [role],
            ...(supervisor && { supervisor }),
          }),
        );
      }
    });

    const open = async (change: Partial<Task> = {}) => {
      const task = aTask(change);
      const fact = newFact({ caseId, taskId: task.id, step: task.step, type: 'task.opened' }, now());
      await world.tasks.open({ task, taskToken: 'token', links: [], fact });
    };
    const openGroup = async () => {
      const { assignee: _, ...task } = aTask();
      const fact = newFact({ caseId, taskId: task.id, step: '23', type: 'task.opened' }, now());
      await world.tasks.open({ task: { ...task, step: '23', role: 'seal' }, taskToken: 'token', links: [], fact });
    };
    const stored = () => world.tasks.get(aTask().id);
    const history = async () => (await world.cases.history(caseId, { limit: 100 })).items.map(({ type }) => type);

    it('a bounce marks the address, shows on the task, and gives it to the supervisor on behalf of whom it did not reach', async () => {
      await open();
      // when
      const result = await recordDelivery(world, bounced('zhang.wei'));
      // then
      expect(result).toEqual({ kind: 'bounced', rerouted: true });
      expect(await stored()).toMatchObject({
        assignee: 'chen.jie',
        onBehalfOf: ['zhang.wei'],
        attempt: 2,
        notice: { state: 'bounced', person: 'zhang.wei', at: '2026-11-23T02:00:09.000Z' },
      });
      expect(await world.deliveries.isMarked('Zhang.Wei@example.com')).toBe(true);
      expect(await history()).toEqual(expect.arrayContaining(['task.notice-bounced', 'task.rerouted']));
    });

    it('a marked address is listed with whose it is, cleared once with its record, and marked anew by the next bounce', async () => {
      await open();
      await recordDelivery(world, bounced('zhang.wei'));
      const hash = addressHash('zhang.wei@example.com');
      const { items } = await suppressions.list({ limit: 10 });
      expect(items).toEqual([
        { hash, reason: 'bounced', at: '2026-11-23T02:00:09.000Z', person: 'zhang.wei', taskId: aTask().id },
      ]);
      // when
      const [mark] = items;
      if (mark === undefined) throw new Error('no mark');
      const clearing = { mark, by: 'song.yan', via: 'inbox', at: now().toISOString() } as const;
      const fact = newFact({ caseId, type: 'task.mail-resumed', by: 'song.yan', taskId: aTask().id }, now());
      const answers = await Promise.all([
        suppressions.clear(clearing, fact, []),
        suppressions.clear(clearing, fact, []),
      ]);
      // then
      expect(answers.toSorted()).toEqual(['cleared', 'gone']);
      expect(await suppressions.get(hash)).toBeUndefined();
      expect(await world.deliveries.isMarked('zhang.wei@example.com')).toBe(false);
      expect((await history()).filter((type) => type === 'task.mail-resumed')).toHaveLength(1);
      await world.deliveries.mark({ ...mark, at: '2026-11-24T02:00:00.000Z' });
      expect(await suppressions.clear(clearing, undefined, [])).toBe('gone');
      expect(await world.deliveries.isMarked('zhang.wei@example.com')).toBe(true);
    });

    it('clearing an address makes what bounced there due again, unless the task has changed since it was read', async () => {
      const at = '2026-11-23T02:00:09.000Z';
      await open({ role: 'customer', assignee: contact, notice: { state: 'bounced', person: contact, at } });
      const hash = addressHash('chen.chen@customer.example');
      const mark = { hash, reason: 'bounced', at, person: contact, taskId: aTask().id } as const;
      await world.deliveries.mark(mark);
      const task = await stored();
      if (task === undefined) throw new Error('no task');
      const detail = { person: contact, attempt: 1 };
      const fact = newFact({ caseId, type: 'task.mail-resumed', by: 'song.yan', taskId: task.id, detail }, now());
      const clear = (attempt: number) =>
        suppressions.clear({ mark, by: 'song.yan', via: 'inbox', at: now().toISOString() }, undefined, [
          { task: { ...task, attempt }, person: contact, fact },
        ]);
      // when, then
      expect(await clear(2)).toBe('changed');
      expect(await suppressions.get(hash)).toBeDefined();
      expect(await clear(1)).toBe('cleared');
      expect(await clear(1)).toBe('gone');
      const { notice: _, ...rest } = task;
      expect(await stored()).toEqual(rest);
      expect(await dueWork.due(now().toISOString(), 10)).toMatchObject([
        { kind: 'announcement', taskId: task.id, attempt: 1 },
      ]);
    });

    it('a substitute comes before the supervisor', async () => {
      await open();
      const absence = { person: 'zhang.wei', from: '2026-12-01T00:00:00.000Z', to: '2026-12-05T00:00:00.000Z' };
      await world.absences.enter({ ...absence, substitute: 'liu.yang' }, await world.absences.version());
      // when
      await recordDelivery(world, bounced('zhang.wei'));
      // then
      expect(await stored()).toMatchObject({ assignee: 'liu.yang', onBehalfOf: ['zhang.wei'], attempt: 2 });
    });

    it('a complaint does the same as a bounce', async () => {
      await open();
      await recordDelivery(world, complained('zhang.wei'));
      expect(await stored()).toMatchObject({ assignee: 'chen.jie', notice: { state: 'complained' } });
      expect(await world.deliveries.isMarked('zhang.wei@example.com')).toBe(true);
    });

    it('a bounce for a passing reason passes the task on and leaves the address alone', async () => {
      await open();
      await recordDelivery(world, bounced('zhang.wei', 'Transient'));
      expect((await stored())?.assignee).toBe('chen.jie');
      expect(await world.deliveries.isMarked('zhang.wei@example.com')).toBe(false);
    });

    it('a late mail only shows', async () => {
      await open();
      const result = await recordDelivery(world, delayed('zhang.wei'));
      expect(result.rerouted).toBe(false);
      expect(await stored()).toMatchObject({ assignee: 'zhang.wei', attempt: 1, notice: { state: 'delayed' } });
      expect(await history()).toContain('task.notice-delayed');
    });

    it('told again, nothing happens again', async () => {
      await open();
      await recordDelivery(world, bounced('zhang.wei'));
      const before = await history();
      // when
      await recordDelivery(world, bounced('zhang.wei'));
      // then
      expect((await stored())?.attempt).toBe(2);
      expect(await history()).toEqual(before);
    });

    it('a supervisor whose own address is marked is passed over, and the salesperson is mailed', async () => {
      await open();
      await world.deliveries.mark({
        hash: addressHash('chen.jie@example.com'),
        reason: 'bounced',
        at: now().toISOString(),
      });
      const result = await recordDelivery(world, bounced('zhang.wei'));
      expect(result.rerouted).toBe(false);
      expect((await stored())?.assignee).toBe('zhang.wei');
      expect(world.mailer.sent.map(({ to }) => to.email)).toEqual(['li.na@example.com']);
    });

    it('nobody decides for a customer: the salesperson is told to reach them another way', async () => {
      await open({ role: 'customer', assignee: contact });
      const result = await recordDelivery(world, bounced(contact));
      expect(result.rerouted).toBe(false);
      expect(await stored()).toMatchObject({ assignee: contact, attempt: 1, notice: { state: 'bounced' } });
      expect(world.mailer.sent).toEqual([
        expect.objectContaining({
          to: { name: 'li.na', email: 'li.na@example.com' },
          subject: expect.stringContaining('未送达'),
          text: expect.stringContaining(`https://sop.example.com/inbox/cases/${caseId}`),
        }),
      ]);
    });

    it('of a group the others have been told too: the task stays with it', async () => {
      await openGroup();
      const result = await recordDelivery(world, bounced('zhao.min'));
      expect(result.rerouted).toBe(false);
      expect((await stored())?.assignee).toBeUndefined();
      expect(world.mailer.sent).toEqual([]);
    });

    it('a bounce of an earlier attempt takes the task from nobody', async () => {
      await open();
      await recordDelivery(world, bounced('zhang.wei'));
      await recordDelivery(world, bounced('liu.yang', 'Permanent', 1));
      expect(await stored()).toMatchObject({ assignee: 'chen.jie', attempt: 2 });
    });

    it('a mail about no task marks the address', async () => {
      const event = bounced('zhang.wei');
      event.detail.mail.tags = {};
      expect(await recordDelivery(world, event)).toEqual({ kind: 'bounced', rerouted: false });
      expect(await world.deliveries.isMarked('zhang.wei@example.com')).toBe(true);
    });
  });
});

it('a tag names its notice in letters SES takes, whatever the ids hold', () => {
  const name = { taskId: aTask().id, attempt: 3, personId: contact };
  expect(noticeTag(name)).toMatch(/^[\w-]{1,256}$/);
  expect(readNoticeTag(noticeTag(name))).toEqual(name);
  expect(readNoticeTag('nonsense')).toBeUndefined();
});
