import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { attachmentRecords } from '../../../../functions/shared/adapters/attachment-records.ts';
import { caseRecords } from '../../../../functions/shared/adapters/case-records.ts';
import { taskRecords } from '../../../../functions/shared/adapters/task-records.ts';
import { uploadRecords } from '../../../../functions/shared/adapters/upload-records.ts';
import { newFact } from '../../../../functions/shared/domain/new-fact.ts';
import { sniffType } from '../../../../functions/take-reply/sniff-type.ts';
import { completeFile } from '../../../../functions/tasks-api/upload-file.ts';
import { aCase, aTask } from '../../../support/builders.ts';
import { engines, startDatabase } from '../../../support/database.ts';
import { memoryObjects, stagedObjects } from '../../../support/memory-attachments.ts';
import { memoryObserver } from '../../../support/memory-outside.ts';

const caseId = 'AD-20261123-7K3F9Q';
const at = new Date('2026-11-23T02:00:00.000Z');
const pdf = new TextEncoder().encode('%PDF-1.7\n%%EOF\n');
const digest = createHash('sha256').update(pdf).digest();
const file = {
  id: 'A1',
  caseId,
  taskId: `${caseId}.6.mi9x2k1a-0000`,
  name: '../盖章合同.exe',
  type: 'application/pdf',
  size: pdf.byteLength,
  sha256: digest.toString('base64'),
  key: `incoming/${caseId}/A1`,
  by: 'zhang.wei',
  at: at.toISOString(),
};
const sign = {
  address: async () => ({ url: 'https://files.example.com/up', headers: {}, expiresAt: at.toISOString() }),
  form: async (prefix: string) => ({ action: 'https://files.example.com/', fields: { key: prefix } }),
};

for (const engine of engines) {
  test.skipIf(!engine.available)(
    `AD-5: an announced file becomes the case's as one that came any other way (${engine.title})`,
    async () => {
      // given a file that was announced twice and has arrived
      const database = await startDatabase(engine);
      const table = await database.table();
      const objects = memoryObjects();
      const uploads = uploadRecords(table, stagedObjects(objects), sign);
      await uploads.announce(file, at);
      await uploads.announce({ ...file, name: 'another.pdf' }, at);
      expect(await uploads.find('A1')).toEqual(file);
      expect(await uploads.find('A2')).toBeUndefined();
      expect(await uploads.arrived(file)).toBeUndefined();
      await objects.put(file.key, pdf, 'application/pdf');
      const arrived = await uploads.arrived(file);
      if (arrived === undefined) throw new Error('it did not arrive');
      // when it is admitted
      const kept = await uploads.admit(file, arrived, { at, via: 'api' });
      // then it is listed, named by its content, with its fact, and nothing is left where it came in
      const hash = digest.toString('hex');
      expect(kept).toMatchObject({ name: '盖章合同.pdf', hash, key: `cases/${caseId}/${hash}.pdf` });
      expect(await attachmentRecords(table, objects).list(caseId)).toEqual([kept]);
      expect([...objects.stored.keys()]).toEqual([`cases/${caseId}/${hash}.pdf`]);
      const facts = await caseRecords(table).factsSince(caseId, '');
      expect(facts).toMatchObject([{ type: 'document.added', step: '6', by: 'zhang.wei', via: 'api' }]);
      await database.stop();
    },
  );

  test.skipIf(!engine.available)(
    `AD-5: twenty completions of one upload at once have one effect and one answer (${engine.title})`,
    async () => {
      // given a file that has arrived, on a real database
      const database = await startDatabase(engine);
      const table = await database.table();
      const objects = memoryObjects();
      const uploads = uploadRecords(table, stagedObjects(objects), sign);
      const attachments = attachmentRecords(table, objects);
      await caseRecords(table).create(aCase({ id: caseId }), newFact({ caseId, type: 'case.started' }, at));
      const task = aTask({ caseId, id: file.taskId });
      const opened = newFact({ caseId, type: 'task.opened', taskId: task.id }, at);
      await taskRecords(table).open({ task, taskToken: 'token', links: [], fact: opened });
      await uploads.announce(file, at);
      await objects.put(file.key, pdf, 'application/pdf');
      let milliseconds = at.getTime();
      const world = {
        tasks: taskRecords(table),
        cases: caseRecords(table),
        files: { attachments, uploads, sniff: sniffType },
        observer: memoryObserver(),
        now: () => {
          milliseconds += 1;
          return new Date(milliseconds);
        },
      };
      // when it is completed by twenty calls at once
      const actor = { id: 'zhang.wei', roles: ['assistant' as const] };
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => completeFile(world, { actor, id: task.id, fileId: 'A1', via: 'api' })),
      );
      // then there is one file with one fact, and all were told the same
      const [kept] = await attachments.list(caseId);
      expect(answers).toEqual(answers.map(() => kept));
      const facts = (await caseRecords(table).factsSince(caseId, '')).filter(({ type }) => type === 'document.added');
      expect(facts).toHaveLength(1);
      expect([...objects.stored.keys()]).toEqual([kept?.key]);
      await database.stop();
    },
  );

  test.skipIf(!engine.available)(
    `a program that calls itself a PDF, completed by twenty calls at once, is refused and on record once (${engine.title})`,
    async () => {
      // given
      const database = await startDatabase(engine);
      const table = await database.table();
      const objects = memoryObjects();
      const uploads = uploadRecords(table, stagedObjects(objects), sign);
      await caseRecords(table).create(aCase({ id: caseId }), newFact({ caseId, type: 'case.started' }, at));
      const task = aTask({ caseId, id: file.taskId });
      const opened = newFact({ caseId, type: 'task.opened', taskId: task.id }, at);
      await taskRecords(table).open({ task, taskToken: 'token', links: [], fact: opened });
      const program = new TextEncoder().encode('MZ this program cannot be run in DOS mode');
      const sha256 = createHash('sha256').update(program).digest('base64');
      await uploads.announce({ ...file, size: program.byteLength, sha256 }, at);
      await objects.put(file.key, program, 'application/pdf');
      const observer = memoryObserver();
      const world = {
        tasks: taskRecords(table),
        cases: caseRecords(table),
        files: { attachments: attachmentRecords(table, objects), uploads, sniff: sniffType },
        observer,
        now: () => at,
      };
      // when
      const actor = { id: 'zhang.wei', roles: ['assistant' as const] };
      const answers = await Promise.allSettled(
        Array.from({ length: 20 }, () => completeFile(world, { actor, id: task.id, fileId: 'A1', via: 'api' })),
      );
      // then each is told that it is refused, or that nothing is there any more
      const names = answers.map((answer) => (answer.status === 'rejected' ? answer.reason.name : 'kept'));
      expect(names.filter((name) => name !== 'FileRefused' && name !== 'FileNotArrived')).toEqual([]);
      expect(names).toContain('FileRefused');
      const facts = (await caseRecords(table).factsSince(caseId, '')).filter(({ type }) => type === 'document.refused');
      expect(facts).toMatchObject([
        {
          by: 'zhang.wei',
          via: 'api',
          detail: { why: 'type', size: program.byteLength, announced: 'application/pdf' },
        },
      ]);
      expect(objects.stored.size).toBe(0);
      await database.stop();
    },
  );
}
