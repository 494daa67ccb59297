import { expect, it } from 'vitest';
import type { Application } from '../../../../functions/shared/domain/application.ts';
import { everyKeeper } from '../../../support/keeper-suite.ts';

const application: Application = {
  id: 'A-1',
  kind: 'entry',
  status: 'OPEN',
  applicant: 'wang.fang',
  facts: {
    name: '苏州晨光贸易有限公司',
    landline: '0512-61234567',
    fax: '0512-61234568',
    address: '苏州市干将路 1 号',
  },
  confirmed: [],
  rivals: ['C-1'],
  createdAt: '2026-11-23T02:00:00.000Z',
};
const decision = { outcome: 'accepted' as const, comment: '', by: 'qin.yue', at: '2026-11-23T03:00:00.000Z' };

everyKeeper('applications', (records) => {
  it('keeps an application once, listed by status and by applicant', async () => {
    const { applications } = records();
    await applications.submit(application);
    await applications.submit({ ...application, applicant: 'li.na' });
    await applications.submit({ ...application, id: 'A-2', createdAt: '2026-11-23T02:01:00.000Z' });
    // then
    expect(await applications.get('A-1')).toEqual(application);
    expect((await applications.list({ status: 'OPEN' }, { limit: 9 })).items.map(({ id }) => id)).toEqual([
      'A-1',
      'A-2',
    ]);
    const own = await applications.list({ applicant: 'wang.fang' }, { limit: 9 });
    expect(own.items.map(({ id }) => id)).toEqual(['A-2', 'A-1']);
  });

  it('IN-4: puts what was done on record with it, each once, under the application’s own number', async () => {
    const { applications, cases } = records();
    await Promise.all([applications.submit(application), applications.submit(application)]);
    const other = { ...decision, outcome: 'refused' as const, by: 'he.xin', via: 'inbox' as const };
    await Promise.all([applications.decide('A-1', decision), applications.decide('A-1', other)]);
    await applications.await('A-1', 't');
    const at = '2026-11-24T02:00:00.000Z';
    await Promise.all([1, 2].map(() => applications.close('A-1', 'entered', at, 'C-2')));
    // then
    const decided = (await applications.get('A-1'))?.decision;
    const facts = await cases.factsSince('A-1', '2026');
    expect(facts.map(({ id: _, ...fact }) => fact)).toEqual([
      {
        caseId: 'A-1',
        type: 'application.submitted',
        by: 'wang.fang',
        detail: { kind: 'entry' },
        at: application.createdAt,
      },
      {
        caseId: 'A-1',
        type: 'application.decided',
        by: decided?.by,
        ...(decided?.via === undefined ? {} : { via: 'inbox' }),
        detail: { outcome: decided?.outcome },
        at: decision.at,
      },
      { caseId: 'A-1', type: 'application.closed', detail: { result: 'entered', customerId: 'C-2' }, at },
    ]);
  });

  it('IN-4: has one pending for each subject of an applicant’s, of many at the same moment and later', async () => {
    const { applications, cases } = records();
    const about = (id: string, subjects: string[], applicant = 'wang.fang') => ({
      ...application,
      id,
      subjects,
      applicant,
    });
    const many = ['A-1', 'A-2', 'A-3', 'A-4'].map((id) => about(id, ['name:x', 'name:y']));
    // when
    const standing = await Promise.all(many.map((each) => applications.submit(each)));
    // then
    const [winner] = standing;
    expect(new Set(standing.map(({ id }) => id)).size).toBe(1);
    expect((await applications.list({ status: 'OPEN' }, { limit: 9 })).items).toEqual([winner]);
    for (const { id } of many) expect(await cases.factsSince(id, '2026')).toHaveLength(id === winner?.id ? 1 : 0);
    expect(await applications.submit(about('A-5', ['name:y', 'name:z']))).toEqual(winner);
    expect(await applications.submit(about('A-6', ['name:z']))).toMatchObject({ id: 'A-6' });
    expect(await applications.submit(about('A-7', ['name:x'], 'li.na'))).toMatchObject({ id: 'A-7' });
    expect((await applications.openAbout(['name:x', 'name:z'])).map(({ id }) => id).sort()).toEqual(
      [winner?.id, 'A-6', 'A-7'].sort(),
    );
    // and once it is refused another one takes its place
    await applications.decide(winner?.id ?? '', { ...decision, outcome: 'refused' });
    const next = await Promise.all(['A-8', 'A-9'].map((id) => applications.submit(about(id, ['name:x', 'name:y']))));
    expect(new Set(next.map(({ id }) => id)).size).toBe(1);
    expect(['A-8', 'A-9']).toContain(next[0]?.id);
    expect(await applications.openAbout(['name:none'])).toEqual([]);
  });

  it('IN-4: ends undecided once, or is decided, never both', async () => {
    const { applications, cases } = records();
    await applications.submit(application);
    const ending = { result: 'withdrawn' as const, by: 'wang.fang', at: '2026-11-23T03:00:00.000Z' };
    const done = await Promise.all([
      applications.end('A-1', ending),
      applications.decide('A-1', decision),
      applications.end('A-1', ending),
    ]);
    expect(done.filter(Boolean)).toHaveLength(1);
    const { ended, decision: decided } = (await applications.get('A-1')) ?? {};
    expect([ended, decided].filter((each) => each !== undefined)).toHaveLength(1);
    expect(await cases.factsSince('A-1', '2026')).toHaveLength(2);
    expect(await applications.openAbout(['name:x'])).toEqual([]);
  });

  it('takes the first decision and none on what is closed, whatever else is written', async () => {
    const { applications } = records();
    await applications.submit(application);
    // when
    const decided = await Promise.all([1, 2, 3, 4].map(() => applications.decide('A-1', decision)));
    await applications.await('A-1', 't');
    // then
    expect(decided.filter(Boolean)).toHaveLength(1);
    expect(await applications.close('A-1', 'entered', '2026-11-24T02:00:00.000Z', 'C-2')).toBe(true);
    expect(await applications.close('A-1', 'refused', '2026-11-24T02:00:01.000Z')).toBe(false);
    expect(await applications.get('A-1')).toEqual({
      ...application,
      status: 'CLOSED',
      decision,
      result: 'entered',
      customerId: 'C-2',
    });
    expect((await applications.list({ status: 'OPEN' }, { limit: 9 })).items).toEqual([]);
  });
});
