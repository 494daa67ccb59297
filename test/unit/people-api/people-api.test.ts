import { beforeEach, describe, expect, test } from 'vitest';
import { peopleApi } from '../../../functions/people-api/people-api.ts';
import { substitutesAt } from '../../../functions/shared/domain/absence.ts';
import { aPerson } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { apiWorld, type Client, clientOf, itemsOf, lina, zhangwei } from '../shared/http/call.ts';

let world: ReturnType<typeof apiWorld>;
let client: Client;

const hexin = { id: 'he.xin', roles: ['assistant'] } as const;
const xuhong = { id: 'xu.hong', roles: ['assistant'] } as const;
const holiday = { from: '2026-12-24T00:00:00+08:00', to: '2027-01-02T00:00:00+08:00' };

beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(peopleApi(world), world);
  await world.people.put(aPerson());
  for (const id of ['zhang.wei', 'he.xin', 'xu.hong']) {
    await world.people.put(aPerson({ id, name: id, email: `${id}@example.com`, roles: ['assistant'] }));
  }
});

const address = '/people/me/absence';
const away = (as: typeof zhangwei | typeof hexin, substitute: string, period = holiday) =>
  client(`PUT ${address}`, { as, body: { ...period, substitute } });

describe('GET /people', () => {
  test('lists who has a role, without their addresses', async () => {
    const answer = await client('GET /people?role=assistant', { as: lina });
    expect(itemsOf(answer).map(({ id }) => id)).toEqual(['he.xin', 'xu.hong', 'zhang.wei']);
    expect(JSON.stringify(answer.body)).not.toContain('@');
  });

  test('asks for a role, and for a member of staff', async () => {
    expect((await client('GET /people', { as: lina })).status).toBe(400);
    const customer = { id: 'somebody', roles: ['customer'] } as const;
    expect(await client('GET /people?role=assistant', { as: customer })).toMatchObject({ status: 403 });
  });
});

describe('/people/me/absence', () => {
  test('is entered, read and ended by oneself', async () => {
    expect(await client(`GET ${address}`, { as: zhangwei })).toMatchObject({ status: 200, body: {} });
    const own = { from: '2026-12-23T16:00:00.000Z', to: '2027-01-01T16:00:00.000Z', substitute: 'he.xin' };
    expect((await away(zhangwei, 'he.xin')).body).toEqual({ absence: own });
    expect((await client(`GET ${address}`, { as: zhangwei })).body).toEqual({ absence: own });
    expect((await client(`GET ${address}`, { as: hexin })).body).toEqual({});
    await client(`DELETE ${address}`, { as: zhangwei });
    expect((await client(`GET ${address}`, { as: zhangwei })).body).toEqual({});
  });

  test('substitutes follow one another for as long as each is away', async () => {
    await away(zhangwei, 'he.xin');
    await away(hexin, 'xu.hong', { from: '2026-12-25T00:00:00+08:00', to: '2026-12-26T00:00:00+08:00' });
    const at = (instant: string) => substitutesAt(world.absences, 'zhang.wei', instant);
    expect(await at('2026-12-23T15:59:59.999Z')).toEqual({ acting: 'zhang.wei', away: [] });
    expect(await at('2026-12-23T16:00:00.000Z')).toEqual({ acting: 'he.xin', away: ['zhang.wei'] });
    expect(await at('2026-12-24T16:00:00.000Z')).toEqual({ acting: 'xu.hong', away: ['zhang.wei', 'he.xin'] });
    expect(await at('2026-12-25T16:00:00.000Z')).toEqual({ acting: 'he.xin', away: ['zhang.wei'] });
    expect(await at('2027-01-01T16:00:00.000Z')).toEqual({ acting: 'zhang.wei', away: [] });
  });

  test('a ring is refused where all of it is away at once, and says through whom', async () => {
    await away(zhangwei, 'he.xin');
    await away(hexin, 'xu.hong');
    const refused = await away(xuhong, 'zhang.wei');
    expect(refused).toMatchObject({ status: 409, body: { type: 'urn:sales-sop:problem:SubstitutesRing' } });
    expect(refused.body.detail).toContain('zhang.wei、he.xin');
    const after = { from: '2027-01-02T00:00:00+08:00', to: '2027-01-05T00:00:00+08:00' };
    expect(await away(xuhong, 'zhang.wei', after)).toMatchObject({ status: 200 });
  });

  test.each([
    ['an end before the beginning', { ...holiday, to: '2026-12-23T00:00:00+08:00' }, 'he.xin', '/to'],
    ['a time that is over', { from: '2026-11-01T00:00:00+08:00', to: '2026-11-02T00:00:00+08:00' }, 'he.xin', '/to'],
    ['more than a year', { ...holiday, to: '2028-01-02T00:00:00+08:00' }, 'he.xin', '/to'],
    ['oneself', holiday, 'zhang.wei', '/substitute'],
    ['somebody unknown', holiday, 'nobody', '/substitute'],
    ['somebody with no role in common', holiday, 'li.na', '/substitute'],
  ])('refuses %s', async (_, period, substitute, pointer) => {
    const answer = await away(zhangwei, substitute, period);
    expect(answer).toMatchObject({ status: 422, body: { type: 'urn:sales-sop:problem:AbsenceInvalid' } });
    expect(answer.body.errors).toMatchObject([{ pointer }]);
    expect(await world.absences.of('zhang.wei')).toBeUndefined();
  });
});
