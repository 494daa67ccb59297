import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { attachmentRecords } from '../../../../functions/shared/adapters/attachment-records.ts';
import { caseRecords } from '../../../../functions/shared/adapters/case-records.ts';
import { commentRecords } from '../../../../functions/shared/adapters/comment-records.ts';
import { taskRecords } from '../../../../functions/shared/adapters/task-records.ts';
import { uploadRecords } from '../../../../functions/shared/adapters/upload-records.ts';
import { newFact } from '../../../../functions/shared/domain/new-fact.ts';
import type { AnnouncedFile, UploadPlace } from '../../../../functions/shared/domain/upload.ts';
import { freshIdentity } from '../../../../functions/shared/http/identity.ts';
import { sniffType } from '../../../../functions/take-reply/sniff-type.ts';
import { commentTask } from '../../../../functions/tasks-api/comment-task.ts';
import { takeWaiting } from '../../../../functions/tasks-api/take-waiting.ts';
import { completeFile } from '../../../../functions/tasks-api/upload-file.ts';
import { aCase, aTask } from '../../../support/builders.ts';
import { type Engine, engines, startDatabase, type TestDatabase } from '../../../support/database.ts';
import { memoryObjects, stagedObjects } from '../../../support/memory-attachments.ts';
import { memoryObserver } from '../../../support/memory-outside.ts';
import { exe, pdf, png } from '../../../support/sample-files.ts';

const caseId = 'AD-20261123-7K3F9Q';
const task = aTask({ caseId, id: `${caseId}.6.mi9x2k1a-0000` });
const at = new Date('2026-11-23T02:00:00.000Z');
const actor = { id: 'zhang.wei', roles: ['assistant' as const] };
const place: UploadPlace = { caseId, taskId: task.id, by: actor.id, purpose: 'task' };

function announced(content: Uint8Array, change: Partial<AnnouncedFile> = {}): AnnouncedFile {
  return {
    id: 'A1',
    caseId,
    taskId: task.id,
    name: '../盖章合同.exe',
    type: 'application/pdf',
    size: content.byteLength,
    sha256: createHash('sha256').update(content).digest('base64'),
    key: `incoming/${caseId}/A1`,
    by: actor.id,
    at: at.toISOString(),
    ...change,
  };
}

/** An open task on a table of its own, beside a bucket in memory; every look at the clock is a millisecond later. */
async function scene(database: TestDatabase) {
  const table = await database.table();
  const objects = memoryObjects();
  const uploads = uploadRecords(table, stagedObjects(objects), {
    address: async () => ({ url: 'https://files.example.com/up', headers: {}, expiresAt: at.toISOString() }),
    form: async (prefix) => ({ action: 'https://files.example.com/', fields: { key: prefix } }),
  });
  const attachments = attachmentRecords(table, objects);
  const cases = caseRecords(table);
  const tasks = taskRecords(table);
  await cases.create(aCase({ id: caseId }), newFact({ caseId, type: 'case.started' }, at));
  const opened = newFact({ caseId, type: 'task.opened', taskId: task.id }, at);
  await tasks.open({ task, taskToken: 'token', links: [], fact: opened });
  let milliseconds = at.getTime();
  const now = (): Date => {
    milliseconds += 1;
    return new Date(milliseconds);
  };
  return {
    objects,
    tasks,
    cases,
    comments: commentRecords(table),
    people: { get: async () => undefined, withRole: async () => [] },
    files: { attachments, uploads, sniff: sniffType },
    observer: memoryObserver(),
    now,
    factsOf: async (type: string) => (await cases.factsSince(caseId, '')).filter((fact) => fact.type === type),
    /** Puts there what a form of that place would bring. */
    async bring(name: string, content: Uint8Array, where = place): Promise<string> {
      const { fields } = await uploads.form(where, 'https://sop.example.com/back', at);
      await objects.put(`${fields.key}${name}`, content, 'application/octet-stream');
      const waiting = await uploads.waiting(where);
      return waiting.find((file) => file.key === `${fields.key}${name}`)?.id ?? '';
    },
  };
}

describe.each(engines)('AD-5: files on their way into a case ($title)', (engine: Engine) => {
  let database: TestDatabase;
  let world: Awaited<ReturnType<typeof scene>>;
  beforeAll(async () => {
    if (engine.available) database = await startDatabase(engine);
  }, 60_000);
  beforeEach(async () => {
    if (engine.available) world = await scene(database);
  });
  afterAll(() => database?.stop());

  test.skipIf(!engine.available)('an announced one becomes the case’s as one that came any other way', async () => {
    // given a file that was announced twice and has arrived
    const { objects, files } = world;
    const file = announced(pdf);
    await files.uploads.announce(file, at);
    await files.uploads.announce({ ...file, name: 'another.pdf' }, at);
    expect(await files.uploads.find('A1')).toEqual(file);
    expect(await files.uploads.find('A2')).toBeUndefined();
    expect(await files.uploads.arrived(file)).toBeUndefined();
    await objects.put(file.key, pdf, 'application/pdf');
    const arrived = await files.uploads.arrived(file);
    if (arrived === undefined) throw new Error('it did not arrive');
    // when it is admitted
    const kept = await files.uploads.admit(file, arrived, { at, via: 'api' });
    // then it is listed, named by its content, with its fact, and nothing is left where it came in
    const hash = createHash('sha256').update(pdf).digest('hex');
    expect(kept).toMatchObject({ name: '盖章合同.pdf', hash, key: `cases/${caseId}/${hash}.pdf` });
    expect(await files.attachments.list(caseId)).toEqual([kept]);
    expect([...objects.stored.keys()]).toEqual([`cases/${caseId}/${hash}.pdf`]);
    expect(await world.factsOf('document.added')).toMatchObject([{ step: '6', by: 'zhang.wei', via: 'api' }]);
  });

  test.skipIf(!engine.available)('twenty completions at once have one effect and one answer', async () => {
    const { objects, files } = world;
    await files.uploads.announce(announced(pdf), at);
    await objects.put(announced(pdf).key, pdf, 'application/pdf');
    // when
    const complete = () => completeFile(world, { actor, id: task.id, fileId: 'A1', via: 'api' });
    const answers = await Promise.all(Array.from({ length: 20 }, complete));
    // then there is one file with one fact, and all were told the same
    const [kept] = await files.attachments.list(caseId);
    expect(answers).toEqual(answers.map(() => kept));
    expect(await world.factsOf('document.added')).toHaveLength(1);
    expect([...objects.stored.keys()]).toEqual([kept?.key]);
  });

  test.skipIf(!engine.available)(
    'a program called a PDF, completed twenty times at once, is on record once',
    async () => {
      const { objects, files } = world;
      await files.uploads.announce(announced(exe), at);
      await objects.put(announced(exe).key, exe, 'application/pdf');
      // when
      const complete = () => completeFile(world, { actor, id: task.id, fileId: 'A1', via: 'api' });
      const answers = await Promise.allSettled(Array.from({ length: 20 }, complete));
      // then each is told that it is refused, or that nothing is there any more
      const names = answers.map((answer) => (answer.status === 'rejected' ? answer.reason.name : 'kept'));
      expect(names.filter((name) => name !== 'FileRefused' && name !== 'FileNotArrived')).toEqual([]);
      expect(names).toContain('FileRefused');
      expect(await world.factsOf('document.refused')).toMatchObject([
        { by: 'zhang.wei', via: 'api', detail: { why: 'type', size: exe.byteLength, announced: 'application/pdf' } },
      ]);
      expect(objects.stored.size).toBe(0);
    },
  );

  test.skipIf(!engine.available)(
    'what a form brought waits for its sender, and is kept once, however often',
    async () => {
      // given two files of one person, and one of another
      const { objects, files } = world;
      const [first, second] = [await world.bring('横幅.png', png), await world.bring('横幅.png', pdf)];
      const other = await world.bring('other.png', png, { ...place, by: 'li.na' });
      expect((await files.uploads.waiting(place)).map(({ id, name }) => [id, name])).toEqual(
        [first, second].toSorted().map((id) => [id, '横幅.png']),
      );
      expect([...objects.stored.keys()].join()).not.toContain('zhang.wei');
      // when one is taken by ten at once, with another's among those asked for
      const bringing = { task, by: actor.id, via: 'link' as const };
      await Promise.all(Array.from({ length: 10 }, () => takeWaiting(world, bringing, [first, other])));
      // then it is the task's, and the others wait on
      expect(await files.attachments.list(caseId)).toMatchObject([{ name: '横幅.png', type: 'image/png' }]);
      expect(await world.factsOf('document.added')).toMatchObject([{ by: actor.id, via: 'link' }]);
      expect((await files.uploads.waiting(place)).map(({ id }) => id)).toEqual([second]);
      expect(await files.uploads.waiting({ ...place, by: 'li.na' })).toHaveLength(1);
    },
  );

  test.skipIf(!engine.available)('none is added to a task that ends while it is judged', async () => {
    const { files, tasks } = world;
    const file = announced(pdf);
    await files.uploads.announce(file, at);
    await world.objects.put(file.key, pdf, 'application/pdf');
    const ending = {
      ...world,
      files: {
        ...files,
        sniff: async (content: Uint8Array) => {
          await tasks.end(task.id, 'CANCELLED', newFact({ caseId, type: 'task.cancelled', taskId: task.id }, at));
          return sniffType(content);
        },
      },
    };
    const complete = completeFile(ending, { actor, id: task.id, fileId: 'A1', via: 'api' });
    await expect(complete).rejects.toMatchObject({ name: 'TaskCancelled' });
    expect(await files.attachments.list(caseId)).toEqual([]);
    expect(await world.factsOf('document.added')).toEqual([]);
  });

  test.skipIf(!engine.available)(
    'a comment carries some in one write; the same content on two is on both',
    async () => {
      const { files, comments } = world;
      for (const text of ['一', '二']) {
        const waiting = [await world.bring(`批注${text}.png`, png, { ...place, purpose: 'comment' })];
        const identity = freshIdentity(world.now());
        await commentTask(world, { actor, id: task.id, text, files: { waiting }, via: 'inbox', identity });
      }
      const { items } = await comments.ofTask(task.id, { limit: 9 });
      expect(items).toMatchObject([{ files: [{ name: '批注一.png' }] }, { files: [{ name: '批注二.png' }] }]);
      const kept = await files.attachments.list(caseId);
      expect(kept.map(({ comment }) => comment)).toEqual(items.map(({ id }) => id));
      expect(await world.factsOf('document.added')).toHaveLength(2);
      expect(await files.uploads.waiting({ ...place, purpose: 'comment' })).toEqual([]);
    },
  );
});
