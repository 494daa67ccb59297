import { beforeEach, describe, expect, test } from 'vitest';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import { type OpenedTask, openTask, people, worldWithCase } from '../../pages/open-tasks.ts';
import { aTask } from '../../support/builders.ts';
import type { MemoryWorld } from '../../support/memory-world.ts';
import { exe, pdf, png } from '../../support/sample-files.ts';
import { inboxWorld, type TestInbox, textOf, visitor } from './visitor.ts';

const { caseId } = aTask();

let records: MemoryWorld;
let world: TestInbox;
let task: OpenedTask['task'];
let address: string;
beforeEach(async () => {
  records = await worldWithCase(['contract']);
  world = inboxWorld(records);
  ({ task } = await openTask(records, '6'));
  address = `/inbox/tasks/${task.id}`;
});

const kept = () => records.files.attachments.list(caseId);
const place = (purpose: 'task' | 'comment', by = people.assistant.id) => ({ caseId, taskId: task.id, by, purpose });
const refusals = async () =>
  (await world.cases.factsSince(caseId, '')).filter(({ type }) => type === 'document.refused');

describe('AD-5 a file added to a task in the inbox', () => {
  test('goes by a form to the store, waits on the page, and is the task’s once kept', async () => {
    const assistant = visitor(world, people.assistant);
    const page = await assistant.get(address);
    expect(page.body).toContain(`value="${world.publicUrl}${address}"`);
    expect(page.headers['content-security-policy']).toMatch(/form-action [^;]*https:\/\/files\.example\.com;/);
    const upload = records.files.uploads.bring(place('task'), '盖章合同.pdf', pdf);
    expect(textOf(await assistant.get(address))).toContain('已收到，尚未存入任务');
    expect(await kept()).toEqual([]);
    // when
    const answer = await assistant.post(`${address}/files`, { do: 'keep-files', upload });
    // then
    expect(answer.headers.location).toBe(`${address}#files`);
    expect(await kept()).toMatchObject([{ name: '盖章合同.pdf', by: people.assistant.id, taskId: task.id }]);
    expect((await assistant.get(address)).body).toContain('as=attachment" download');
    expect(textOf(await assistant.get(`/inbox/cases/${caseId}`))).toContain('上传的文件 6 审核合同 盖章合同.pdf');
  });

  test('is told of in the case’s history by what it is, never by its name', async () => {
    const detail = { kind: 'attachment', type: 'application/pdf', size: 1_300_000, hash: 'c'.repeat(64) };
    const added = {
      caseId,
      taskId: task.id,
      step: '6',
      type: 'document.added',
      by: 'zhang.wei',
      via: 'inbox',
    } as const;
    await world.cases.record(newFact({ ...added, detail }, world.now()));
    const page = await visitor(world, people.assistant).get(`/inbox/cases/${caseId}`);
    expect(textOf(page)).toContain('6 审核合同 · PDF · 1.2 MB');
  });

  test('comes along with the decision', async () => {
    const upload = records.files.uploads.bring(place('task'), '盖章合同.pdf', pdf);
    await visitor(world, people.assistant).post(address, { outcome: 'meets', comment: '', upload });
    expect((await world.tasks.get(task.id))?.decision?.outcome).toBe('meets');
    expect(await kept()).toHaveLength(1);
  });

  test('that is refused is told of, on record, and stops the decision', async () => {
    const assistant = visitor(world, people.assistant);
    const bring = () => records.files.uploads.bring(place('task'), '合同.pdf', exe);
    const sorted = await assistant.post(`${address}/files`, { do: 'keep-files', upload: bring() });
    expect([sorted.status, textOf(sorted)]).toEqual([422, expect.stringContaining('内容不是可接受的类型')]);
    const decided = await assistant.post(address, { outcome: 'meets', comment: '好', upload: bring() });
    expect([decided.status, textOf(decided)]).toEqual([422, expect.stringContaining('内容不是可接受的类型')]);
    expect((await world.tasks.get(task.id))?.status).toBe('OPEN');
    expect(await refusals()).toMatchObject([{ by: people.assistant.id, via: 'inbox', detail: { why: 'type' } }]);
    expect(textOf(await assistant.get(`/inbox/cases/${caseId}`))).toContain(
      '上传的文件未保存 · 6 审核合同：内容不是可接受的类型',
    );
  });

  test('is added by nobody who may not decide the task', async () => {
    const manager = visitor(world, people.manager);
    const upload = records.files.uploads.bring(place('task', people.manager.id), '合同.pdf', pdf);
    expect((await manager.get(address)).body).not.toContain('选择文件');
    expect((await manager.post(`${address}/files`, { do: 'keep-files', upload })).status).toBe(403);
    expect(await kept()).toEqual([]);
  });

  test('is removed where it is not wanted', async () => {
    const upload = records.files.uploads.bring(place('task'), '合同.pdf', pdf);
    await visitor(world, people.assistant).post(`${address}/files`, { do: 'drop-files', upload });
    expect(records.files.uploads.incoming.size).toBe(0);
  });
});

describe('a comment with files', () => {
  test('carries them for everybody who sees the task; they are the case’s, and no grounds of a decision', async () => {
    // given a file of a manager, who may not decide the task
    const manager = visitor(world, people.manager);
    const upload = records.files.uploads.bring(place('comment', people.manager.id), '批注 1.png', png);
    const page = await manager.get(address);
    expect(textOf(page)).toContain('批注 1.png 1 KB · 随下一条评论发表');
    // when
    const posted = await manager.post(`${address}/comments`, { text: '@zhang.wei 见附件', upload });
    // then
    expect(posted.headers.location).toBe(`${address}#comments`);
    const { items } = await world.comments.ofTask(task.id, { limit: 10 });
    expect(items).toMatchObject([{ mentions: ['zhang.wei'], files: [{ name: '批注 1.png', type: 'image/png' }] }]);
    expect(await kept()).toMatchObject([{ comment: items[0]?.id, by: people.manager.id }]);
    expect(records.files.uploads.incoming.size).toBe(0);
    const seen = await visitor(world, people.assistant).get(address);
    expect(textOf(seen)).toContain('见附件 批注 1.png 1 KB');
    expect(textOf(seen)).not.toContain('此任务的文件');
  });

  test('may follow a decision', async () => {
    const assistant = visitor(world, people.assistant);
    await assistant.post(address, { outcome: 'meets', comment: '' });
    const upload = records.files.uploads.bring(place('comment'), '扫描件.pdf', pdf);
    await assistant.post(`${address}/comments`, { text: '补扫描件', upload });
    expect(await kept()).toHaveLength(1);
    expect((await assistant.get(address)).body).toContain('扫描件.pdf');
  });

  test('is not written when one of them is refused, and given back as typed', async () => {
    const upload = records.files.uploads.bring(place('comment'), '批注.png', exe);
    const assistant = visitor(world, people.assistant);
    const answer = await assistant.post(`${address}/comments`, { text: '请看', upload });
    expect([answer.status, textOf(answer)]).toEqual([422, expect.stringContaining('内容不是可接受的类型')]);
    expect(answer.body).toContain('请看</textarea>');
    expect((await world.comments.ofTask(task.id, { limit: 10 })).items).toEqual([]);
    expect(await refusals()).toMatchObject([{ via: 'inbox', by: people.assistant.id }]);
  });

  test('loses one that is removed before it is posted', async () => {
    const assistant = visitor(world, people.assistant);
    const upload = records.files.uploads.bring(place('comment'), '批注.png', png);
    await assistant.post(`${address}/comments`, { do: 'drop-files', upload });
    expect(records.files.uploads.incoming.size).toBe(0);
    expect((await world.comments.ofTask(task.id, { limit: 10 })).items).toEqual([]);
  });

  test('of people without a part in the task are refused', async () => {
    const upload = records.files.uploads.bring(place('comment', people.publishing.id), '批注.png', png);
    const stranger = visitor(world, people.publishing);
    expect((await stranger.post(`${address}/comments`, { text: '好', upload })).status).toBe(403);
    expect(await kept()).toEqual([]);
  });
});
