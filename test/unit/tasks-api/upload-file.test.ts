import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { tasksApi } from '../../../functions/tasks-api/tasks-api.ts';
import { aCase, aTask } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { apiWorld, type Client, clientOf, designer, lina, manager, zhangwei } from '../shared/http/call.ts';

const { id: caseId } = aCase();
const task = aTask({ subject: [] });
const address = `/tasks/${task.id}/files`;
const png = Uint8Array.from([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0,
]);
const program = new TextEncoder().encode('MZ this is no picture');

const announcing = (content: Uint8Array, type = 'image/png') => ({
  name: '横幅 950×90.png',
  type,
  size: content.byteLength,
  sha256: createHash('sha256').update(content).digest('base64'),
});

let world: ReturnType<typeof apiWorld>;
let client: Client;

beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(tasksApi(world), world);
  const at = aCase().createdAt;
  await world.cases.create(aCase(), { caseId, id: `${at}#`, type: 'case.started', at });
  const fact = { caseId, id: `${at}#${task.id}`, type: 'task.opened' as const, at };
  await world.tasks.open({ task, taskToken: task.id, links: [], fact });
});

const kept = () => world.files.attachments.list(caseId);
const problemNamed = (name: string, status: number) => ({
  status,
  body: { type: `urn:sales-sop:problem:${name}`, status },
});

/** Announces `said`, has `content` arrive, completes. */
async function bring(content: Uint8Array, said = announcing(content), as = zhangwei) {
  const announced = await client(`POST ${address}`, { as, body: said });
  const id = String(announced.body.id);
  world.files.uploads.incoming.set(`incoming/${caseId}/${id}`, content);
  return { id, complete: () => client(`POST ${address}/${id}/completion`, { as, body: {} }) };
}

describe('AD-5 a file that goes straight into the bucket', () => {
  test('is announced, arrives, and becomes a file of the task; completing again tells the same', async () => {
    const announced = await client(`POST ${address}`, { as: zhangwei, body: announcing(png) });
    expect(announced).toMatchObject({
      status: 201,
      body: {
        upload: {
          method: 'PUT',
          headers: { 'content-type': 'image/png', 'x-amz-checksum-sha256': announcing(png).sha256 },
        },
      },
    });
    expect(await kept()).toEqual([]);
    const { complete } = await bring(png);
    const completed = await complete();
    expect(completed).toMatchObject({
      status: 200,
      body: { name: '横幅 950×90.png', type: 'image/png', size: png.byteLength, by: zhangwei.id, taskId: task.id },
    });
    expect(world.files.uploads.incoming.size).toBe(0);
    expect((await complete()).body).toEqual(completed.body);
    expect(await kept()).toHaveLength(1);
  });

  test.each([
    ['a program that calls itself a picture', program, announcing(program), 'type'],
    ['a picture that calls itself a PDF', png, announcing(png, 'application/pdf'), 'mismatch'],
    ['other content than announced', program, announcing(png), 'altered'],
    ['content of the right length, but altered', png.with(17, 1), announcing(png), 'altered'],
  ])('%s is refused and removed', async (_, content, said, reason) => {
    const { complete } = await bring(content, said);
    const answer = await complete();
    expect(answer).toMatchObject(problemNamed('FileRefused', 422));
    expect(answer.body.reason).toBe(reason);
    expect(world.files.uploads.incoming.size).toBe(0);
    expect(await kept()).toEqual([]);
    expect(await complete()).toMatchObject(problemNamed('FileNotArrived', 409));
  });

  test.each([
    ['more than 50 MB', { size: 50 * 1024 * 1024 + 1 }],
    ['nothing', { size: 0 }],
    ['a type that is not taken', { type: 'image/svg+xml' }],
    ['a hash that is none', { sha256: 'abc' }],
  ])('%s is not even announced', async (_, wrong) => {
    const answer = await client(`POST ${address}`, { as: zhangwei, body: { ...announcing(png), ...wrong } });
    expect(answer.status).toBe(422);
  });

  test.each([
    ['a manager, who sees the task and may not decide it', manager, 'NotYourTask', 403],
    ['a stranger', designer, 'TaskNotVisible', 403],
  ])('%s brings none', async (_, as, name, status) => {
    expect(await client(`POST ${address}`, { as, body: announcing(png) })).toMatchObject(problemNamed(name, status));
  });

  test('is completed by nobody but who announced it, and for no other task', async () => {
    const { id } = await bring(png);
    const other = await client(`POST ${address}/${id}/completion`, { as: lina, body: {} });
    expect(other).toMatchObject(problemNamed('FileUnknown', 404));
    const invented = await client(`POST ${address}/0123/completion`, { as: zhangwei, body: {} });
    expect(invented).toMatchObject(problemNamed('FileUnknown', 404));
    expect(await kept()).toEqual([]);
  });

  test('is not taken once the task has ended', async () => {
    const { complete } = await bring(png);
    const at = aCase().createdAt;
    await world.tasks.end(task.id, 'CANCELLED', { caseId, id: 'x', type: 'task.cancelled', at });
    expect(await complete()).toMatchObject(problemNamed('TaskCancelled', 409));
    expect(await client(`POST ${address}`, { as: zhangwei, body: announcing(png) })).toMatchObject(
      problemNamed('TaskCancelled', 409),
    );
    expect(await kept()).toEqual([]);
  });

  test('an eleventh is refused', async () => {
    const { complete } = await bring(png);
    for (let number = 0; number < 10; number += 1) {
      const content = Uint8Array.of(number);
      const file = { name: 'a.png', type: 'image/png', content, by: zhangwei.id, at: world.now() };
      await world.files.attachments.keep(caseId, task.id, file);
    }
    expect(await complete()).toMatchObject(problemNamed('FilesTooMany', 409));
    expect(await client(`POST ${address}`, { as: zhangwei, body: announcing(png) })).toMatchObject(
      problemNamed('FilesTooMany', 409),
    );
  });
});

describe('a comment with files', () => {
  const comments = `/tasks/${task.id}/comments`;

  async function bringForComment(content: Uint8Array, as = manager) {
    const said = { ...announcing(content), purpose: 'comment' };
    const announced = await client(`POST ${address}`, { as, body: said });
    const id = String(announced.body.id);
    world.files.uploads.incoming.set(`incoming/${caseId}/${id}`, content);
    return id;
  }

  test('carries what was announced for it by whoever sees the task', async () => {
    const id = await bringForComment(png);
    const answer = await client(`POST ${comments}`, { as: manager, body: { text: '见附件', files: [id] } });
    expect(answer).toMatchObject({
      status: 201,
      body: { text: '见附件', files: [{ name: '横幅 950×90.png', type: 'image/png', size: png.byteLength }] },
    });
    expect(await kept()).toMatchObject([{ comment: answer.body.id, by: manager.id }]);
    const listed = await client(`GET ${comments}`, { as: zhangwei });
    expect(listed.body.items).toMatchObject([{ files: [{ name: '横幅 950×90.png' }] }]);
  });

  test('made again under its key is one comment with the same file', async () => {
    const request = {
      as: manager,
      headers: { 'idempotency-key': 'once' },
      body: { text: '见附件', files: [await bringForComment(png)] },
    };
    const answer = await client(`POST ${comments}`, request);
    expect((await client(`POST ${comments}`, request)).body).toEqual(answer.body);
    expect(await kept()).toHaveLength(1);
  });

  test.each([
    ['announced for the task', announcing(png), 'CommentFileUnknown', 422],
    ['that never arrived', { ...announcing(program), purpose: 'comment' }, 'FileNotArrived', 409],
  ])('carries none %s', async (_, said, name, status) => {
    const announced = await client(`POST ${address}`, { as: zhangwei, body: said });
    const body = { text: '见附件', files: [String(announced.body.id)] };
    expect(await client(`POST ${comments}`, { as: zhangwei, body })).toMatchObject(problemNamed(name, status));
    const { body: listed } = await client(`GET ${comments}`, { as: zhangwei });
    expect(listed.items).toEqual([]);
  });

  test('is refused with a file that is not what it says, which is on record', async () => {
    const id = await bringForComment(program);
    const answer = await client(`POST ${comments}`, { as: manager, body: { text: '见附件', files: [id] } });
    expect(answer).toMatchObject(problemNamed('FileRefused', 422));
    const facts = (await world.cases.factsSince(caseId, '')).filter(({ type }) => type === 'document.refused');
    expect(facts).toMatchObject([{ by: manager.id, via: 'api', detail: { why: 'type', announced: 'image/png' } }]);
    expect(facts[0]?.detail?.hash).toHaveLength(64);
  });

  test('leaves nothing to complete as a file of the task', async () => {
    const id = await bringForComment(png, zhangwei);
    const answer = await client(`POST ${address}/${id}/completion`, { as: zhangwei, body: {} });
    expect(answer).toMatchObject(problemNamed('FileUnknown', 404));
  });
});
