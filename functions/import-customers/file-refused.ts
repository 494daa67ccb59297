import { SopError } from '../shared/domain/errors.ts';
import type { Text } from '../shared/domain/language.ts';

/** Why a file cannot be imported at all, each with what to do. */
export type FileRefusal =
  | 'ImportFileMissing'
  | 'ImportFileTooLarge'
  | 'ImportFileUnreadable'
  | 'ImportColumnsMissing'
  | 'ImportFileEmpty';

export function fileRefused(name: FileRefusal, text: Text): SopError {
  return new SopError(name, 422, text);
}

export function unreadable(): SopError {
  return fileRefused('ImportFileUnreadable', {
    zh: '无法读取该文件：CSV 须为 UTF-8 或 GB18030 编码，XLSX 须为未加密的 Excel 工作簿。',
    en: 'The file cannot be read: a CSV file is UTF-8 or GB18030, an XLSX file is an Excel workbook without a password.',
  });
}
