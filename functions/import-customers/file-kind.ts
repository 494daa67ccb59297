import type { FileContent } from '../shared/domain/customer-import.ts';
import { fileRefused } from './file-refused.ts';

const archive = [0x50, 0x4b, 0x03, 0x04];
const compoundFile = [0xd0, 0xcf, 0x11, 0xe0];
/** What people send in place of a table: a PDF, a PNG, a JPEG, a RAR archive. */
const noTables = [
  [0x25, 0x50, 0x44, 0x46],
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x52, 0x61, 0x72, 0x21],
];

/**
 * What a file is by its first bytes, whatever it is called.
 * @throws SopError ImportFileUnreadable (422) for Excel's older files and those with a password, and for what is no table
 */
export async function fileKind(file: FileContent): Promise<'xlsx' | 'csv'> {
  const beginning = await beginningOf(file, archive.length);
  const begins = (bytes: readonly number[]): boolean => bytes.every((byte, at) => beginning[at] === byte);
  if (begins(compoundFile)) {
    throw fileRefused('ImportFileUnreadable', {
      zh: '这是旧版 Excel（.xls）或加密的文件，请去掉密码，另存为 .xlsx 后再导入。',
      en: 'This is an old Excel file (.xls) or one with a password: save it as .xlsx without a password.',
    });
  }
  if (noTables.some(begins)) {
    throw fileRefused('ImportFileUnreadable', {
      zh: '这不是表格：请导入 .csv 或 .xlsx 文件，可下载模板填写。',
      en: 'This is no table: import a .csv or .xlsx file; there are templates to fill in.',
    });
  }
  return begins(archive) ? 'xlsx' : 'csv';
}

/** The file's first bytes, `length` where it has so many. */
export async function beginningOf(file: FileContent, length: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of file()) {
    pieces.push(piece);
    size += piece.byteLength;
    if (size >= length) break;
  }
  return Buffer.concat(pieces).subarray(0, length);
}
