import { describe, expect, test } from 'vitest';
import { nextPage, readPage, type Source } from '../../../../functions/shared/http/paging.ts';
import { memoryPage } from '../../../support/memory-page.ts';

function source(items: readonly number[], fits?: (item: number) => boolean): Source<number> {
  return { fetch: async (page) => memoryPage(items, page), ...(fits === undefined ? {} : { fits }) };
}

async function readAll(sources: readonly Source<number>[], limit: number): Promise<number[][]> {
  const pages: number[][] = [];
  let cursor: string | undefined;
  do {
    const page = await readPage(sources, { limit, ...(cursor === undefined ? {} : { cursor }) }, ['q']);
    pages.push([...page.items]);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
}

describe('a list read from several sources', () => {
  test('goes through them in order, page by page, every item once', async () => {
    expect(await readAll([source([1, 2, 3]), source([]), source([4, 5])], 2)).toEqual([[1, 2], [3, 4], [5]]);
  });

  test('fills a page past items that do not fit', async () => {
    expect(await readAll([source([1, 2, 3, 4, 5, 6, 7, 8], (n) => n % 2 === 0)], 3)).toEqual([[2, 4, 6], [8]]);
  });

  test('reads a bounded number of times, and goes on from there', async () => {
    const numbers = Array.from({ length: 30 }, (_, index) => index);
    const pages = await readAll([source(numbers, (n) => n === 29)], 1);
    expect(pages.flat()).toEqual([29]);
    expect(pages.length).toBeGreaterThan(3);
  });
});

describe('a cursor', () => {
  const sources = [source([1, 2, 3, 4])];

  test.each([
    ['altered', (cursor: string) => `${cursor.slice(0, -2)}${cursor.at(-2) === 'A' ? 'B' : 'A'}${cursor.at(-1)}`],
    ['made up', () => 'bm90IGEgY3Vyc29y'],
    ['empty', () => ''],
    ['no base 64', () => '分页'],
  ])('that is %s is refused', async (_, alter) => {
    const { cursor = '' } = await readPage(sources, { limit: 2 }, ['tasks', 'li.na']);
    await expect(readPage(sources, { limit: 2, cursor: alter(cursor) }, ['tasks', 'li.na'])).rejects.toMatchObject({
      name: 'CursorInvalid',
      status: 400,
    });
  });

  test('belongs to the query it came from', async () => {
    const { cursor = '' } = await readPage(sources, { limit: 2 }, ['tasks', 'li.na', undefined]);
    await expect(readPage(sources, { limit: 2, cursor }, ['tasks', 'li.na', 'OPEN'])).rejects.toThrow();
    await expect(readPage(sources, { limit: 2, cursor }, ['tasks', 'wang.fang', undefined])).rejects.toThrow();
    expect((await readPage(sources, { limit: 2, cursor }, ['tasks', 'li.na', undefined])).items).toEqual([3, 4]);
  });

  test('goes into the address of the next page, with the filters that are set', () => {
    expect(nextPage('/tasks', { status: 'OPEN', role: undefined, limit: 2 }, 'c+/=')).toBe(
      '/tasks?status=OPEN&limit=2&cursor=c%2B%2F%3D',
    );
    expect(nextPage('/tasks', {}, undefined)).toBeUndefined();
  });
});
