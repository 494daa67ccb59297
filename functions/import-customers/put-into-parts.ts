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
import { columnsMissing, isHeader, type NamedCells, namedCells, type Places, placesOf } from './columns.ts';
import { fileKind } from './file-kind.ts';
import { fileRefused } from './file-refused.ts';

/** How many rows are entered between two records of how far the import is. */
export const ROWS_IN_PART = 200;

/** Among so many rows the one that names the columns is looked for. */
const ROWS_LOOKED_AT = 10;

/** How many parts are put at the same time. */
const PUT_AT_ONCE = 8;

const cell = z.optional(z.string());
const partSchema = z.array(
  z.object({
    /** The row of the sheet as a person counts: as the sheet numbers it, blank rows counted. */
    row: z.int(),
    /** Whether it has more cells than there are columns. */
    surplus: z.optional(z.boolean()),
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
export interface PartRow {
  readonly row: number;
  /** Whether the row of a CSV file has more cells than the header has: then they may be in each other's places. */
  readonly surplus?: boolean;
  readonly cells: NamedCells;
}

/** The rows of a part as they were put. */
export async function readPart(objects: ImportObjects, id: string, part: number): Promise<readonly PartRow[]> {
  const content = await objects.get(rowsKey(id, part), MAX_FILE_BYTES);
  if (content === undefined) throw new Error(`Import ${id} lacks its part ${part}`);
  return z
    .parse(partSchema, JSON.parse(Buffer.from(content).toString()))
    .map(({ row, cells, surplus = false }) => ({ row, cells: given(cells), ...(surplus ? { surplus } : {}) }));
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
  { id }: Pick<CustomerImport, 'id'>,
): Promise<void> {
  try {
    const file = await upload(world.objects, id);
    const kind = await fileKind(file);
    const { parts, rows } = await split(world.objects, id, await rowsOf(file, kind), kind);
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

/** Each reader is loaded for its own kind of file. */
async function rowsOf(file: FileContent, kind: CustomerImport['format']): Promise<AsyncIterable<readonly string[]>> {
  if (kind === 'xlsx') return (await import('./xlsx-rows.ts')).xlsxRows(file);
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
  kind: CustomerImport['format'],
): Promise<{ readonly parts: number; readonly rows: number }> {
  const header = lookingForHeader();
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
    if (header.found === undefined) {
      header.look(cells);
      continue;
    }
    found += 1;
    const { places, width } = header.found;
    // In a sheet each cell stands in its own column; in a text an unquoted comma moves those after it.
    const surplus = kind === 'csv' && cells.slice(width).some((each) => each.trim() !== '');
    part.push({ row, cells: namedCells(places, cells), ...(surplus ? { surplus } : {}) });
    if (part.length === ROWS_IN_PART) end();
    if (ready.length === PUT_AT_ONCE) await put();
  }
  header.mustBeFound();
  if (part.length > 0) end();
  await put();
  return { parts, rows: found };
}

/**
 * Finds the row that names the columns among the first `ROWS_LOOKED_AT` that are not blank: above it there may be a title.
 * Methods throw SopError ImportColumnsMissing (422) by the row that named most of them.
 */
function lookingForHeader() {
  let best: Places = new Map();
  let looked = 0;
  const header: {
    found: { readonly places: Places; readonly width: number } | undefined;
    look(row: readonly string[]): void;
    mustBeFound(): void;
  } = {
    found: undefined,
    look(row) {
      const places = placesOf(row);
      looked += 1;
      if (isHeader(places)) header.found = { places, width: row.length };
      else if (places.size > best.size) best = places;
      if (looked === ROWS_LOOKED_AT) header.mustBeFound();
    },
    mustBeFound() {
      if (header.found === undefined && looked > 0) throw columnsMissing(best);
    },
  };
  return header;
}
