import type { FileContent } from '../shared/domain/customer-import.ts';
import { fileRefused } from './file-refused.ts';

const archive = [0x50, 0x4b, 0x03, 0x04];
const compoundFile = [0xd0, 0xcf, 0x11, 0xe0];

/**
 * What a file is by its first bytes, whatever it is called.
 * @throws SopError ImportFileUnreadable (422) for Excel's older files and those with a password
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
