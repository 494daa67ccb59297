import { describe, expect, test } from 'vitest';
import { rowsApart } from '../../../functions/import-customers/rows-apart.ts';
import type { BlockingIndex, Posting } from '../../../functions/shared/domain/matching/blocking-index.ts';
import { aCustomer } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';

/** An index that shows nothing yet of what was written. */
const stale: BlockingIndex = {
  open: async () => ({ rules: 'r', read: async () => ({ postings: [], more: false, readUnits: 0.5 }) }),
};

const posting = (customerId: string, change: Partial<Posting> = {}): Posting => ({
  rules: 'r',
  key: 'byun',
  placeOrder: '330100',
  fingerprint: { customerId, name: '云帆', placeCode: '3301', phones: [], building: '', address: '' },
  ...change,
});

const pool = (owner: string) => ({ owner, capacity: 400 });

/** Lets everything that is ready to go on do so. */
const allGoOn = () => new Promise((resolve) => setImmediate(resolve));

describe('rows entered beside each other', () => {
  test('IN-2: lookalikes go one after the other, in the order in which they came; others wait for nobody', async () => {
    const apart = rowsApart(memoryWorld().customers);
    const told: string[] = [];
    const ends = new Map<string, () => void>();
    const row = (name: string, keys: readonly string[]) =>
      apart(async (customers) => {
        await customers.turns(keys);
        told.push(name);
        await new Promise<void>((resolve) => ends.set(name, resolve));
        // Checked anew by the same row, it is still its turn.
        await customers.turns(keys);
        told.push(`${name} done`);
      });
    // given three of which each looks like the one before, and one like none
    const all = [row('a', ['x']), row('b', ['x', 'y']), row('c', ['y']), row('d', ['z'])];
    await allGoOn();
    expect(told).toEqual(['a', 'd']);
    // when, then
    for (const name of ['a', 'b', 'c', 'd']) {
      ends.get(name)?.();
      await allGoOn();
    }
    await Promise.all(all);
    expect(told).toEqual(['a', 'd', 'a done', 'b', 'b done', 'c', 'c done', 'd done']);
  });

  test('a row that fails does not keep the next one waiting', async () => {
    const apart = rowsApart(memoryWorld().customers);
    const row = (fails: boolean) =>
      apart(async (customers) => {
        await customers.turns(['x']);
        if (fails) throw new Error('killed');
        return 'done';
      });
    const first = row(true);
    const second = row(false);
    await expect(first).rejects.toThrow('killed');
    expect(await second).toBe('done');
  });

  test('IN-7: of one pool one entry is written at a time, of several pools as many', async () => {
    const { customers } = memoryWorld();
    const under: string[] = [];
    const met: (readonly string[])[] = [];
    const seen = {
      ...customers,
      async enter(...args: Parameters<typeof customers.enter>) {
        const [{ holder }] = args;
        under.push(holder);
        met.push([...under]);
        await allGoOn();
        under.splice(under.indexOf(holder), 1);
        return customers.enter(...args);
      },
    };
    const apart = rowsApart(seen);
    const results = await Promise.all(
      ['li.na', 'li.na', 'wang.fang', 'li.na'].map((holder, at) =>
        apart((row) =>
          row.enter(aCustomer({ id: `C-${at}`, holder }), [], { pool: pool(holder), postings: [], turns: [] }),
        ),
      ),
    );
    expect(results.every(({ entered }) => entered)).toBe(true);
    expect(met).toHaveLength(4);
    expect(met[1]).toEqual(['li.na', 'wang.fang']);
    expect(met.filter((some) => some.filter((holder) => holder === 'li.na').length > 1)).toEqual([]);
  });

  test('IN-2: what a row entered is found by the next one though the index does not show it yet', async () => {
    const apart = rowsApart({ ...memoryWorld().customers, index: stale });
    const read = (placePrefix: string, key = 'byun') =>
      apart(async ({ index }) => {
        const { postings } = await (await index.open()).read({ key, placePrefix, limit: 10 });
        return postings.map(({ customerId }) => customerId);
      });
    const postings = [posting('C-1'), posting('C-1', { rules: 'older' })];
    await apart((row) => row.enter(aCustomer({ id: 'C-1' }), [], { pool: pool('li.na'), postings, turns: [] }));
    // then under its key and its place only, once
    expect(await read('')).toEqual(['C-1']);
    expect(await read('33')).toEqual(['C-1']);
    expect(await read('11')).toEqual([]);
    expect(await read('', 'bfan')).toEqual([]);
  });

  test('IN-2: a row during whose check another was entered that either would have found is checked anew, once that is', async () => {
    const { customers } = memoryWorld();
    let write = () => {};
    const slow = new Promise<void>((resolve) => {
      write = resolve;
    });
    const written: string[] = [];
    const apart = rowsApart({
      ...customers,
      index: stale,
      async enter(...args) {
        if (args[0].id === 'C-1') await slow;
        written.push(args[0].id);
        return customers.enter(...args);
      },
    });
    const row = (id: string, read: { placePrefix: string; key?: string }, put: Partial<Posting>) =>
      apart(async ({ index, enter }) => {
        await (await index.open()).read({ key: 'byun', limit: 10, ...read });
        return enter(aCustomer({ id }), [], { pool: pool(id), postings: [posting(id, put)], turns: [] });
      });
    // given one that is being written, and beside it one that would find it, one that it would find, and two of other places and keys
    const results = Promise.all([
      row('C-1', { placePrefix: '33' }, {}),
      row('C-2', { placePrefix: '' }, { key: 'bfan' }),
      row('C-3', { placePrefix: '', key: 'bfan' }, { placeOrder: '330200' }),
      row('C-4', { placePrefix: '11' }, { placeOrder: '110000' }),
      row('C-5', { placePrefix: '', key: 'bhua' }, { key: 'bhua' }),
    ]);
    await allGoOn();
    write();
    // then
    const overtaken = { entered: false, overtakenBy: 'C-1' };
    expect(await results).toEqual([{ entered: true }, overtaken, overtaken, { entered: true }, { entered: true }]);
    expect(written.toSorted()).toEqual(['C-1', 'C-4', 'C-5']);
    // and checked anew after it, a row goes its way
    expect(await row('C-2', { placePrefix: '' }, { key: 'bfan' })).toEqual({ entered: true });
  });

  test('what was not entered is not found', async () => {
    const apart = rowsApart({ ...memoryWorld().customers, index: stale });
    const none = { owner: 'li.na', capacity: 0 };
    const refused = await apart((row) =>
      row.enter(aCustomer(), [], { pool: none, postings: [posting('C-1')], turns: [] }),
    );
    expect(refused).toEqual({ entered: false, full: 'own' });
    const page = await apart(async ({ index }) =>
      (await index.open()).read({ key: 'byun', placePrefix: '', limit: 10 }),
    );
    expect(page.postings).toEqual([]);
  });
});
