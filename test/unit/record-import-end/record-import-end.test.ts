import { beforeEach, describe, expect, test } from 'vitest';
import type { Input } from '../../../functions/record-import-end/contract.ts';
import { recordImportEnd } from '../../../functions/record-import-end/record-import-end.ts';
import { anImport } from '../../support/an-import.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

let world: MemoryWorld;
beforeEach(async () => {
  world = memoryWorld();
  await world.imports.create(anImport());
  await world.imports.start('I-1', false);
});

const ended = (change: Partial<Input['detail']>): Input => ({
  detail: { name: 'I-1', status: 'FAILED', stopDate: Date.parse('2026-11-23T03:00:00.000Z'), ...change },
});

describe('the end of an import’s execution', () => {
  test.each([
    [
      { status: 'FAILED', error: 'AccessDenied' },
      { how: 'failed', error: 'AccessDenied' },
    ],
    [
      { status: 'FAILED', error: 'x'.repeat(500) },
      { how: 'failed', error: 'x'.repeat(100) },
    ],
    [{ status: 'TIMED_OUT' }, { how: 'timed-out' }],
    [{ status: 'ABORTED', error: '' }, { how: 'aborted' }],
  ] as const)('%o before its import is done is on record', async (detail, stop) => {
    expect(await recordImportEnd(world, ended(detail))).toEqual({ stopped: true });
    expect((await world.imports.get('I-1'))?.stopped).toEqual({ at: '2026-11-23T03:00:00.000Z', ...stop });
  });

  test('that is told without its moment is recorded at this one', async () => {
    await recordImportEnd(world, ended({ stopDate: null }));
    expect((await world.imports.get('I-1'))?.stopped?.at).toBe(world.now().toISOString());
  });

  test.each([
    ['is a success', { status: 'SUCCEEDED' }],
    ['is of an execution started by hand', { name: 'by-hand' }],
    ['is of an import that is not there', { name: 'I-2' }],
  ] as const)('changes nothing where it %s', async (_, detail) => {
    const before = await world.imports.get('I-1');
    expect(await recordImportEnd(world, ended(detail))).toEqual({ stopped: false });
    expect(await world.imports.get('I-1')).toEqual(before);
  });

  test('told late, after the import was started once more, changes nothing', async () => {
    await recordImportEnd(world, ended({}));
    await world.imports.resume('I-1', 1);
    expect(await recordImportEnd(world, ended({}))).toEqual({ stopped: false });
    expect(await recordImportEnd(world, ended({ name: 'I-1-2' }))).toEqual({ stopped: true });
  });
});
