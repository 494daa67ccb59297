import { fileTypeFromBuffer } from 'file-type';

/** The media type of a file by its content, parameters left out; undefined when it is none known. */
export async function sniffType(content: Uint8Array): Promise<string | undefined> {
  const found = await fileTypeFromBuffer(content);
  return found?.mime.split(';')[0]?.trim();
}
