import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRows } from '../../../bin/match/read-rows.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-rows-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([1, 500, 3000])(
  'who stops after %i rows of a long file is done, and no failure comes late',
  async (wanted) => {
    // given
    const path = join(folder, 'names.tsv');
    const file = createWriteStream(path);
    file.write('id\tname\n');
    for (let row = 1; row <= 40_000; row += 1) file.write(`${row}\t苏州蓝鹊软件有限公司第${row}分公司\n`);
    file.end();
    await once(file, 'finish');
    const late: unknown[] = [];
    const listen = (error: unknown) => late.push(error);
    process.on('uncaughtException', listen);
    // when
    const ids: (string | undefined)[] = [];
    for await (const { id } of readRows(path)) {
      ids.push(id);
      if (ids.length === wanted) break;
    }
    for (let turns = 0; turns < 100; turns += 1) await turn();
    process.off('uncaughtException', listen);
    // then
    expect([ids[0], ids.at(-1)]).toEqual(['1', String(wanted)]);
    expect(late).toEqual([]);
  },
);
