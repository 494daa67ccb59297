import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { columnsMissing, isHeader, namedCells, placesOf } from '../../../functions/import-customers/columns.ts';
import { csvRows } from '../../../functions/import-customers/csv-rows.ts';
import { fileKind } from '../../../functions/import-customers/file-kind.ts';
import { xlsxRows } from '../../../functions/import-customers/xlsx-rows.ts';
import { csvFile, customerRows, xlsxFile } from '../../support/import-file.ts';
import { inPieces } from '../../support/memory-imports.ts';

const rows = customerRows(2_000, () => 'li.na');

const csv = (file: Uint8Array, size?: number) => csvRows(inPieces(file, size));
const xlsx = (file: Uint8Array, size?: number) => xlsxRows(inPieces(file, size));

/** A workbook of two sheets: one of instructions, and that one. */
function workbook(sheets: string, rows: string): Uint8Array {
  const sheet = (content: string) => strToU8(`<worksheet><sheetData>${content}</sheetData></worksheet>`);
  const target = (at: number) => `<Relationship Id="rId${at}" Target="worksheets/sheet${at}.xml"/>`;
  return zipSync({
    'xl/workbook.xml': strToU8(`<workbook><sheets>${sheets}</sheets></workbook>`),
    'xl/_rels/workbook.xml.rels': strToU8(`<Relationships>${target(1)}${target(2)}</Relationships>`),
    'xl/worksheets/sheet1.xml': sheet('<row><c t="str"><v>请勿修改</v></c></row>'),
    'xl/worksheets/sheet2.xml': sheet(rows),
  });
}

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

  test('a title above the headings does not settle the delimiter, and Excel’s own line does', async () => {
    expect(await all(csv(Buffer.from('客户名单,2026\na\tb,\tc\td\n1\t2\t3,,,,\t4')))).toEqual([
      ['客户名单,2026'],
      ['a', 'b,', 'c', 'd'],
      ['1', '2', '3,,,,', '4'],
    ]);
    expect(await all(csv(Buffer.from('sep=;\r\na,x;b,y\r\n1;2')))).toEqual([[], ['a,x', 'b,y'], ['1', '2']]);
  });

  test.each([
    ['utf-16le', [0xff, 0xfe]],
    ['utf-16be', [0xfe, 0xff]],
  ] as const)('CSV in %s, as Excel saves Unicode text', async (encoding, mark) => {
    const text = Buffer.from('公司名称\t座机\r\n云帆\t0571', 'utf16le');
    const file = Buffer.concat([Buffer.from(mark), encoding === 'utf-16le' ? text : text.swap16()]);
    expect(await all(csv(file, 3))).toEqual([
      ['公司名称', '座机'],
      ['云帆', '0571'],
    ]);
  });

  test('quotes within a cell are part of it; one that is never closed is told with its line', async () => {
    expect(await all(csv(Buffer.from('a,b\n"云帆"科技,"晨光 ""二"" 店"\n云"帆,1')))).toEqual([
      ['a', 'b'],
      ['"云帆"科技', '晨光 "二" 店'],
      ['云"帆', '1'],
    ]);
    await expect(all(csv(Buffer.from('a,b\n1,2\n"c,d\n')))).rejects.toMatchObject({
      name: 'ImportFileUnreadable',
      text: { zh: expect.stringMatching(/第 \d 行/) },
    });
  });

  test.each([
    ['an archive', xlsxFile([['a']]), 'xlsx'],
    ['a text', Buffer.from('name,fax'), 'csv'],
    ['nothing', Buffer.from(''), 'csv'],
  ] as const)('a file is what it is by its first bytes: %s', async (_, file, kind) => {
    expect(await fileKind(inPieces(file, 3))).toBe(kind);
  });

  test('an old Excel file, or one with a password, is refused with what to do', async () => {
    const old = Buffer.from('d0cf11e0a1b11ae1', 'hex');
    await expect(fileKind(inPieces(old))).rejects.toMatchObject({
      text: { zh: expect.stringContaining('另存为 .xlsx') },
    });
  });

  test.each([
    ['a PDF', '%PDF-1.4 foo', 'latin1'],
    ['a PNG', '89504e470d0a1a0a', 'hex'],
    ['a JPEG', 'ffd8ffe000104a46', 'hex'],
    ['a RAR archive', 'Rar!', 'latin1'],
  ] as const)('%s under another name is refused as no table', async (_, content, encoding) => {
    await expect(fileKind(inPieces(Buffer.from(content, encoding)))).rejects.toMatchObject({
      name: 'ImportFileUnreadable',
      text: { zh: expect.stringContaining('这不是表格') },
    });
  });

  test('XLSX: a sheet that is hidden is passed over; what a formula failed at is blank, what it made is there', async () => {
    const file = workbook(
      '<sheet name="说明" state="hidden" r:id="rId1"/><sheet name="客户" r:id="rId2"/>',
      '<row><c t="str"><f>A2&amp;B2</f><v>云帆</v></c><c t="e"><v>#N/A</v></c><c><v>13812345678</v></c></row>',
    );
    expect(await all(xlsx(file))).toEqual([['云帆', '', '13812345678']]);
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
      expect(namedCells(placesOf(header), row)).toEqual({ name: '云帆', landline: '1', fax: '2', address: '杭州' });
    },
  );

  test('columns are found by Chinese and English headings, in any order and width', () => {
    const places = placesOf(['ＦＡＸ', '备注', ' Company Name ', '电话', 'address']);
    expect(namedCells(places, ['1', 'x', ' 云帆 ', '2', ''])).toEqual({ fax: '1', name: '云帆', landline: '2' });
  });

  test.each([
    [['公司名称*', '座机（必填）', '传真号码：', '地址 (营业执照)']],
    [['公司名称 name', '座机 landline', '传真 fax', '地址 address']],
    [['公司名稱', '電話', '傳真', '地址']],
    [['Company_Name', 'Tel.', 'Fax No.', 'Street-Address']],
    [['客户\n名称', '电话/手机', '传真', '详细地址【省市区】']],
  ])('headings %j, as sheets remark on them, are the four facts', (header) => {
    const places = placesOf(header);
    expect(['name', 'landline', 'fax', 'address'].map((column) => [...places].find(([one]) => one === column))).toEqual(
      [
        ['name', 0],
        ['landline', 1],
        ['fax', 2],
        ['address', 3],
      ],
    );
  });

  test('a heading is no column where its part only looks like one, nor two columns at once', () => {
    expect(placesOf(['contact name', '联系人电话', '备注地址', '子公司']).size).toBe(0);
    expect([...placesOf(['公司名称/地址'])]).toEqual([['name', 0]]);
    expect([...placesOf(['电话/名称', '公司名称'])]).toEqual([
      ['name', 1],
      ['landline', 0],
    ]);
  });

  test('IN-1: a file without one of the four facts is refused, naming it', () => {
    const places = placesOf(['公司名称', '座机', '地址']);
    expect(isHeader(places)).toBe(false);
    expect(columnsMissing(places)).toMatchObject({
      name: 'ImportColumnsMissing',
      message: expect.stringContaining('fax'),
    });
  });
});
