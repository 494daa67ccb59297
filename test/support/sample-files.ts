import { strToU8, zipSync } from 'fflate';

/** Files by what is in them, whatever they are called; each as small as can be. */

export const png: Uint8Array = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);
export const pdf: Uint8Array = strToU8('%PDF-1.7\n%%EOF\n');
export const htmlPage: Uint8Array = strToU8('<!doctype html><script>alert(document.domain)</script>');
export const svg: Uint8Array = strToU8('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
export const exe: Uint8Array = strToU8('MZ\u0090 This program cannot be run in DOS mode.');
export const zip: Uint8Array = zipSync({ 'invoice.js': strToU8('alert(1)') });
export const docx: Uint8Array = wordFile(
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
);
export const macros: Uint8Array = wordFile('application/vnd.ms-word.document.macroEnabled.main+xml');

function wordFile(mainType: string): Uint8Array {
  const types = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="${mainType}"/></Types>`;
  return zipSync({ '[Content_Types].xml': strToU8(types), 'word/document.xml': strToU8('<document/>') });
}
