import { beforeEach, describe, expect, test } from 'vitest';
import { enterCustomer } from '../../../functions/customers-api/enter-customer.ts';
import { moveCustomer } from '../../../functions/customers-api/move-customer.ts';
import type { Person } from '../../../functions/shared/domain/person.ts';
import { freshIdentity } from '../../../functions/shared/http/identity.ts';
import { aPerson } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { pagesWorld, type TestPages, visitor } from './visitor.ts';

/**
 * IN-8 on the pages: the partner 蓝天 with its owner Sun and its salesperson Zhou, under the channel manager Fang; the
 * company's own salespeople Li, under the supervisor Tang, and Wang, who works in Beijing; Fang and Tang under Du.
 */
const organisation: readonly (Partial<Person> & { id: string })[] = [
  { id: 'li.na', roles: ['sales'], supervisor: 'tang.li' },
  { id: 'wang.fang', roles: ['sales'], regions: ['11'] },
  { id: 'tang.li', roles: ['supervisor'], supervisor: 'du.wei' },
  { id: 'zhou.ke', roles: ['sales'], partner: 'lantian', supervisor: 'sun.qiang' },
  { id: 'sun.qiang', roles: ['partner'], partner: 'lantian', supervisor: 'fang.ying' },
  { id: 'fang.ying', roles: ['channel-manager'], supervisor: 'du.wei' },
  { id: 'he.bo', roles: ['partner'], partner: 'haiyue' },
  { id: 'du.wei', roles: ['director'] },
  { id: 'chen.jie', roles: ['sales-manager'] },
  { id: 'qin.yue', roles: ['approval-group'] },
  { id: 'xu.hui', roles: ['hq'] },
  { id: 'zhao.min', roles: ['seal'] },
  { id: 'zhang.wei', roles: ['assistant'] },
];
const people = organisation.map((person) => aPerson({ name: person.id, email: `${person.id}@example.com`, ...person }));
const everybody = people.map(({ id }) => id);
const seesAll = ['du.wei', 'chen.jie', 'qin.yue', 'xu.hui'];
const sellers = ['li.na', 'wang.fang', 'zhou.ke'];
const root = '/inbox/customers';

interface Places {
  readonly zhous: string;
  readonly lis: string;
  /** In the public pool, in Suzhou. */
  readonly free: string;
  readonly application: string;
}

interface PageRight {
  readonly action: string;
  readonly path: (at: Places) => string;
  /** What its form sends; a page that is only read has none. */
  readonly form?: Readonly<Record<string, string>>;
  readonly may: readonly string[];
}

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
const key = 'form';

const rights: readonly PageRight[] = [
  { action: 'see pools', path: () => root, may: [...everybody.slice(0, -2)] },
  {
    action: 'see a partner’s salesperson’s pool',
    path: () => `${root}?owner=zhou.ke`,
    may: ['zhou.ke', 'sun.qiang', 'fang.ying', ...seesAll],
  },
  {
    action: 'see the company’s salesperson’s pool',
    path: () => `${root}?owner=li.na`,
    may: ['li.na', 'tang.li', ...seesAll],
  },
  {
    action: 'see a customer with the notes of contacts',
    path: ({ zhous }) => `${root}/${zhous}`,
    may: ['zhou.ke', 'sun.qiang', 'fang.ying', ...seesAll],
  },
  { action: 'see the public pool', path: () => `${root}/public`, may: [...sellers, ...seesAll] },
  { action: 'see a customer of the public pool', path: ({ free }) => `${root}/${free}`, may: [...sellers, ...seesAll] },
  { action: 'see the form to enter', path: () => `${root}/new`, may: sellers },
  { action: 'enter', path: () => `${root}/new`, form: { key, do: 'enter', ...another }, may: sellers },
  { action: 'check', path: () => `${root}/new`, form: { key, do: 'check', ...another }, may: sellers },
  { action: 'pick', path: ({ free }) => `${root}/${free}/claim`, form: { key }, may: ['li.na', 'zhou.ke'] },
  {
    action: 'apply',
    path: ({ free }) => `${root}/${free}/transfer-in`,
    form: { key, do: 'apply', ...facts, reason: '总部在北京' },
    may: ['wang.fang'],
  },
  {
    action: 'withdraw an application',
    path: ({ application }) => `${root}/applications/${application}`,
    form: {},
    may: ['wang.fang'],
  },
  {
    action: 'release',
    path: ({ zhous }) => `${root}/${zhous}/release`,
    form: { key, reason: '' },
    may: ['zhou.ke', 'chen.jie', 'xu.hui'],
  },
  {
    action: 'transfer within the partner',
    path: ({ zhous }) => `${root}/${zhous}/transfer`,
    form: { key, to: 'lu.yan', reason: '' },
    may: ['zhou.ke', 'sun.qiang', 'chen.jie', 'xu.hui'],
  },
  {
    action: 'transfer the company’s own',
    path: ({ lis }) => `${root}/${lis}/transfer`,
    form: { key, to: 'wang.fang', reason: '' },
    may: ['li.na', 'chen.jie', 'xu.hui'],
  },
  {
    action: 'reverse',
    path: ({ zhous }) => `${root}/${zhous}/reversal`,
    form: { key, to: 'li.na', reason: '' },
    may: ['qin.yue'],
  },
  {
    action: 'record a contact',
    path: ({ lis }) => `${root}/${lis}/contacts`,
    form: { key, kind: 'call', at: '', note: '' },
    may: ['li.na'],
  },
  { action: 'foresee', path: () => `${root}/forecast`, may: [...everybody.slice(0, -2)] },
  {
    action: 'foresee for the company’s salesperson',
    path: () => `${root}/forecast?owner=li.na`,
    may: ['li.na', 'tang.li', ...seesAll],
  },
  {
    action: 'download what a partner’s salesperson loses',
    path: () => `${root}/forecast/csv?owner=zhou.ke`,
    may: ['zhou.ke', 'sun.qiang', 'fang.ying', ...seesAll],
  },
];

let world: TestPages;
let at: Places;
beforeEach(async () => {
  const memory = memoryWorld();
  for (const person of [...people, aPerson({ id: 'lu.yan', email: 'lu@example.com', partner: 'lantian' })]) {
    await memory.people.put(person);
  }
  world = pagesWorld(memory);
  const entered = async (id: string, name: string, digit: number) => {
    const number = `010-8234567${digit}`;
    const entry = { name, landline: number, fax: `010-8234577${digit}`, address: `北京市海淀区学院路 ${digit}0 号` };
    const actor = { id, roles: ['sales' as const] };
    return (await enterCustomer(memory, { actor, facts: entry, identity: freshIdentity(memory.now()) })).id;
  };
  const [zhous, lis] = [
    await entered('zhou.ke', '北京松涛贸易有限公司', 1),
    await entered('li.na', '北京竹影贸易有限公司', 2),
  ];
  const giver = { id: 'x', roles: ['sales' as const] };
  const { id: free } = await enterCustomer(memory, { actor: giver, facts, identity: freshIdentity(memory.now()) });
  await moveCustomer(memory, giver, { kind: 'release', id: free, reason: '' });
  const applied = { id: 'A-1', kind: 'transfer-in' as const, status: 'OPEN' as const, applicant: 'wang.fang', facts };
  const createdAt = memory.now().toISOString();
  await memory.applications.submit({
    ...applied,
    confirmed: [],
    rivals: [free],
    subjects: ['customer:other'],
    createdAt,
  });
  at = { zhous, lis, free, application: 'A-1' };
});

/** What stands in the way of who has the right, but not there: a region. */
const elsewhere: Readonly<Record<string, number>> = {
  'pick wang.fang': 409,
  'apply li.na': 409,
  'apply zhou.ke': 409,
};

describe.each(rights)('IN-8 on its page: $action', ({ action, path, form, may }) => {
  test.each(people)('$id', async (person) => {
    const browser = visitor(world, person);
    const answer = form === undefined ? await browser.get(path(at)) : await browser.post(path(at), form);
    const expected = may.includes(person.id) ? 300 : (elsewhere[`${action} ${person.id}`] ?? 403);
    if (expected === 300) expect(answer.status, answer.body).toBeLessThan(304);
    else expect(answer.status, answer.headers.location).toBe(expected);
  });
});

test('IN-8: a page offers the forms that its reader may send, and no others', async () => {
  const offered = async (id: string, customer: string) => {
    const person = people.find((each) => each.id === id) ?? aPerson();
    const { body, status } = await visitor(world, person).get(`${root}/${customer}`);
    const forms = [...body.matchAll(/action="\/inbox\/customers\/[^/"]+\/([a-z-]+)"/g)].map(([, name]) => name);
    return status === 200 ? forms : status;
  };
  const all = (customer: string) =>
    Promise.all(everybody.map(async (id) => [id, await offered(id, customer)] as const)).then(Object.fromEntries);
  expect(await all(at.zhous)).toEqual({
    'li.na': 403,
    'wang.fang': 403,
    'tang.li': 403,
    'zhou.ke': ['contacts', 'release', 'transfer'],
    'sun.qiang': ['transfer'],
    'fang.ying': [],
    'he.bo': 403,
    'du.wei': [],
    'chen.jie': ['release', 'transfer'],
    'qin.yue': ['reversal'],
    'xu.hui': ['release', 'transfer'],
    'zhao.min': 403,
    'zhang.wei': 403,
  });
  expect(await all(at.free)).toMatchObject({ 'li.na': ['claim'], 'wang.fang': [], 'chen.jie': [], 'tang.li': 403 });
});
