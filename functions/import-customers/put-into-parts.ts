import * as z from 'zod/mini';
import {
  type CustomerImport,
  type CustomerImports,
  type FileContent,
  type ImportObjects,
  MAX_FILE_BYTES,
  rowsKey,
  uploadKey,
} from '../shared/domain/customer-import.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Now } from '../shared/domain/ports.ts';
import { type NamedCells, namesOf } from './columns.ts';
import { fileRefused } from './file-refused.ts';

/** How many rows are entered between two records of how far the import is. */
export const ROWS_IN_PART = 200;

/** How many parts are put at the same time. */
const PUT_AT_ONCE = 8;

const cell = z.optional(z.string());
const partSchema = z.array(
  z.object({
    /** The row of the sheet as a person counts: as the sheet numbers it, blank rows counted. */
    row: z.int(),
    cells: z.object({
      name: cell,
      landline: cell,
      fax: cell,
      address: cell,
      city: cell,
      holder: cell,
      confirmed: cell,
    }),
  }),
);
export type PartRow = { readonly row: number; readonly cells: NamedCells };

/** The rows of a part as they were put. */
export async function readPart(objects: ImportObjects, id: string, part: number): Promise<readonly PartRow[]> {
  const content = await objects.get(rowsKey(id, part), MAX_FILE_BYTES);
  if (content === undefined) throw new Error(`Import ${id} lacks its part ${part}`);
  return z
    .parse(partSchema, JSON.parse(Buffer.from(content).toString()))
    .map(({ row, cells }) => ({ row, cells: given(cells) }));
}

function given(cells: z.infer<typeof partSchema>[number]['cells']): NamedCells {
  return Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== undefined));
}

/**
 * Reads the uploaded file row by row and puts them into numbered parts. Done again after it broke off, it makes the same
 * parts. A file that cannot be imported ends the import, with the reason on record.
 */
export async function putIntoParts(
  world: {
    readonly imports: Pick<CustomerImports, 'read' | 'refuse'>;
    readonly objects: ImportObjects;
    readonly now: Now;
  },
  { id, format }: Pick<CustomerImport, 'id' | 'format'>,
): Promise<void> {
  try {
    const { parts, rows } = await split(world.objects, id, await rowsOf(world.objects, id, format));
    if (rows === 0) {
      throw fileRefused('ImportFileEmpty', {
        zh: '文件中没有客户：首行是列名，其后每行一个客户。',
        en: 'There are no customers in the file: its first row names the columns, each row after it is a customer.',
      });
    }
    await world.imports.read(id, parts, rows);
  } catch (error) {
    if (!(error instanceof SopError) || error.status >= 500) throw error;
    await world.imports.refuse(id, error.text, world.now().toISOString());
  }
}

async function rowsOf(
  objects: ImportObjects,
  id: string,
  format: CustomerImport['format'],
): Promise<AsyncIterable<readonly string[]>> {
  const file = await upload(objects, id);
  // Each reader is loaded for its own kind of file.
  if (format === 'xlsx') return (await import('./xlsx-rows.ts')).xlsxRows(file);
  return (await import('./csv-rows.ts')).csvRows(file);
}

async function upload(objects: ImportObjects, id: string): Promise<FileContent> {
  try {
    const file = await objects.open(uploadKey(id), MAX_FILE_BYTES);
    if (file !== undefined) return file;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ObjectTooLarge') throw error;
    throw fileRefused('ImportFileTooLarge', {
      zh: `文件超过 ${MAX_FILE_BYTES / 1024 / 1024} MB，请拆分后分别导入。`,
      en: `The file is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB: split it.`,
    });
  }
  throw fileRefused('ImportFileMissing', {
    zh: '尚未上传文件。请新建一个导入，上传文件后再开始。',
    en: 'No file was uploaded. Make another import, upload the file, then start it.',
  });
}

async function split(
  objects: ImportObjects,
  id: string,
  rows: AsyncIterable<readonly string[]>,
): Promise<{ readonly parts: number; readonly rows: number }> {
  let names: ReturnType<typeof namesOf> | undefined;
  let part: PartRow[] = [];
  let ready: Uint8Array[] = [];
  let parts = 0;
  let row = 0;
  let found = 0;
  const put = async (): Promise<void> => {
    const first = parts;
    await Promise.all(ready.map((content, at) => objects.put(rowsKey(id, first + at), content, 'application/json')));
    parts += ready.length;
    ready = [];
  };
  const end = (): void => {
    ready.push(new TextEncoder().encode(JSON.stringify(part)));
    part = [];
  };
  for await (const cells of rows) {
    row += 1;
    if (cells.every((each) => each.trim() === '')) continue;
    if (names === undefined) {
      names = namesOf(cells);
      continue;
    }
    found += 1;
    part.push({ row, cells: names(cells) });
    if (part.length === ROWS_IN_PART) end();
    if (ready.length === PUT_AT_ONCE) await put();
  }
  if (part.length > 0) end();
  await put();
  return { parts, rows: found };
}
