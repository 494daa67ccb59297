import { beforeEach, describe, expect, test } from 'vitest';
import { contactsApi } from '../../../functions/contacts-api/contacts-api.ts';
import { customersApi } from '../../../functions/customers-api/customers-api.ts';
import { peopleApi } from '../../../functions/people-api/people-api.ts';
import type { Actor, Person } from '../../../functions/shared/domain/person.ts';
import { aPerson } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { type Answer, apiWorld, type Client, clientOf } from '../shared/http/call.ts';

/**
 * IN-8 as one table: the partner 蓝天 with its owner Sun and its salespeople Zhou and Lu, under the channel manager Fang;
 * the company's own salespeople Li, under the supervisor Tang, and Wang; Fang and Tang under the director Du.
 */
const organisation: readonly (Partial<Person> & { id: string })[] = [
  { id: 'li.na', roles: ['sales'], supervisor: 'tang.li' },
  { id: 'wang.fang', roles: ['sales'], regions: ['11'] },
  { id: 'tang.li', roles: ['supervisor'], supervisor: 'du.wei' },
  { id: 'zhou.ke', roles: ['sales'], partner: 'lantian', supervisor: 'sun.qiang' },
  { id: 'lu.yan', roles: ['sales'], partner: 'lantian', supervisor: 'sun.qiang' },
  { id: 'sun.qiang', roles: ['partner'], partner: 'lantian', supervisor: 'fang.ying' },
  { id: 'fang.ying', roles: ['channel-manager'], supervisor: 'du.wei' },
  { id: 'he.bo', roles: ['partner'], partner: 'haiyue', supervisor: 'mo.ran' },
  { id: 'mo.ran', roles: ['channel-manager'] },
  { id: 'du.wei', roles: ['director'] },
  { id: 'chen.jie', roles: ['sales-manager'] },
  { id: 'qin.yue', roles: ['approval-group'] },
  { id: 'xu.hui', roles: ['hq'] },
  { id: 'zhao.min', roles: ['seal'] },
];
const everybody = organisation.map(({ id }) => id);
const seesAll = ['du.wei', 'chen.jie', 'qin.yue', 'xu.hui'];

const facts = {
  name: '苏州晨光贸易有限公司',
  landline: '0512-61234567',
  fax: '0512-61234568',
  address: '苏州市姑苏区干将路 1 号',
};
const another = {
  name: '杭州云帆科技有限公司',
  landline: '0571-86543210',
  fax: '0571-86543211',
  address: '杭州市西湖区文三路 100 号',
};

interface Places {
  readonly zhous: string;
  readonly lis: string;
  readonly free: string;
  readonly application: string;
}

interface Right {
  readonly action: string;
  /** The request, for whoever acts. */
  readonly line: (at: Places) => string;
  /** What it sends, or what makes it. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly may: readonly string[];
  readonly refused: string;
  readonly zh: string;
  readonly en: string;
}

const noMove = { refused: 'MoveNotAllowed', zh: '您无权这样转移该客户', en: 'You may not move this customer so' };
const noPool = { refused: 'PoolNotYours', zh: '只能查看自己的仓库', en: 'You may only see your own pool' };
const noCustomer = { refused: 'CustomerNotYours', zh: '不在您可以查看的仓库', en: 'in no pool that you may see' };
const noPerson = { refused: 'PersonNotYours', zh: '只有渠道经理', en: 'by channel managers' };

const rights: readonly Right[] = [
  {
    action: 'enter a customer',
    line: () => 'POST /customers',
    body: another,
    may: ['li.na', 'wang.fang', 'zhou.ke', 'lu.yan'],
    refused: 'RoleMissing',
    zh: '只有销售可以录入客户',
    en: 'Only salespeople enter customers',
  },
  {
    action: 'check for duplicates',
    line: () => 'POST /customers/check',
    body: another,
    may: ['li.na', 'wang.fang', 'zhou.ke', 'lu.yan', 'qin.yue'],
    refused: 'RoleMissing',
    zh: '只有销售和审批组可以查重',
    en: 'Only salespeople and the approval group check',
  },
  {
    action: 'see the public pool',
    line: () => 'GET /customers?holder=%23public',
    may: ['li.na', 'wang.fang', 'zhou.ke', 'lu.yan', ...seesAll],
    ...noPool,
  },
  {
    action: 'pick from the public pool',
    line: ({ free }) => `POST /customers/${free}/claim`,
    body: {},
    may: ['li.na', 'zhou.ke', 'lu.yan'],
    ...noMove,
  },
  {
    action: 'apply for a customer of another region',
    line: ({ free }) => `POST /customers/${free}/transfer-in`,
    body: { ...facts, reason: '' },
    may: ['wang.fang'],
    refused: 'RoleMissing',
    zh: '只有销售可以申请调入',
    en: 'Only salespeople apply',
  },
  {
    action: 'release a partner’s customer',
    line: ({ zhous }) => `POST /customers/${zhous}/release`,
    body: {},
    may: ['zhou.ke', 'chen.jie', 'xu.hui'],
    ...noMove,
  },
  {
    action: 'transfer a customer within the partner',
    line: ({ zhous }) => `POST /customers/${zhous}/transfer`,
    body: { to: 'lu.yan' },
    may: ['zhou.ke', 'sun.qiang', 'chen.jie', 'xu.hui'],
    ...noMove,
  },
  {
    action: 'transfer a customer of the company’s own',
    line: ({ lis }) => `POST /customers/${lis}/transfer`,
    body: { to: 'wang.fang' },
    may: ['li.na', 'chen.jie', 'xu.hui'],
    ...noMove,
  },
  {
    action: 'reverse an illegal entry',
    line: ({ zhous }) => `POST /customers/${zhous}/reversal`,
    body: { to: 'li.na' },
    may: ['qin.yue'],
    ...noMove,
  },
  {
    action: 'decide an application',
    line: ({ application }) => `POST /applications/${application}/decision`,
    body: { outcome: 'accepted' },
    may: ['qin.yue'],
    refused: 'RoleMissing',
    zh: '只有审批组可以决定申请',
    en: 'Only the approval group decides',
  },
  {
    action: 'list the pool of a partner’s salesperson',
    line: () => 'GET /customers?holder=zhou.ke',
    may: ['zhou.ke', 'sun.qiang', 'fang.ying', ...seesAll],
    ...noPool,
  },
  {
    action: 'see how full the pool of a partner’s salesperson is',
    line: () => 'GET /pools?owner=zhou.ke',
    may: ['zhou.ke', 'sun.qiang', 'fang.ying', ...seesAll],
    ...noPool,
  },
  {
    action: 'see how full the pool of a partner is',
    line: () => 'GET /pools?partner=lantian',
    may: ['zhou.ke', 'lu.yan', 'sun.qiang', 'fang.ying', ...seesAll],
    ...noPool,
  },
  {
    action: 'list the pool of the company’s own salesperson',
    line: () => 'GET /customers?holder=li.na',
    may: ['li.na', 'tang.li', ...seesAll],
    ...noPool,
  },
  {
    action: 'correct the facts of a customer of a partner’s salesperson, with a reason',
    line: ({ zhous }) => `PUT /customers/${zhous}/facts`,
    body: { ...another, reason: '客户来函' },
    headers: { 'if-match': '"1"' },
    may: ['zhou.ke', 'chen.jie', 'qin.yue', 'xu.hui'],
    refused: 'CorrectionNotAllowed',
    zh: '客户资料由归属销售更正',
    en: 'corrected by its holder',
  },
  {
    action: 'merge two customers',
    line: ({ zhous }) => `POST /customers/${zhous}/merge`,
    body: ({ lis }: Places) => ({ into: lis, reason: '同一家公司' }),
    may: ['qin.yue'],
    refused: 'RoleMissing',
    zh: '只有审批组可以查找并合并',
    en: 'Only the approval group looks for records of one company',
  },
  {
    action: 'look for records of the same company',
    line: ({ zhous }) => `GET /customers/${zhous}/lookalikes`,
    may: ['qin.yue'],
    refused: 'RoleMissing',
    zh: '只有审批组可以查找并合并',
    en: 'Only the approval group looks for records of one company',
  },
  ...['', '/moves', '/commission', '/facts'].map(
    (part): Right => ({
      action: `read a customer${part} of the company’s own salesperson`,
      line: ({ lis }) => `GET /customers/${lis}${part}`,
      may: ['li.na', 'tang.li', ...seesAll],
      ...noCustomer,
    }),
  ),
  {
    action: 'assign the regions of a partner’s salesperson',
    line: () => 'PUT /people/zhou.ke/regions',
    body: { regions: ['浙江'] },
    may: ['fang.ying', 'du.wei'],
    ...noPerson,
  },
  {
    action: 'assign the regions of the company’s own salesperson',
    line: () => 'PUT /people/li.na/regions',
    body: { regions: ['浙江'] },
    may: ['du.wei'],
    ...noPerson,
  },
  {
    action: 'close the account of a partner’s salesperson',
    line: () => 'PUT /people/zhou.ke/account',
    body: { account: 'closed', successor: 'lu.yan' },
    may: ['fang.ying', 'du.wei'],
    ...noPerson,
  },
  {
    action: 'open the account of a partner’s salesperson',
    line: () => 'POST /people',
    body: { user: 'gu.yi', name: '顾怡', email: 'gu.yi@example.com', role: 'sales', partner: 'lantian' },
    may: ['fang.ying', 'du.wei'],
    ...noPerson,
  },
  {
    action: 'open the account of a salesperson of the company’s own',
    line: () => 'POST /people',
    body: { user: 'gu.yi', name: '顾怡', email: 'gu.yi@example.com', role: 'sales' },
    may: ['du.wei'],
    ...noPerson,
  },
  {
    action: 'say under whom a salesperson is',
    line: () => 'PUT /people/zhou.ke/place',
    body: { supervisor: 'fang.ying', partner: 'haiyue' },
    may: ['du.wei', 'xu.hui'],
    refused: 'PersonNotYours',
    zh: '只有总部和总监',
    en: 'by headquarters and directors',
  },
  {
    action: 'read what was noted of contacts with a customer of the company’s own salesperson',
    line: ({ lis }) => `GET /customers/${lis}/contacts`,
    may: ['li.na', 'tang.li', ...seesAll],
    ...noCustomer,
  },
  {
    action: 'see the contact volume of the company’s own salesperson',
    line: () => 'GET /pools/contacts?owner=li.na&from=2026-11-01&to=2026-11-23',
    may: ['li.na', 'tang.li', ...seesAll],
    ...noPool,
  },
  {
    action: 'see the contact volume of a partner’s salesperson',
    line: () => 'GET /pools/contacts?owner=zhou.ke&from=2026-11-01&to=2026-11-23',
    may: ['zhou.ke', 'sun.qiang', 'fang.ying', ...seesAll],
    ...noPool,
  },
  {
    action: 'see a partner’s salesperson',
    line: () => 'GET /people/zhou.ke',
    may: ['zhou.ke', 'sun.qiang', 'fang.ying', ...seesAll],
    refused: 'PersonNotYours',
    zh: '只能查看自己、下属',
    en: 'You may only see yourself',
  },
];

const actors = new Map<string, Actor>(organisation.map(({ id, roles = [] }) => [id, { id, roles }]));
const actorOf = (id: string): Actor => actors.get(id) ?? { id, roles: [] };

let world: ReturnType<typeof apiWorld>;
let client: Client;
let at: Places;

beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf([...contactsApi(world), ...customersApi(world), ...peopleApi(world)], world);
  for (const person of organisation) {
    await world.people.put(aPerson({ name: person.id, email: `${person.id}@example.com`, ...person }));
  }
  const entered = async (holder: string, number: number) => {
    const { body } = await client('POST /customers', {
      as: actorOf(holder),
      body: {
        name: `北京${['松涛', '竹影', '梅香'][number]}贸易有限公司`,
        landline: `010-8234567${number}`,
        fax: `010-8234577${number}`,
        address: `北京市海淀区学院路 ${number + 1}0 号`,
      },
    });
    return String(body.id);
  };
  const [zhous, lis] = [await entered('zhou.ke', 0), await entered('li.na', 1)];
  const { body: freed } = await client('POST /customers', { as: { id: 'x', roles: ['sales'] }, body: facts });
  const free = String(freed.id);
  await client(`POST /customers/${free}/release`, { as: { id: 'x', roles: ['sales'] }, body: {} });
  const applied = await client(`POST /customers/${free}/transfer-in`, {
    as: actorOf('wang.fang'),
    body: { ...facts, reason: '' },
  });
  at = { zhous, lis, free, application: String(applied.body.id) };
});

const tried = (right: Right, actor: string, language: 'zh-CN' | 'en'): Promise<Answer> =>
  client(right.line(at), {
    as: actorOf(actor),
    ...(right.body === undefined ? {} : { body: typeof right.body === 'function' ? right.body(at) : right.body }),
    headers: { 'accept-language': language, ...right.headers },
  });

/** What stands in the way of who has the right, but not there: a region, or a pool one is in already. */
const elsewhere: Readonly<Record<string, string>> = {
  'pick from the public pool wang.fang': 'OtherRegion',
  'apply for a customer of another region li.na': 'InYourRegion',
  'apply for a customer of another region zhou.ke': 'InYourRegion',
  'apply for a customer of another region lu.yan': 'InYourRegion',
};

describe.each(rights)('IN-8: $action', (right) => {
  test.each(everybody)('%s', async (actor) => {
    const answer = await tried(right, actor, 'zh-CN');
    if (right.may.includes(actor)) {
      expect(answer.status, String(answer.body.detail)).toBeLessThan(300);
      return;
    }
    const other = elsewhere[`${right.action} ${actor}`];
    if (other !== undefined) {
      expect(answer).toMatchObject({ status: 409, body: { type: `urn:sales-sop:problem:${other}` } });
      return;
    }
    expect(answer).toMatchObject({ status: 403, body: { type: `urn:sales-sop:problem:${right.refused}` } });
    expect(answer.body.detail).toContain(right.zh);
    expect((await tried(right, actor, 'en')).body.detail).toContain(right.en);
  });
});

describe('IN-8: what comes with a right', () => {
  test('a partner’s customer stays among its people, unless who moves it reaches every pool', async () => {
    const to = (as: string, receiver: string) =>
      client(`POST /customers/${at.zhous}/transfer`, { as: actorOf(as), body: { to: receiver } });
    for (const as of ['zhou.ke', 'sun.qiang']) {
      const answer = await to(as, 'li.na');
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/to' }] } });
      expect(answer.body.detail).toContain('只能在其内部转移');
    }
    expect((await to('xu.hui', 'li.na')).status).toBe(200);
  });

  test('a closed account, whose token has not run out yet, gives nothing away and takes nothing', async () => {
    for (const id of ['zhou.ke', 'sun.qiang', 'qin.yue']) {
      const person = organisation.find((each) => each.id === id);
      await world.people.put(aPerson({ ...person, email: `${id}@example.com`, closedAt: '2026-11-23T01:00:00.000Z' }));
    }
    for (const [as, move, body] of [
      ['zhou.ke', 'release', {}],
      ['zhou.ke', 'transfer', { to: 'lu.yan' }],
      ['sun.qiang', 'transfer', { to: 'lu.yan' }],
      ['qin.yue', 'reversal', { to: 'li.na' }],
    ] as const) {
      const answer = await client(`POST /customers/${at.zhous}/${move}`, { as: actorOf(as), body });
      expect(answer, `${as} ${move}`).toMatchObject({
        status: 403,
        body: { type: 'urn:sales-sop:problem:AccountClosed' },
      });
    }
    const claim = await client(`POST /customers/${at.free}/claim`, { as: actorOf('zhou.ke'), body: {} });
    expect(claim.status).toBe(403);
  });

  test('nobody judges in their own favour: an application about a customer of theirs, a reversal to themselves', async () => {
    const both: Actor = { id: 'li.na', roles: ['sales', 'approval-group'] };
    const doubtful = {
      name: '苏州听涛建材有限公司',
      landline: '010-82345671',
      fax: '0512-61234999',
      address: '苏州市虎丘区狮山路 9 号',
      confirmed: ['landline-of-another'],
    };
    const { status, body } = await client('POST /customers', { as: actorOf('zhou.ke'), body: doubtful });
    expect(status).toBe(202);
    const decide = (as: Actor) =>
      client(`POST /applications/${body.id}/decision`, { as, body: { outcome: 'refused', comment: '同一客户' } });
    const refused = await decide(both);
    expect(refused).toMatchObject({ status: 403, body: { type: 'urn:sales-sop:problem:ApplicationYourOwn' } });
    expect(refused.body.detail).toContain('涉及您自己仓库中的客户');
    expect((await decide(actorOf('qin.yue'))).status).toBe(200);
    const reversal = await client(`POST /customers/${at.zhous}/reversal`, { as: both, body: { to: 'li.na' } });
    expect([reversal.status, reversal.body.detail]).toEqual([422, expect.stringContaining('不能归还给自己')]);
  });

  test('IN-7: supervisors, channel managers and directors have no pool of their own, but those within their reach', async () => {
    const seen = async (as: string) => {
      const { body } = await client('GET /pools', { as: actorOf(as) });
      const scope = Array.isArray(body.scope) ? body.scope.map(({ owner }) => owner) : undefined;
      return { capacity: body.capacity, scope };
    };
    expect(await seen('tang.li')).toEqual({ capacity: 0, scope: ['li.na'] });
    expect(await seen('fang.ying')).toEqual({ capacity: 0, scope: ['lu.yan', 'zhou.ke'] });
    expect(await seen('sun.qiang')).toEqual({ capacity: 0, scope: ['lu.yan', 'zhou.ke'] });
    expect(await seen('mo.ran')).toEqual({ capacity: 0, scope: [] });
    expect(await seen('du.wei')).toEqual({ capacity: 0, scope: ['li.na', 'lu.yan', 'wang.fang', 'zhou.ke'] });
    expect(await seen('li.na')).toEqual({ capacity: 400, scope: undefined });
  });

  test('IN-7: a partner’s pool tells how much its people hold together', async () => {
    const { body } = await client('GET /pools?partner=lantian', { as: actorOf('sun.qiang') });
    expect(body).toMatchObject({ owner: '#partner:lantian', held: 1, capacity: 1500 });
    expect(body.scope).toMatchObject([
      { owner: 'lu.yan', held: 0, capacity: 400 },
      { owner: 'zhou.ke', held: 1, capacity: 400, partner: 'lantian' },
    ]);
    const own = await client('GET /pools', { as: actorOf('zhou.ke') });
    expect(own.body).toMatchObject({ held: 1, capacity: 400, partner: { id: 'lantian', held: 1, capacity: 1500 } });
  });

  test('IN-4, IN-8: how many customers are picked a day is told to who may pick, of their own pool', async () => {
    const told = async (as: string, query = '') =>
      'claimsADay' in (await client(`GET /pools${query}`, { as: actorOf(as) })).body;
    const own = await Promise.all(everybody.map((as) => told(as)));
    expect(everybody.filter((_, index) => own[index])).toEqual(['li.na', 'wang.fang', 'zhou.ke', 'lu.yan']);
    expect([await told('tang.li', '?owner=li.na'), await told('sun.qiang', '?partner=lantian')]).toEqual([
      false,
      false,
    ]);
  });
});
