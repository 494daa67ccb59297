import { beforeEach, describe, expect, test } from 'vitest';
import { isHeader, placesOf } from '../../../functions/import-customers/columns.ts';
import { xlsxRows } from '../../../functions/import-customers/xlsx-rows.ts';
import { noRows } from '../../../functions/shared/domain/customer-import.ts';
import type { PageAnswer } from '../../../functions/shared/pages/page.ts';
import { aPerson } from '../../support/builders.ts';
import { inPieces } from '../../support/memory-imports.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';
import { textOf } from '../web-inbox/visitor.ts';
import { pagesWorld, type TestPages, type Visitor, visitor } from './visitor.ts';

const path = '/inbox/customers/import';
const key = 'form-1';

let memory: MemoryWorld;
let world: TestPages;
let sales: Visitor;
beforeEach(() => {
  memory = memoryWorld();
  world = pagesWorld(memory);
  sales = visitor(world, aPerson());
});

/** An import for a file of that kind, by its page's address. */
async function made(kind: 'csv' | 'xlsx' = 'csv'): Promise<{ readonly id: string; readonly address: string }> {
  const { location: address = '' } = (await sales.post(path, { key, kind })).headers;
  return { id: address.slice(path.length + 1), address };
}

const policyOf = ({ headers }: PageAnswer): string => headers['content-security-policy'] ?? '';

describe('importing customers on their pages', () => {
  test('a kind is chosen, once however often the button is pressed, and the file goes straight to its store', async () => {
    const { id, address } = await made('xlsx');
    expect((await made('xlsx')).address).toBe(address);
    expect(await memory.imports.get(id)).toMatchObject({ format: 'xlsx', status: 'AWAITING_FILE' });
    const page = await sales.get(address);
    expect(page.body).toContain('action="https://files.example.com/" enctype="multipart/form-data"');
    expect(page.body).toContain(`value="https://sop.example.com${address}"`);
    expect(page.body).toContain('accept=".xlsx"');
    expect(policyOf(page)).toContain('https://files.example.com');
  });

  test('a list is found again by the name it was given', async () => {
    await sales.post(path, { key, kind: 'xlsx', name: ' 2026 展会名单 ' });
    await sales.post(path, { key: 'form-2', kind: 'csv', name: '名'.repeat(300) });
    const list = textOf(await sales.get(path));
    expect(list).toContain('2026 展会名单.xlsx 等待文件');
    expect(list).toContain(` ${'名'.repeat(100)}.csv`);
  });

  test('a file that has arrived is entered when the person says so; looking starts nothing', async () => {
    const { id, address } = await made();
    const arrived = await sales.get(`${address}?bucket=b&key=${encodeURIComponent(`imports/${id}/upload`)}`);
    expect(textOf(arrived)).toContain('文件已收到，尚未开始录入');
    expect((await memory.imports.get(id))?.status).toBe('AWAITING_FILE');
    expect((await sales.post(address, {})).headers.location).toBe(address);
    expect((await memory.imports.get(id))?.status).toBe('READING');
  });

  test('under way, the page tells how far it is and loads itself anew; done, what became of the rows', async () => {
    const { id, address } = await made();
    await sales.post(address, {});
    await memory.imports.read(id, 2, 30);
    await memory.imports.countPart(id, { attempt: 1, lane: 0, done: 0 }, { ...noRows, entered: 12, duplicate: 3 });
    const under = await sales.get(address);
    expect([under.headers.refresh, textOf(under).includes('已处理 15 / 30 行')]).toEqual(['3', true]);
    await memory.imports.countPart(id, { attempt: 1, lane: 0, done: 1 }, { ...noRows, entered: 15 });
    await memory.imports.finish(id, memory.now().toISOString());
    const done = await sales.get(address);
    expect(done.headers.refresh).toBeUndefined();
    expect(textOf(done)).toMatch(/已完成：共 30 行 已录入 27 已有该客户，请转交线索 3 下载结果文件/);
    expect(done.body).toContain(`https://files.example.com/imports/${id}/result.csv`);
    expect(textOf(await sales.get(`${address}?lang=en`))).toContain('Done: 30 rows');
  });

  test('a file that was refused says why, and leads to another import', async () => {
    const { id, address } = await made();
    await sales.post(address, {});
    await memory.imports.refuse(id, { zh: '文件中没有客户', en: 'No customers' }, memory.now().toISOString());
    const page = await sales.get(address);
    expect(textOf(page)).toContain('文件中没有客户');
    expect(page.body).toContain(`href="${path}">重新导入`);
  });

  test('templates to fill in: what is typed into them is what an import reads', async () => {
    const page = await sales.get(path);
    for (const kind of ['csv', 'xlsx']) expect(page.body).toContain(`href="${path}/template.${kind}"`);
    // given the CSV one, then the workbook, each in the reader's language and with the columns they may use
    const csv = await sales.get(`${path}/template.csv`);
    expect(csv.body).toBe('\uFEFF"公司名称","座机","传真","地址","城市","已核实"\r\n');
    expect(csv.headers['content-disposition']).toContain('customers-template.csv');
    const hq = visitor(world, aPerson({ id: 'he.xin', roles: ['hq'] }));
    const { body, base64 } = await hq.get(`${path}/template.xlsx?lang=en`);
    expect(base64).toBe(true);
    const rows: (readonly string[])[] = [];
    for await (const row of xlsxRows(inPieces(Buffer.from(body, 'base64')))) rows.push(row);
    expect(rows).toEqual([['name', 'landline', 'fax', 'address', 'city', 'holder', 'confirmed']]);
    expect(isHeader(placesOf(rows[0] ?? []))).toBe(true);
    expect((await sales.post(`${path}/template.csv`, {})).status).toBe(404);
  });

  test('one that stopped says why and how far it is, and goes on at a button', async () => {
    const { id, address } = await made();
    await sales.post(address, {});
    await memory.imports.read(id, 2, 30);
    await memory.imports.countPart(id, { attempt: 1, lane: 0, done: 0 }, { ...noRows, entered: 12 });
    await memory.imports.stop(id, 1, { at: memory.now().toISOString(), how: 'failed', error: 'AccessDenied' });
    const page = await sales.get(address);
    expect(page.headers.refresh).toBeUndefined();
    expect(textOf(page)).toMatch(/导入停止了.*发生技术故障（AccessDenied）.*已处理 12 \/ 30 行/);
    expect(textOf(await sales.get(`${address}?lang=en`))).toContain('A technical error (AccessDenied)');
    expect(page.body).toContain('name="deed" value="resume"');
    // when
    for (const _ of ['once', 'twice']) {
      expect((await sales.post(address, { deed: 'resume' })).headers.location).toBe(address);
    }
    expect(memory.importWorkflow.started.map(({ name }) => name)).toEqual([id, `${id}-2`]);
    expect((await sales.get(address)).headers.refresh).toBe('3');
  });

  test('a file that has arrived is tried first where the person says so, and entered from what came of it', async () => {
    const { id, address } = await made();
    const arrived = await sales.get(`${address}?bucket=b&key=${encodeURIComponent(`imports/${id}/upload`)}`);
    expect(arrived.body).toContain('name="deed" value="try"');
    await sales.post(address, { deed: 'try' });
    await memory.imports.read(id, 1, 30);
    expect(textOf(await sales.get(address))).toContain('试算中，不录入：已处理 0 / 30 行');
    await memory.imports.countPart(id, { attempt: 1, lane: 0, done: 0 }, { ...noRows, entered: 29, asked: 1 });
    await memory.imports.finish(id, memory.now().toISOString(), 'TRIED');
    const tried = await sales.get(address);
    expect(textOf(tried)).toMatch(
      /试算完成：共 30 行，未录入任何客户.*可以录入 29 可能重复，录入时提交审批组 1.*正式录入/,
    );
    expect(textOf(await sales.get(path))).toMatch(/已试算.*可录入 29，需审批 1/);
    const hq = visitor(world, aPerson({ id: 'he.xin', roles: ['hq'] }));
    expect((await hq.get(address)).body).not.toContain('正式录入');
    // when
    await sales.post(address, { deed: 'start' });
    expect(await memory.imports.get(id)).toMatchObject({ status: 'READING', attempt: 2, counts: noRows });
  });

  test('results and stopped imports say until when they are kept, and when they are gone', async () => {
    const { id, address } = await made();
    await sales.post(address, {});
    await memory.imports.stop(id, 1, { at: memory.now().toISOString(), how: 'timed-out' });
    memory.clock.advance(90 * 86_400_000);
    const stopped = await sales.get(address);
    expect(textOf(stopped)).toMatch(/上传的文件只保留到.*请重新导入/);
    expect(stopped.body).not.toContain('value="resume"');
    await memory.imports.read(id, 1, 1);
    await memory.imports.finish(id, memory.now().toISOString());
    expect(textOf(await sales.get(address))).toMatch(/下载结果文件.*保留到/);
    memory.clock.advance(90 * 86_400_000);
    const gone = await sales.get(address);
    expect(textOf(gone)).toMatch(/结果文件只保留到.*已删除/);
    expect(textOf(gone)).not.toContain('下载结果文件');
    expect(textOf(await sales.get(path))).toContain('结果已过期');
  });

  test('one’s imports are listed with their progress and what their rows came to, everybody’s for headquarters', async () => {
    const { id, address } = await made();
    await sales.post(address, {});
    await memory.imports.read(id, 2, 30);
    await memory.imports.countPart(id, { attempt: 1, lane: 0, done: 0 }, { ...noRows, entered: 12, duplicate: 3 });
    const list = await sales.get(path);
    expect(list.body).toContain(`href="${address}"`);
    expect(textOf(list)).toMatch(/我的导入.*customers.csv 录入中.*已录入 12，重复 3.*15 \/ 30 行/);
    expect(textOf(list)).not.toContain('所有人的导入');
    const hq = visitor(world, aPerson({ id: 'he.xin', name: '何欣', roles: ['hq'] }));
    expect(textOf(await hq.get(path))).toContain('还没有导入');
    await memory.people.put(aPerson());
    const all = await hq.get(`${path}?scope=all`);
    expect(textOf(all)).toMatch(/所有人的导入.*李娜/);
    expect(textOf(await hq.get(address))).toContain('customers.csv · 李娜');
    expect((await sales.get(`${path}?scope=all`)).status).toBe(403);
  });

  test('IN-8: a director sees everybody’s imports and makes none', async () => {
    const { address } = await made();
    const director = visitor(world, aPerson({ id: 'dong.hai', roles: ['director'] }));
    const page = await director.get(path);
    expect(page.body).toContain(`href="${address}"`);
    expect(page.body).not.toContain('name="kind"');
    expect(textOf(await director.get(address))).toContain('文件尚未开始录入');
    expect((await director.post(path, { key, kind: 'csv' })).status).toBe(403);
  });

  test('the list goes on to earlier imports', async () => {
    for (let each = 0; each < 11; each += 1) await sales.post(path, { key: `form-${each}`, kind: 'csv' });
    const first = await sales.get(path);
    const [, next = ''] = /href="([^"]*before=[^"]*)"/.exec(first.body) ?? [];
    const rest = await sales.get(next.replaceAll('&amp;', '&'));
    expect([first, rest].map(({ body }) => body.match(/class="item"/g)?.length)).toEqual([10, 1]);
  });

  test('IN-8: another’s import is out of sight, and who may not import has no form', async () => {
    const { address } = await made();
    const colleague = visitor(world, aPerson({ id: 'wang.fang', name: '王芳' }));
    expect((await colleague.get(address)).status).toBe(404);
    expect((await colleague.post(address, {})).status).toBe(404);
    const supervisor = visitor(world, aPerson({ id: 'tang.li', roles: ['supervisor'] }));
    expect((await supervisor.get(path)).status).toBe(403);
    expect((await supervisor.post(path, { key, kind: 'csv' })).status).toBe(403);
    expect((await supervisor.get('/inbox/customers')).body).not.toContain(path);
  });
});
