import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importRecords } from '../../../../functions/shared/adapters/import-records.ts';
import { type CustomerImports, type ImportStop, noRows } from '../../../../functions/shared/domain/customer-import.ts';
import { anImport } from '../../../support/an-import.ts';
import { engines, startDatabase, type TestDatabase } from '../../../support/database.ts';
import { memoryImports } from '../../../support/memory-imports.ts';

const at = '2026-11-23T03:00:00.000Z';
const stop: ImportStop = { at, how: 'failed', error: 'TransientFailure' };

const twin = { title: 'the twin in memory', available: true, kind: undefined };

for (const keeper of [twin, ...engines]) {
  describe.skipIf(!keeper.available)(`imports, kept by ${keeper.title}`, () => {
    let database: TestDatabase | undefined;
    let imports: CustomerImports;
    beforeAll(async () => {
      if (keeper.kind !== undefined) database = await startDatabase(keeper);
    });
    beforeEach(async () => {
      imports = database === undefined ? memoryImports().imports : importRecords(await database.table());
    });
    afterAll(() => database?.stop());

    it('IN-8: are listed newest first, page by page: one’s own, or everybody’s', async () => {
      for (const [minute, by] of ['li.na', 'wang.fang', 'li.na', 'li.na'].entries()) {
        await imports.create(anImport({ id: `I-${minute}`, by, createdAt: `2026-11-23T02:0${minute}:00.000Z` }));
      }
      const first = await imports.list({ by: 'li.na' }, { limit: 2 });
      const rest = await imports.list({ by: 'li.na' }, { limit: 2, cursor: first.cursor ?? '' });
      expect([first, rest].map(({ items }) => items.map(({ id }) => id))).toEqual([['I-3', 'I-2'], ['I-0']]);
      expect((await imports.list('all', { limit: 9 })).items.map(({ id }) => id)).toEqual(['I-3', 'I-2', 'I-1', 'I-0']);
      expect((await imports.list({ by: 'nobody' }, { limit: 9 })).items).toEqual([]);
    });

    it('are under way, stopped, and under way again, each once; a late word of an earlier stop changes nothing', async () => {
      await imports.create(anImport());
      // given it has not been started, there is nothing to stop
      expect(await imports.stop('I-1', 1, stop)).toBe(false);
      await imports.start('I-1', false);
      expect(await imports.stop('I-1', 1, stop)).toBe(true);
      expect(await imports.get('I-1')).toEqual(anImport({ status: 'READING', stopped: stop }));
      // when
      const resumed = await Promise.all([1, 2, 3].map(() => imports.resume('I-1', 1)));
      expect(resumed.filter(Boolean)).toHaveLength(1);
      expect(await imports.stop('I-1', 1, stop)).toBe(false);
      expect(await imports.get('I-1')).toEqual(anImport({ status: 'READING', attempt: 2 }));
      // then it may stop anew, and be over all the same
      await imports.read('I-1', 1, 3);
      expect(await imports.stop('I-1', 2, { at, how: 'aborted' })).toBe(true);
      expect(await imports.finish('I-1', at)).toBe(true);
      expect(await imports.stop('I-1', 2, stop)).toBe(false);
      expect(await imports.resume('I-1', 2)).toBe(false);
      const done = anImport({ status: 'DONE', attempt: 2, parts: 1, rows: 3, endedAt: at });
      expect(await imports.get('I-1')).toEqual(done);
    });

    it('are tried, and entered from the beginning then, once', async () => {
      await imports.create(anImport());
      const started = await Promise.all([imports.start('I-1', true), imports.start('I-1', false)]);
      expect(started.filter(Boolean)).toHaveLength(1);
      await imports.create(anImport({ id: 'I-2' }));
      await imports.start('I-2', true);
      expect(await imports.get('I-2')).toEqual(anImport({ id: 'I-2', status: 'READING', dryRun: true, lanes: [0] }));
      await imports.read('I-2', 1, 3);
      await imports.countPart('I-2', { attempt: 1, lane: 0, done: 0 }, { ...noRows, entered: 3 });
      await imports.finish('I-2', at, 'TRIED');
      const entered = await Promise.all([1, 2, 3].map(() => imports.enterTried('I-2', 1)));
      expect(entered.filter(Boolean)).toHaveLength(1);
      expect(await imports.get('I-2')).toEqual(anImport({ id: 'I-2', status: 'READING', attempt: 2 }));
      // then what was still at work on the trial counts nothing
      await imports.read('I-2', 1, 3);
      expect(await imports.countPart('I-2', { attempt: 1, lane: 0, done: 0 }, noRows)).toBe(false);
      expect(await imports.countPart('I-2', { attempt: 2, lane: 0, done: 0 }, noRows)).toBe(true);
      expect(await imports.countPart('I-2', { attempt: 2, lane: 0, done: 0 }, noRows)).toBe(false);
    });

    it('are refused, with the reason and the moment, and are stopped no more', async () => {
      await imports.create(anImport());
      await imports.start('I-1', false);
      await imports.stop('I-1', 1, stop);
      const refusal = { zh: '没有客户', en: 'No customers' };
      expect(await imports.refuse('I-1', refusal, at)).toBe(true);
      expect(await imports.get('I-1')).toEqual(anImport({ status: 'REFUSED', refusal, endedAt: at }));
    });
  });
}
