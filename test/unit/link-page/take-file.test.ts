import { beforeEach, describe, expect, test } from 'vitest';
import { answerLink } from '../../../functions/link-page/answer-link.ts';
import type { LinkRequest } from '../../../functions/link-page/link-request.ts';
import { onlyLink, openTask, people, worldWithCase } from '../../pages/open-tasks.ts';
import { aDocument, aTask } from '../../support/builders.ts';
import type { MemoryWorld } from '../../support/memory-world.ts';

const png = Uint8Array.from([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0,
]);
const program = new TextEncoder().encode('MZ this is no picture');

async function upload(
  link: string,
  content: Uint8Array,
  name = '横幅 950×90.png',
  headers: LinkRequest['headers'] = { 'sec-fetch-site': 'same-origin' },
): Promise<LinkRequest> {
  const form = new FormData();
  form.set('attempt', '1');
  form.set('file', new File([Uint8Array.from(content)], name, { type: 'image/png' }));
  const sent = new Response(form);
  const bytes = new Uint8Array(await sent.arrayBuffer());
  const type = sent.headers.get('content-type') ?? '';
  return {
    method: 'POST',
    link,
    lang: undefined,
    host: 'sop.example.com',
    headers: { 'content-type': type, ...headers },
    body: '',
    bytes,
  };
}

const read = (link: string): LinkRequest => ({
  method: 'GET',
  link,
  lang: undefined,
  host: 'sop.example.com',
  headers: {},
  body: '',
});

let world: MemoryWorld;
let link: string;
beforeEach(async () => {
  world = await worldWithCase(['design-request', 'revision-notes', 'design-proof']);
  const { links } = await openTask(world, '27');
  link = links[people.design.id] ?? '';
});

const kept = () => world.files.attachments.list(aTask().caseId);

describe('AD-5 a design proof uploaded through the link', () => {
  test('is kept with the task under the type its content has, and shown on the page', async () => {
    const answer = await answerLink(world, await upload(link, png));
    expect(answer.status).toBe(303);
    expect(await kept()).toMatchObject([
      { name: '横幅 950×90.png', type: 'image/png', size: png.byteLength, by: people.design.id },
    ]);
    const page = await answerLink(world, read(link));
    expect(page.body).toMatch(/<img src="https:\/\/files\.example\.com\/cases\/[^"]+as=inline"/);
    expect(page.headers['content-security-policy']).toContain(' img-src https://files.example.com;');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('is shown to whoever decides on the version it came with', async () => {
    // given the proof's first version, with the file of the task that made it
    const { taskId = '' } = aDocument();
    const caseId = aTask().caseId;
    await world.files.attachments.keep(caseId, taskId, {
      name: 'proof.png',
      type: 'image/png',
      content: png,
      by: people.design.id,
      at: world.now(),
    });
    const seen = await answerLink(world, read(onlyLink(await openTask(world, '14'))));
    expect(seen.body).toContain('proof.png');
    expect(seen.body).not.toContain('type="file"');
  });

  test.each([
    ['a program that calls itself a picture', program, '不是可接受的类型'],
    ['an empty file', new Uint8Array(), '文件为空'],
    ['a file of more than 4 MB', new Uint8Array(4 * 1024 * 1024 + 1), '超过 4 MB'],
  ])('refuses %s, keeps nothing of it, and says why', async (_, content, why) => {
    const answer = await answerLink(world, await upload(link, content));
    expect(answer.status).toBe(422);
    expect(answer.body).toContain(why);
    expect(await kept()).toEqual([]);
  });

  test('refuses a form that another site sends, and one without a file', async () => {
    const foreign = await answerLink(world, await upload(link, png, 'a.png', { 'sec-fetch-site': 'cross-site' }));
    expect(foreign.status).toBe(403);
    const broken = { ...(await upload(link, png)), bytes: new TextEncoder().encode('no form') };
    expect((await answerLink(world, broken)).status).toBe(422);
    expect(await kept()).toEqual([]);
  });

  test('takes nothing more once the task is decided: the version keeps the files it was made with', async () => {
    const task = [...world.records.tasks.values()][0]?.task;
    if (task === undefined) throw new Error('no task is open');
    await world.tasks.end(task.id, 'CANCELLED', {
      caseId: task.caseId,
      id: 'x',
      type: 'task.cancelled',
      at: task.openedAt,
    });
    const answer = await answerLink(world, await upload(link, png));
    expect(answer.status).toBe(410);
    expect(await kept()).toEqual([]);
  });
});
