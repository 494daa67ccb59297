import { expect, it } from 'vitest';
import type { DocumentVersion } from '../../../../functions/shared/domain/case.ts';
import { newFact, onceFact } from '../../../../functions/shared/domain/new-fact.ts';
import type { Tasks } from '../../../../functions/shared/domain/ports.ts';
import { aCase, aContract, aDecision, aDocument, aQuote, aTask } from '../../../support/builders.ts';
import { everyKeeper } from '../../../support/keeper-suite.ts';

const caseId = aCase().id;
const started = newFact({ caseId, type: 'case.started', by: 'li.na' }, new Date('2026-11-23T01:30:00.000Z'));

async function withDocument({ tasks }: { tasks: Tasks }, document: DocumentVersion): Promise<void> {
  const task = aTask({ id: `${caseId}.6.${document.kind}-${document.version}`, subject: [] });
  const fact = newFact({ caseId, type: 'task.opened', taskId: task.id }, new Date(task.openedAt));
  await tasks.open({ task, taskToken: 'token', links: [], fact });
  await tasks.decide(task, aDecision(), document, []);
}

everyKeeper('cases', (records) => {
  it('creates a case once, with its first fact', async () => {
    const { cases } = records();
    // given / when
    const first = await cases.create(aCase(), started);
    const second = await cases.create(
      aCase({ title: '另一个' }),
      newFact({ caseId, type: 'case.started' }, new Date(0)),
    );
    // then
    expect([first, second]).toEqual([true, false]);
    expect(await cases.get(caseId)).toEqual(aCase());
    expect((await cases.history(caseId, { limit: 10 })).items).toEqual([started]);
  });

  it('knows no case that was never created', async () => {
    expect(await records().cases.get('AD-20260101-000000')).toBeUndefined();
  });

  it('moves a case only from the states named, and keeps the fact of a move that happened', async () => {
    const { cases } = records();
    // given
    await cases.create(aCase({ status: 'STARTING' }), started);
    const ended = newFact({ caseId, type: 'case.ended' }, new Date('2026-12-01T00:00:00.000Z'));
    // when
    const running = await cases.move(caseId, ['STARTING'], 'RUNNING', { executionArn: 'arn:execution' }, undefined);
    const again = await cases.move(caseId, ['STARTING'], 'RUNNING', { executionArn: 'arn:other' }, undefined);
    const refused = await cases.move(
      caseId,
      ['STARTING'],
      'FAILED',
      {},
      newFact({ caseId, type: 'case.ended' }, new Date()),
    );
    const over = await cases.move(
      caseId,
      ['STARTING', 'RUNNING'],
      'PUBLISHED',
      { endedAt: '2026-12-01T00:00:00.000Z', endReason: '' },
      ended,
    );
    const unknown = await cases.move('AD-20260101-000000', ['RUNNING'], 'LOST', {}, undefined);
    // then
    expect([running, again, refused, over, unknown]).toEqual([true, false, false, true, false]);
    expect(await cases.get(caseId)).toEqual(
      aCase({ status: 'PUBLISHED', executionArn: 'arn:execution', endedAt: '2026-12-01T00:00:00.000Z', endReason: '' }),
    );
    expect((await cases.history(caseId, { limit: 10 })).items).toEqual([started, ended]);
  });

  it('forgets the end of a case that runs again', async () => {
    const { cases } = records();
    await cases.create(aCase(), started);
    const end = { endedAt: '2026-12-01T00:00:00.000Z', endReason: 'x' };
    await cases.move(caseId, ['RUNNING'], 'FAILED', end, undefined);
    // when
    await cases.move(caseId, ['FAILED'], 'RUNNING', { redrives: 1 }, undefined);
    // then
    expect(await cases.get(caseId)).toEqual(aCase({ redrives: 1 }));
  });

  it('lists by status and by salesperson, newest first, page by page', async () => {
    const { cases } = records();
    // given
    for (const day of [1, 2, 3, 4, 5]) {
      const id = `AD-2026110${day}-00000${day}`;
      const createdAt = `2026-11-0${day}T00:00:00.000Z`;
      const sales = day === 2 ? 'wang.fang' : 'li.na';
      await cases.create(aCase({ id, createdAt, sales }), { ...started, caseId: id });
    }
    // when
    const first = await cases.list({ sales: 'li.na' }, { limit: 3 });
    const second = await cases.list({ sales: 'li.na' }, { limit: 3, cursor: first.cursor ?? '' });
    const running = await cases.list({ status: 'RUNNING' }, { limit: 100 });
    const lost = await cases.list({ status: 'LOST' }, { limit: 100 });
    // then
    expect(first.items.map(({ id }) => id)).toEqual(['AD-20261105-000005', 'AD-20261104-000004', 'AD-20261103-000003']);
    expect(second.items.map(({ id }) => id)).toEqual(['AD-20261101-000001']);
    expect(second.cursor).toBeUndefined();
    expect(running.items).toHaveLength(5);
    expect(lost.items).toEqual([]);
  });

  it('lists the cases of an assistant as they are now, newest first', async () => {
    const { cases } = records();
    for (const [id, assistant, createdAt] of [
      ['AD-1', 'zhang.wei', '2026-11-21T00:00:00.000Z'],
      ['AD-2', 'liu.yang', '2026-11-22T00:00:00.000Z'],
      ['AD-3', 'zhang.wei', '2026-11-23T00:00:00.000Z'],
    ] as const) {
      await cases.create(aCase({ id, assistant, createdAt }), { ...started, caseId: id });
    }
    await cases.move('AD-1', ['RUNNING'], 'LOST', {}, undefined);

    const first = await cases.list({ assistant: 'zhang.wei' }, { limit: 1 });
    const second = await cases.list({ assistant: 'zhang.wei' }, { limit: 5, cursor: first.cursor ?? '' });
    const sales = await cases.list({ sales: 'zhang.wei' }, { limit: 5 });

    expect(first.items.map(({ id }) => id)).toEqual(['AD-3']);
    expect(second.items.map(({ id, status }) => [id, status])).toEqual([['AD-1', 'LOST']]);
    expect(sales.items).toEqual([]);
  });

  it('leaves the queue of the old status when a case moves', async () => {
    const { cases } = records();
    await cases.create(aCase(), started);
    // when
    await cases.move(caseId, ['RUNNING'], 'LOST', {}, undefined);
    // then
    expect((await cases.list({ status: 'RUNNING' }, { limit: 5 })).items).toEqual([]);
    expect((await cases.list({ status: 'LOST' }, { limit: 5 })).items).toHaveLength(1);
  });

  it.each(['', 'nonsense', 'eyJwayI6IngifQ', 'W10', 'at-x'])('refuses the cursor %j', async (cursor) => {
    const listing = records().cases.list({ status: 'RUNNING' }, { limit: 5, cursor });
    await expect(listing).rejects.toMatchObject({ name: 'CursorInvalid', status: 400 });
  });

  it('appends facts once by their id and hands them out in order, page by page', async () => {
    const { cases } = records();
    // given
    const facts = [1, 2, 3].map((second) =>
      newFact({ caseId, type: 'task.notified', detail: { person: 'li.na', attempt: 1 } }, new Date(second * 1000)),
    );
    for (const fact of facts.toReversed()) await cases.record(fact);
    const [first] = facts;
    // when
    if (first !== undefined) await cases.record({ ...first, by: 'somebody else' });
    const page = await cases.history(caseId, { limit: 2 });
    const rest = await cases.history(caseId, { limit: 2, cursor: page.cursor ?? '' });
    // then
    expect([...page.items, ...rest.items]).toEqual(facts);
    expect(await cases.factsSince(caseId, '1970-01-01T00:00:02')).toEqual(facts.slice(1));
    expect(await cases.factsSince('AD-20260101-000000', '1970')).toEqual([]);
  });

  it('records a once-fact a single time, right behind what it belongs to', async () => {
    const { cases } = records();
    // given
    const decidedAt = '2026-11-23T03:00:00.000Z';
    const decided = newFact({ caseId, type: 'task.decided', taskId: 't' }, new Date(decidedAt));
    const later = newFact({ caseId, type: 'task.opened', taskId: 'u' }, new Date('2026-11-23T03:00:00.001Z'));
    const delivered = (minute: string) =>
      onceFact({ caseId, type: 'task.delivered', taskId: 't' }, new Date(`2026-11-23T03:${minute}:00.000Z`), decidedAt);
    // when
    for (const fact of [decided, later, delivered('10'), delivered('20')]) await cases.record(fact);
    // then
    expect((await cases.history(caseId, { limit: 10 })).items).toEqual([decided, delivered('10'), later]);
  });

  it('AD-5 keeps every version of a document and finds the latest of each kind', async () => {
    const { cases, tasks } = records();
    // given
    const one = aDocument({ version: 1 });
    const ten = aDocument({ version: 10, content: aContract({ number: 'HT-10' }) });
    const two = aDocument({ version: 2, content: aContract({ number: 'HT-2' }) });
    const quote = aDocument({ kind: 'quote', content: aQuote() });
    for (const document of [one, ten, two, quote]) await withDocument({ tasks }, document);
    // when / then
    expect(await cases.documents(caseId)).toEqual([one, two, ten, quote]);
    expect(await cases.latestDocuments(caseId, ['quote', 'plan', 'contract'])).toEqual([quote, ten]);
    expect(await cases.latestDocuments(caseId, [])).toEqual([]);
  });

  it('AD-5 adds a document version once, while the case runs and the tasks named are open', async () => {
    const { cases, tasks } = records();
    // given
    await cases.create(aCase(), started);
    const task = aTask({ subject: [] });
    const opened = newFact({ caseId, type: 'task.opened', taskId: task.id }, new Date(task.openedAt));
    await tasks.open({ task, taskToken: 'token', links: [], fact: opened });
    const add = (version: number) =>
      cases.addDocument(
        aDocument({ version }),
        newFact({ caseId, type: 'document.added', detail: { version } }, new Date(version)),
        [task.id],
      );
    // when
    const first = [await add(1), await add(1)];
    await tasks.decide(task, aDecision(), undefined, []);
    const afterDecision = await add(2);
    await cases.move(caseId, ['RUNNING'], 'LOST', {}, undefined);
    const afterEnd = await cases.addDocument(aDocument({ version: 2 }), opened, []);
    // then
    expect([...first, afterDecision, afterEnd]).toEqual([true, false, false, false]);
    expect(await cases.documents(caseId)).toEqual([aDocument()]);
    const history = await cases.history(caseId, { limit: 10 });
    expect(history.items.filter(({ type }) => type === 'document.added')).toHaveLength(1);
  });

  it('decides no task whose document has a later version', async () => {
    const { cases, tasks } = records();
    // given
    await cases.create(aCase(), started);
    const task = aTask();
    const opened = newFact({ caseId, type: 'task.opened', taskId: task.id }, new Date(task.openedAt));
    await tasks.open({ task, taskToken: 'token', links: [], fact: opened });
    await cases.addDocument(aDocument({ version: 2 }), newFact({ caseId, type: 'document.added' }, new Date(0)), []);
    // when
    const decided = await tasks.decide(task, aDecision(), undefined, []);
    // then
    expect(decided).toBe(false);
    expect((await tasks.get(task.id))?.status).toBe('OPEN');
  });
});
