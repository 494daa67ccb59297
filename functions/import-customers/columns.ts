import { fileRefused } from './file-refused.ts';

/** What a row may say of a customer, by the headings it is found under. */
const headings = {
  name: ['name', 'company', 'company name', '公司名称', '客户名称', '企业名称', '名称'],
  landline: ['landline', 'phone', 'telephone', '座机', '电话', '固定电话'],
  fax: ['fax', '传真'],
  address: ['address', '地址', '公司地址'],
  city: ['city', '城市'],
  holder: ['holder', 'salesperson', '销售', '业务员', '销售人员'],
  confirmed: ['confirmed', '已核实'],
} as const;

export type Column = keyof typeof headings;
const columns: readonly Column[] = ['name', 'landline', 'fax', 'address', 'city', 'holder', 'confirmed'];

/** A row as the file has it, its members named. */
export type NamedCells = Readonly<Partial<Record<Column, string>>>;

/**
 * What names the cells of a row, by the file's first row; columns of other headings are left out.
 * @throws SopError ImportColumnsMissing (422) naming those of name, landline, fax and address that are not there
 */
export function namesOf(header: readonly string[]): (cells: readonly string[]) => NamedCells {
  const at = new Map<Column, number>();
  for (const [index, heading] of header.entries()) {
    const plain = heading.normalize('NFKC').trim().toLowerCase();
    const column = columns.find((each) => headings[each].some((one) => one === plain));
    if (column !== undefined && !at.has(column)) at.set(column, index);
  }
  const missing = (['name', 'landline', 'fax', 'address'] as const).filter((each) => !at.has(each));
  if (missing.length > 0) {
    throw fileRefused('ImportColumnsMissing', {
      zh: `文件首行缺少列：${missing.map((each) => headings[each].find((one) => /\p{Script=Han}/u.test(one)) ?? each).join('、')}。`,
      en: `The file's first row lacks these columns: ${missing.join(', ')}.`,
    });
  }
  return (cells) =>
    Object.fromEntries(
      [...at].map(([column, index]) => [column, cells[index]?.trim() ?? '']).filter(([, cell]) => cell),
    );
}
