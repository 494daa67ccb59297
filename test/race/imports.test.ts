import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readImport, resumeImport } from '../../functions/customers-api/imports.ts';
import { recordImportEnd } from '../../functions/record-import-end/record-import-end.ts';
import { importRecords } from '../../functions/shared/adapters/import-records.ts';
import { personRecords } from '../../functions/shared/adapters/person-records.ts';
import type { Actor } from '../../functions/shared/domain/person.ts';
import { anImport } from '../support/an-import.ts';
import { engines, startDatabase, type TestDatabase } from '../support/database.ts';
import { memoryImports } from '../support/memory-imports.ts';
import { memoryWorkflow } from '../support/memory-outside.ts';

const TIMES = 20;
const lina: Actor = { id: 'li.na', roles: ['sales'] };

for (const engine of engines) {
  describe.skipIf(!engine.available)(`imports that stopped, on ${engine.title}`, () => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await startDatabase(engine);
    });
    afterAll(() => database.stop());

    it(`told of ${TIMES} times and had go on by ${TIMES} hands at once, one execution is started for each stop`, async () => {
      // given
      const table = await database.table();
      const importWorkflow = memoryWorkflow();
      const now = (): Date => new Date('2026-11-23T04:00:00.000Z');
      const { importLinks } = memoryImports();
      const imports = importRecords(table);
      const world = { imports, importLinks, importWorkflow, people: personRecords(table), now };
      await imports.create(anImport());
      await imports.start('I-1', false);
      const all = (work: () => Promise<unknown>) => Promise.all(Array.from({ length: TIMES }, work));
      for (const name of ['I-1', 'I-1-2']) {
        // when
        const detail = { name, status: 'FAILED', error: 'TransientFailure' } as const;
        await all(() => recordImportEnd(world, { detail }));
        expect((await readImport(world, lina, 'I-1')).status).toBe('STOPPED');
        // word of the stop comes late, too, while it is had go on
        await all(async () => {
          await resumeImport(world, lina, 'I-1');
          await recordImportEnd(world, { detail });
        });
        expect((await readImport(world, lina, 'I-1')).status).toBe('READING');
      }
      // then
      const names = new Set(importWorkflow.started.map((started) => started.name));
      expect([...names]).toEqual(['I-1-2', 'I-1-3']);
      expect(importWorkflow.started.every(({ input }) => JSON.stringify(input) === '{"importId":"I-1"}')).toBe(true);
      expect((await imports.get('I-1'))?.attempt).toBe(3);
    });
  });
}
