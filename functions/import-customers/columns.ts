import type { Text } from '../shared/domain/language.ts';
import { fileRefused } from './file-refused.ts';

/** What a row may say of a customer, by the headings it is found under, the likeliest first: 座机 before 联系电话. */
const headings = {
  name: ['name', 'company', 'company name', '公司名称', '客户名称', '企业名称', '单位名称', '公司', '名称'],
  landline: ['landline', 'phone', 'telephone', '座机', '座机号码', '电话', '公司电话', '联系电话', '固定电话', '固话'],
  fax: ['fax', 'fax number', '传真', '传真号', '传真号码'],
  address: ['address', 'business address', '地址', '公司地址', '经营地址', '办公地址', '联系地址', '详细地址'],
  city: ['city', '城市', '所在城市'],
  holder: ['holder', 'salesperson', '销售', '业务员', '销售人员', '归属销售'],
  confirmed: ['confirmed', '已核实'],
} as const;

export type Column = keyof typeof headings;
export const columns: readonly Column[] = ['name', 'landline', 'fax', 'address', 'city', 'holder', 'confirmed'];

/** What a column is called where people read of it: the first of its headings in each language. */
export function columnTitle(column: Column): Text {
  const [en] = headings[column];
  return { zh: headings[column].find((one) => /\p{Script=Han}/u.test(one)) ?? en, en };
}

/** A row as the file has it, its members named. */
export type NamedCells = Readonly<Partial<Record<Column, string>>>;

/**
 * What names the cells of a row, by the file's first row; columns of other headings are left out.
 * @throws SopError ImportColumnsMissing (422) naming those of name, landline, fax and address that are not there
 */
export function namesOf(header: readonly string[]): (cells: readonly string[]) => NamedCells {
  const at = new Map<Column, number>();
  const plain = header.map((heading) => heading.normalize('NFKC').trim().toLowerCase());
  for (const column of columns) {
    const index = headings[column].map((heading) => plain.indexOf(heading)).find((position) => position >= 0);
    if (index !== undefined) at.set(column, index);
  }
  const missing = (['name', 'landline', 'fax', 'address'] as const).filter((each) => !at.has(each));
  if (missing.length > 0) {
    throw fileRefused('ImportColumnsMissing', {
      zh: `文件首行缺少列：${missing.map((each) => columnTitle(each).zh).join('、')}。`,
      en: `The file's first row lacks these columns: ${missing.join(', ')}.`,
    });
  }
  return (cells) =>
    Object.fromEntries(
      [...at].map(([column, index]) => [column, cells[index]?.trim() ?? '']).filter(([, cell]) => cell),
    );
}
