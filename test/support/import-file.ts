import { strToU8, zipSync } from 'fflate';

const brands = [...'云帆晨光锦里拾明德恒瑞启航星河万盛金桥鼎信嘉禾博雅天翼长青东方瀚海卓越众诚宏达百川'];
const trades = ['科技', '贸易', '食品', '机械', '物流', '建材', '文化传播', '软件', '餐饮管理', '医疗器械'];
const cities = [
  ['杭州', '0571'],
  ['苏州', '0512'],
  ['成都', '028'],
  ['武汉', '027'],
  ['西安', '029'],
] as const;

/** Customers of distinct names and numbers, the same for the same number of them; a header row first. */
export function customerRows(count: number, holder: (row: number) => string): string[][] {
  const rows = [['公司名称', '座机', '传真', '地址', '城市', '销售']];
  for (let row = 0; row < count; row += 1) {
    const [city, area] = cities[row % cities.length] ?? cities[0];
    const letter = (place: number): string => brands[Math.floor(row / brands.length ** place) % brands.length] ?? '';
    const brand = `${letter(0)}${letter(1)}${letter(2)}${brands[(row * 7) % brands.length]}`;
    const name = `${city}${brand}${trades[row % trades.length]}有限公司`;
    const number = String(10_000_000 + row * 2 + 50_000_000);
    const fax = String(10_000_001 + row * 2 + 50_000_000);
    rows.push([name, `${area}-${number}`, `${area}-${fax}`, `${city}市人民路${row + 1}号`, city, holder(row)]);
  }
  return rows;
}

/** The rows as a CSV file. */
export function csvFile(rows: readonly (readonly string[])[]): Uint8Array {
  return strToU8(rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n'));
}

/** The rows as a workbook, rows without cells left out as Excel does: the first two columns as shared texts, the others within their cells. */
export function xlsxFile(rows: readonly (readonly string[])[]): Uint8Array {
  const texts: string[] = [];
  const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const cell = (text: string, column: number, row: number): string => {
    const place = `${String.fromCharCode(65 + column)}${row + 1}`;
    if (/^\d+(\.\d+)?E\d+$/.test(text)) return `<c r="${place}"><v>${text}</v></c>`;
    if (column > 1) return `<c r="${place}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>`;
    texts.push(`<si><t>${escaped(text)}</t><rPh sb="0" eb="1"><t>aloud</t></rPh></si>`);
    return `<c r="${place}" t="s"><v>${texts.length - 1}</v></c>`;
  };
  // Blank rows are not in the file; the row after them tells its number.
  const number = (at: number): string => (rows[at - 1]?.length === 0 ? ` r="${at + 1}"` : '');
  const sheet = rows.map((row, at) =>
    row.length === 0 ? '' : `<row${number(at)}>${row.map((text, column) => cell(text, column, at)).join('')}</row>`,
  );
  return zipSync({
    'xl/workbook.xml': strToU8('<workbook><sheets><sheet name="客户" r:id="rId3"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<Relationships><Relationship Id="rId3" Target="worksheets/sheet7.xml"/></Relationships>',
    ),
    'xl/worksheets/sheet7.xml': strToU8(`<worksheet><sheetData>${sheet.join('')}</sheetData></worksheet>`),
    'xl/sharedStrings.xml': strToU8(`<sst>${texts.join('')}</sst>`),
  });
}
