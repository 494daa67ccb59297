import { describe, expect, test } from 'vitest';
import { namesOf } from '../../../functions/import-customers/columns.ts';
import { csvRows } from '../../../functions/import-customers/csv-rows.ts';
import { xlsxRows } from '../../../functions/import-customers/xlsx-rows.ts';
import { csvFile, customerRows, xlsxFile } from '../../support/import-file.ts';
import { inPieces } from '../../support/memory-imports.ts';

const rows = customerRows(2_000, () => 'li.na');

const csv = (file: Uint8Array, size?: number) => csvRows(inPieces(file, size));
const xlsx = (file: Uint8Array, size?: number) => xlsxRows(inPieces(file, size));

async function all(of: AsyncIterable<readonly string[]>): Promise<(readonly string[])[]> {
  const found: (readonly string[])[] = [];
  for await (const row of of) found.push(row);
  return found;
}

describe('reading a file to import', () => {
  test('IN-1: CSV in UTF-8, with a byte order mark or without, longer than one slice', async () => {
    const file = csvFile(rows);
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), file]);
    // then
    expect(await all(csv(file))).toEqual(rows);
    expect(await all(csv(marked))).toEqual(rows);
  });

  test.each([1, 2, 3, 7])('read in pieces of %i bytes, characters cut in two, it is the same file', async (size) => {
    const few = customerRows(20, () => 'li.na');
    const gb18030 = Buffer.from('b9abcbbec3fbb3c62cd7f9bbfa0d0ab9abcbbe2c303537310d0a', 'hex');
    expect(await all(csv(csvFile(few), size))).toEqual(few);
    expect((await all(csv(gb18030, size)))[1]).toEqual(['公司', '0571']);
    expect(await all(xlsx(xlsxFile(few), size))).toEqual(few);
  });

  test('IN-1: CSV in GB18030, as Excel writes it in China', async () => {
    const gb18030 = Buffer.from('b9abcbbec3fbb3c62cd7f9bbfa0d0ab9abcbbe2c303537310d0a', 'hex');
    expect(await all(csv(gb18030))).toEqual([
      ['公司名称', '座机'],
      ['公司', '0571'],
    ]);
  });

  test.each([
    ['a tab', 'a\tb;\tc\n1\t2,2\t3'],
    ['a semicolon', 'a;b,;c\n1;2,2;3'],
  ])('the delimiter is %s where the first line has most of it', async (_, text) => {
    expect((await all(csv(Buffer.from(text))))[1]).toEqual(['1', '2,2', '3']);
  });

  test('a quote that is never closed, or bytes of no encoding, are refused', async () => {
    for (const file of [Buffer.from('a,b\n"c,d\n'), Buffer.from([0x61, 0xff, 0xff, 0x0a])]) {
      await expect(all(csv(file))).rejects.toMatchObject({ name: 'ImportFileUnreadable', status: 422 });
    }
  });

  test('XLSX: the first sheet wherever it is, shared and inline texts without how they are read aloud', async () => {
    expect(await all(xlsx(xlsxFile(rows)))).toEqual(rows);
  });

  test('XLSX: rows left blank in between are counted, as the sheet numbers them', async () => {
    const [header = [], one = [], two = []] = rows;
    const gaps = [header, [], [], one, two, [], one];
    expect(await all(xlsx(xlsxFile(gaps)))).toEqual(gaps);
  });

  test('XLSX: a number in scientific notation is the number', async () => {
    expect(await all(xlsx(xlsxFile([['5.7186543210E10']])))).toEqual([['57186543210']]);
  });

  test('XLSX: what is no workbook, or is cut off, is refused', async () => {
    const whole = xlsxFile(rows);
    for (const file of [Buffer.from('name,landline'), whole.subarray(0, whole.length / 2)]) {
      await expect(all(xlsx(file))).rejects.toMatchObject({ name: 'ImportFileUnreadable' });
    }
  });

  test.each([
    [
      ['单位名称', '联系电话', '传真号码', '经营地址', '座机'],
      ['云帆', '13812345678', '2', '杭州', '1'],
    ],
    [
      ['座机号码', '企业名称', '备注', '传真号', '办公地址'],
      ['1', '云帆', 'x', '2', '杭州'],
    ],
  ])(
    'IN-1: headings %j, as companies have them, are the four facts; the landline before any telephone',
    (header, row) => {
      expect(namesOf(header)(row)).toEqual({ name: '云帆', landline: '1', fax: '2', address: '杭州' });
    },
  );

  test('columns are found by Chinese and English headings, in any order and width', () => {
    const names = namesOf(['ＦＡＸ', '备注', ' Company Name ', '电话', 'address']);
    expect(names(['1', 'x', ' 云帆 ', '2', ''])).toEqual({ fax: '1', name: '云帆', landline: '2' });
  });

  test('IN-1: a file without one of the four facts is refused, naming it', () => {
    expect(() => namesOf(['公司名称', '座机', '地址'])).toThrow('fax');
  });
});
