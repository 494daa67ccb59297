import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { attachmentRecords } from '../../../../functions/shared/adapters/attachment-records.ts';
import { caseRecords } from '../../../../functions/shared/adapters/case-records.ts';
import { uploadRecords } from '../../../../functions/shared/adapters/upload-records.ts';
import { engines, startDatabase } from '../../../support/database.ts';
import { memoryObjects, stagedObjects } from '../../../support/memory-attachments.ts';

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
const sign = async () => ({ url: 'https://files.example.com/up', headers: {}, expiresAt: at.toISOString() });

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
      expect([...objects.stored.keys()]).toEqual([kept.key]);
      const facts = await caseRecords(table).factsSince(caseId, '');
      expect(facts).toMatchObject([{ type: 'document.added', step: '6', by: 'zhang.wei', via: 'api' }]);
      await database.stop();
    },
  );
}
