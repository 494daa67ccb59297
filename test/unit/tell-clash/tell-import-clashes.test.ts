import { beforeEach, expect, it } from 'vitest';
import { type ImportClashes, MOST_CLASHES_NAMED } from '../../../functions/shared/domain/customer-import.ts';
import { tellImportClashes } from '../../../functions/tell-clash/tell-import-clashes.ts';
import { aCustomer, aPerson } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

const clashes: ImportClashes = {
  importId: 'I-1',
  holder: 'li.na',
  by: 'chen.jie',
  at: '2026-11-23T02:00:00.000Z',
  rows: 2,
  clashes: [
    { customerId: 'CU-0001', finder: 'wang.fang', typedName: '云帆科技（杭州）公司' },
    { customerId: 'CU-0009', finder: 'gone', typedName: '晨光机械' },
  ],
  told: false,
};

let world: MemoryWorld;
beforeEach(async () => {
  world = memoryWorld();
  await world.people.put(aPerson());
  await world.people.put(aPerson({ id: 'wang.fang', name: '王芳', email: 'wang.fang@example.com' }));
  await world.people.put(aPerson({ id: 'chen.jie', name: '陈洁', email: 'chen.jie@example.com' }));
  await world.customers.enter(aCustomer(), []);
});

it('IN-3: a holder is told of all rows of an import that are customers of theirs in one mail, once', async () => {
  await world.imports.tellClashes(clashes);
  // when
  await tellImportClashes(world, clashes);
  await tellImportClashes(world, clashes);
  // then
  expect(world.mailer.sent).toHaveLength(1);
  const [mail] = world.mailer.sent;
  expect(mail).toMatchObject({ to: { email: 'li.na@example.com' }, subject: expect.stringContaining('2 个您的客户') });
  expect(mail?.text).toContain('陈洁导入的客户名单中，有 2 行是您仓库中的客户');
  expect(mail?.text).toContain(`王芳：云帆科技（杭州）公司，即您的客户 ${aCustomer().name}`);
  expect(mail?.text).toContain('gone：晨光机械');
  expect(mail?.text).toContain('2 rows of a list that 陈洁 imported are customers in your pool');
});

it('counts the rows it does not name', async () => {
  const [clash = { customerId: '', finder: '', typedName: '' }] = clashes.clashes;
  const many = { ...clashes, rows: MOST_CLASHES_NAMED + 5, clashes: Array(MOST_CLASHES_NAMED).fill(clash) };
  await world.imports.tellClashes(many);
  // when
  await tellImportClashes(world, many);
  // then
  expect(world.mailer.sent[0]?.text).toContain('另有 5 行');
});

it('says in the log that a holder is not in the directory, and does not come back to it', async () => {
  await world.imports.tellClashes({ ...clashes, holder: 'nobody' });
  // when
  await tellImportClashes(world, { ...clashes, holder: 'nobody' });
  // then
  expect(world.mailer.sent).toEqual([]);
  expect(await world.imports.clashes('I-1', 'nobody')).toMatchObject({ told: true });
});
