import { strToU8, zipSync } from 'fflate';
import { mayImportForOthers } from '../customers-api/imports.ts';
import { type Column, columns, columnTitle } from '../import-customers/columns.ts';
import { wording } from '../shared/domain/language.ts';
import { csvLine } from '../shared/pages/csv-line.ts';
import type { PageAnswer } from '../shared/pages/page.ts';
import type { CustomersAsked } from './customers-world.ts';

/**
 * `GET /inbox/customers/import/template.csv` and `.xlsx`: a file to fill in, its columns named in the reader's language, those
 * the reader may use. In the workbook every column is text, so that Excel leaves numbers as they are typed.
 */
export function downloadTemplate(asked: CustomersAsked, part: 'template.csv' | 'template.xlsx'): PageAnswer {
  const { language, reader } = asked;
  const usable = columns.filter((column) => column !== 'holder' || mayImportForOthers(reader));
  const titles = usable.map((column) => wording(columnTitle(column), language));
  const [type, content] =
    part === 'template.csv'
      ? (['text/csv; charset=utf-8', { body: `\uFEFF${csvLine(titles)}` }] as const)
      : ([sheetType, { body: Buffer.from(workbook(usable, titles)).toString('base64'), base64: true }] as const);
  return {
    status: 200,
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="customers-${part}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
    ...content,
  };
}

const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** How wide the columns are, in characters. */
const widths: Readonly<Record<Column, number>> = {
  name: 36,
  landline: 18,
  fax: 18,
  address: 48,
  city: 12,
  holder: 16,
  confirmed: 28,
};

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006';
const media = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** A workbook of one sheet with these headings, which stay in sight (ECMA-376). */
function workbook(usable: readonly Column[], titles: readonly string[]): Uint8Array {
  const cells = titles.map((title) => `<c t="inlineStr" s="2"><is><t>${title}</t></is></c>`).join('');
  const cols = usable
    .map((column, at) => `<col min="${at + 1}" max="${at + 1}" width="${widths[column]}" style="1" customWidth="1"/>`)
    .join('');
  const part = (xml: string): Uint8Array => strToU8(declaration + xml);
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${relationships}/${type}" Target="${target}"/>`;
  const relations = (...all: readonly string[]): Uint8Array =>
    part(`<Relationships xmlns="${packaged}/relationships">${all.join('')}</Relationships>`);
  return zipSync({
    '[Content_Types].xml': part(
      `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${media}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${media}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${media}.styles+xml"/></Types>`,
    ),
    '_rels/.rels': relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': part(
      `<workbook xmlns="${main}" xmlns:r="${relationships}"><sheets><sheet name="customers" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': relations(
      relation('rId1', 'worksheet', 'worksheets/sheet1.xml'),
      relation('rId2', 'styles', 'styles.xml'),
    ),
    // 49 is text; the headings are bold besides.
    'xl/styles.xml': part(
      `<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
    ),
    'xl/worksheets/sheet1.xml': part(
      `<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${cols}</cols><sheetData><row r="1">${cells}</row></sheetData></worksheet>`,
    ),
  });
}
