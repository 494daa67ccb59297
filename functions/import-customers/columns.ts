import type { Text } from '../shared/domain/language.ts';
import { toSimplified } from '../shared/domain/matching/text.ts';
import { fileRefused } from './file-refused.ts';

/** What a row may say of a customer, by the headings it is found under, the likeliest first: 座机 before 联系电话. */
const headings = {
  name: [
    ...['name', 'company', 'company name', 'customer', 'customer name', 'account name', 'organization'],
    ...['公司名称', '客户名称', '企业名称', '单位名称', '商户名称', '执照名称', '营业执照名称'],
    ...['公司全称', '企业全称', '单位全称', '客户全称', '公司', '企业', '单位', '客户', '名称', '全称'],
  ],
  landline: [
    ...['landline', 'phone', 'telephone', 'tel', 'phone number', 'telephone number', 'business phone', 'office phone'],
    ...['座机', '座机号码', '固定电话', '固话', '电话', '电话号码', '公司电话', '办公电话', '单位电话', '联系电话'],
  ],
  fax: ['fax', 'fax number', 'fax no', 'business fax', '传真', '传真号', '传真号码', '公司传真', '传真电话'],
  address: [
    ...['address', 'business address', 'company address', 'office address', 'registered address', 'street address'],
    ...['地址', '公司地址', '经营地址', '营业地址', '办公地址', '单位地址', '客户地址', '联系地址', '详细地址'],
    ...['通讯地址', '注册地址', '住所'],
  ],
  city: ['city', '城市', '所在城市', '市', '地市'],
  holder: ['holder', 'salesperson', 'owner', 'sales rep', '销售', '业务员', '销售人员', '归属销售', '所属销售'],
  confirmed: ['confirmed', '已核实'],
} as const;

export type Column = keyof typeof headings;
export const columns: readonly Column[] = ['name', 'landline', 'fax', 'address', 'city', 'holder', 'confirmed'];

/** Without one of these a row is no customer (IN-1). */
const required = ['name', 'landline', 'fax', 'address'] as const;

/** What a column is called where people read of it: the first of its headings in each language. */
export function columnTitle(column: Column): Text {
  const [en] = headings[column];
  return { zh: headings[column].find((one) => /\p{Script=Han}/u.test(one)) ?? en, en };
}

/** A row as the file has it, its members named. */
export type NamedCells = Readonly<Partial<Record<Column, string>>>;

/** Where the columns are, by a row that names them. */
export type Places = ReadonlyMap<Column, number>;

/**
 * Where the columns are by the headings of a row, in either language and script, whatever is remarked on them: `公司名称*`,
 * `座机（必填）`, `公司名称 name`. Columns of other headings are left out.
 */
export function placesOf(row: readonly string[]): Places {
  const spelled = row.map(spellingsOf);
  const places = new Map<Column, number>();
  // Headings as they are written come before parts of others.
  for (const whole of [true, false]) {
    for (const column of columns.filter((each) => !places.has(each))) {
      const found = headings[column]
        .map((heading) => spelled.findIndex((one) => (whole ? one.whole : one.parts).includes(lettersOf(heading))))
        .find((at) => at >= 0 && ![...places.values()].includes(at));
      if (found !== undefined) places.set(column, found);
    }
  }
  return places;
}

/** Whether a row with these places names every column that a customer needs. */
export function isHeader(places: Places): boolean {
  return required.every((each) => places.has(each));
}

/** @returns SopError ImportColumnsMissing (422) naming those of name, landline, fax and address that are not there */
export function columnsMissing(places: Places): Error {
  const missing = required.filter((each) => !places.has(each));
  return fileRefused('ImportColumnsMissing', {
    zh: `文件缺少列：${missing.map((each) => columnTitle(each).zh).join('、')}。首行须是列名。`,
    en: `The file lacks these columns: ${missing.join(', ')}. Its first row names them.`,
  });
}

/** The cells of a row by what they tell; blank ones are left out. */
export function namedCells(places: Places, cells: readonly string[]): NamedCells {
  return Object.fromEntries(
    [...places].map(([column, at]) => [column, cells[at]?.trim() ?? '']).filter(([, cell]) => cell),
  );
}

/** A heading in the ways it may be meant: as it is, without what stands in brackets, and each of several it is made of. */
function spellingsOf(heading: string): { readonly whole: readonly string[]; readonly parts: readonly string[] } {
  const plain = toSimplified(heading.normalize('NFKC')).toLowerCase();
  const bare = plain.replace(/[([{【〔].*?[)\]}】〕]/gu, ' ');
  const parts = bare.split(/[/|\\、,;\n]|(?<=\p{Script=Han})\s*(?=[a-z])|(?<=[a-z])\s*(?=\p{Script=Han})/u);
  return { whole: [plain, bare].map(lettersOf), parts: parts.map(lettersOf) };
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}
