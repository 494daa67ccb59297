import { beforeEach, describe, expect, test } from 'vitest';
import { answerLink } from '../../../functions/link-page/answer-link.ts';
import type { LinkRequest } from '../../../functions/link-page/link-request.ts';
import { shown } from '../../../functions/link-page/task-files.ts';
import { fileTypes } from '../../../functions/shared/domain/attachment.ts';
import type { PageAnswer } from '../../../functions/shared/pages/page.ts';
import { onlyLink, openTask, people, worldWithCase } from '../../pages/open-tasks.ts';
import { aDocument, aTask } from '../../support/builders.ts';
import type { MemoryWorld } from '../../support/memory-world.ts';
import { docx, exe, htmlPage, macros, pdf, png, svg, zip } from '../../support/sample-files.ts';

const { caseId } = aTask();

let world: MemoryWorld;
let link: string;
let taskId: string;
beforeEach(async () => {
  world = await worldWithCase(['design-request', 'revision-notes', 'design-proof']);
  const { task, links } = await openTask(world, '27');
  taskId = task.id;
  link = links[people.design.id] ?? '';
});

const place = (by = people.design.id) => ({ caseId, taskId, by, purpose: 'task' as const });
const kept = () => world.files.attachments.list(caseId);
const refusals = async () =>
  (await world.cases.factsSince(caseId, '')).filter(({ type }) => type === 'document.refused');

const read = (address = link): LinkRequest => ({
  ...{ method: 'GET', link: address, lang: undefined, host: 'sop.example.com', headers: {}, body: '' },
});

function post(form: Readonly<Record<string, string>>, headers: LinkRequest['headers'] = {}): Promise<PageAnswer> {
  return answerLink(world, {
    ...read(),
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      ...headers,
    },
    body: new URLSearchParams(form).toString(),
  });
}

describe('AD-5 a design proof uploaded through the link', () => {
  test('goes by a form straight to the store, which leads back to the page', async () => {
    const page = await answerLink(world, { ...read(), lang: 'en' });
    expect(page.body).toContain('action="https://files.example.com/#files" enctype="multipart/form-data"');
    expect(page.body).toContain(`value="https://sop.example.com/t/${link}?lang=en"`);
    expect(page.headers['content-security-policy']).toContain("form-action 'self' https://files.example.com;");
    expect(await kept()).toEqual([]);
  });

  test('waits on the page, changed by no look at it, until it is kept under the type its content has', async () => {
    // given a file that arrived
    const id = world.files.uploads.bring(place(), '横幅 950×90.exe', png);
    const waiting = await answerLink(world, read());
    expect(waiting.body).toContain('横幅 950×90.exe');
    expect(waiting.body).toContain(`<input type="hidden" name="upload" value="${id}" form="decision">`);
    await answerLink(world, { ...read(), method: 'HEAD' });
    expect(await kept()).toEqual([]);
    // when it is kept
    const answer = await post({ do: 'keep-files', upload: id });
    // then it is the task's, and shown
    expect([answer.status, answer.headers.location]).toEqual([303, `/t/${link}`]);
    expect(await kept()).toMatchObject([
      { name: '横幅 950×90.png', type: 'image/png', size: png.byteLength, by: people.design.id, taskId },
    ]);
    const page = await answerLink(world, read());
    expect(page.body).toMatch(/<img src="https:\/\/files\.example\.com\/cases\/[^"]+as=inline"/);
    expect(page.headers['content-security-policy']).toContain(' img-src https://files.example.com;');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.body).not.toContain('form="decision"><input');
    // and keeping it again does nothing
    expect((await post({ do: 'keep-files', upload: id })).status).toBe(303);
    expect(await kept()).toHaveLength(1);
  });

  test('is kept with the decision where nobody pressed anything else', async () => {
    const id = world.files.uploads.bring(place(), '横幅.png', png);
    const answer = await post({ outcome: 'done', upload: id, comment: '', previewAddress: '', sizes: '950×90' });
    expect(answer.status, answer.body).toBe(422);
    expect(await kept()).toHaveLength(1);
    const decided = await post({
      outcome: 'done',
      comment: '',
      previewAddress: 'https://a.example/1',
      sizes: '950×90',
    });
    expect(decided.status).toBe(303);
  });

  test('that is refused stops the decision, which keeps what was typed', async () => {
    const id = world.files.uploads.bring(place(), '横幅.png', exe);
    const answer = await post({
      ...{ outcome: 'done', upload: id, comment: '请看', previewAddress: 'https://a.example/1', sizes: '950×90' },
    });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('不是可接受的类型');
    expect(answer.body).toContain('value="https://a.example/1"');
    expect((await world.tasks.get(taskId))?.status).toBe('OPEN');
    expect(await kept()).toEqual([]);
  });

  test('is removed where the person does not want it', async () => {
    const id = world.files.uploads.bring(place(), '横幅.png', png);
    expect((await post({ do: 'drop-files', upload: id })).status).toBe(303);
    expect([...world.files.uploads.incoming]).toEqual([]);
    expect(await kept()).toEqual([]);
  });

  test('is seen and kept by nobody but who uploaded it', async () => {
    const id = world.files.uploads.bring(place(people.otherDesigner.id), '横幅.png', png);
    expect((await answerLink(world, read())).body).not.toContain('横幅.png');
    await post({ do: 'keep-files', upload: id });
    await post({ do: 'drop-files', upload: id });
    expect(await kept()).toEqual([]);
    expect(world.files.uploads.incoming.size).toBe(1);
  });

  test('is shown to whoever decides on the version it came with', async () => {
    // given the proof's first version, with the file of the task that made it
    const { taskId: maker = '' } = aDocument();
    const file = { name: 'proof.png', type: 'image/png', content: png, by: people.design.id, at: world.now() };
    await world.files.attachments.keep(caseId, maker, file);
    const seen = await answerLink(world, read(onlyLink(await openTask(world, '14'))));
    expect(seen.body).toContain('proof.png');
    expect(seen.body).not.toContain('type="file"');
  });

  test.each([
    ['a web page', htmlPage],
    ['an SVG picture', svg],
    ['a program', exe],
    ['an archive', zip],
    ['a document with macros', macros],
    ['text', new TextEncoder().encode('nothing but text')],
  ])('refuses %s that calls itself a PDF, keeps nothing of it, says why, and has it on record', async (_, content) => {
    const id = world.files.uploads.bring(place(), '合同.pdf', content);
    const answer = await post({ do: 'keep-files', upload: id });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('文件没有保存：内容不是可接受的类型');
    expect(await kept()).toEqual([]);
    expect(world.files.uploads.incoming.size).toBe(0);
    expect(await refusals()).toMatchObject([
      { taskId, step: '27', by: people.design.id, via: 'link', detail: { why: 'type', size: content.byteLength } },
    ]);
    expect(JSON.stringify(await refusals())).not.toContain('合同');
  });

  test.each([
    ['a PDF', pdf, 'pdf'],
    ['a Word document', docx, 'docx'],
  ])('takes %s whatever it is called', async (_, content, extension) => {
    const id = world.files.uploads.bring(place(), '合同.html', content);
    expect((await post({ do: 'keep-files', upload: id })).status).toBe(303);
    expect(await kept()).toMatchObject([{ name: `合同.${extension}` }]);
  });

  test('refuses what the store should not have let through for its size', async () => {
    const id = world.files.uploads.bring(place(), '空.pdf', new Uint8Array());
    expect((await post({ do: 'keep-files', upload: id })).body).toContain('文件为空或超过 50 MB');
    expect(await refusals()).toMatchObject([{ detail: { why: 'size', size: 0 } }]);
  });

  test('refuses an eleventh, and leaves it where it waits', async () => {
    for (let number = 0; number < 10; number += 1) {
      const file = { name: 'a.png', type: 'image/png', content: Uint8Array.of(number), by: 'wu.di', at: world.now() };
      await world.files.attachments.keep(caseId, taskId, file);
    }
    const id = world.files.uploads.bring(place(), '横幅.png', png);
    const answer = await post({ do: 'keep-files', upload: id });
    expect([answer.status, answer.body]).toEqual([409, expect.stringContaining('每个任务最多 10 个文件')]);
    expect(world.files.uploads.incoming.size).toBe(1);
  });

  test('refuses a form that another site sends, and one that brings the file itself', async () => {
    const id = world.files.uploads.bring(place(), '横幅.png', png);
    const foreign = await post({ do: 'keep-files', upload: id }, { 'sec-fetch-site': 'cross-site' });
    expect(foreign.status).toBe(403);
    expect((await post({}, { 'content-type': 'multipart/form-data; boundary=x' })).status).toBe(415);
    expect(await kept()).toEqual([]);
  });

  test('takes nothing more once the task is decided: the version keeps the files it was made with', async () => {
    const id = world.files.uploads.bring(place(), '横幅.png', png);
    const ended = { caseId, id: 'x', type: 'task.cancelled' as const, at: aTask().openedAt };
    await world.tasks.end(taskId, 'CANCELLED', ended);
    expect((await post({ do: 'keep-files', upload: id })).status).toBe(410);
    expect(await kept()).toEqual([]);
  });
});

test.each(Object.keys(fileTypes))(
  'a file of type %s is shown only where it is a picture that runs nothing',
  async (type) => {
    const { links, attachments } = world.files;
    const file = { name: 'a', type, content: png, by: people.design.id, at: world.now() };
    const [readable] = await shown(links, [await attachments.keep(caseId, taskId, file)]);
    const isShown = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'].includes(type);
    expect(readable?.address).toContain(isShown ? 'as=inline' : 'as=attachment');
  },
);
