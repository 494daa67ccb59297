import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

// The package is CommonJS without names that an import statement could see.
const { XzReadableStream }: typeof import('xz-decompress') = createRequire(import.meta.url)('xz-decompress');

export type Row = Readonly<Record<string, string>>;

async function* unpackXz(raw: Readable): AsyncGenerator<Uint8Array> {
  const chunks = raw.iterator();
  const compressed = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done === true) controller.close();
      else controller.enqueue(new Uint8Array(next.value));
    },
  });
  const reader = new XzReadableStream(compressed).getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    // Unfinished, it would keep the unpacker's memory, and the next file would wait for it for ever.
    await reader.cancel();
  }
}

type Packing = 'gzip' | 'xz' | 'none';

const gzipMagic = Buffer.from([0x1f, 0x8b]);
const xzMagic = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);

/** How a file is packed: by its first bytes, whatever it is called, else by its name; a pipe cannot be looked into first. */
function packingOf(file: string): Packing {
  const first = statSync(file).isFile() ? firstBytes(file) : undefined;
  if (first?.subarray(0, gzipMagic.length).equals(gzipMagic)) return 'gzip';
  if (first?.equals(xzMagic)) return 'xz';
  if (first?.length === 0) return 'none';
  return file.endsWith('.gz') ? 'gzip' : file.endsWith('.xz') ? 'xz' : 'none';
}

function firstBytes(file: string): Buffer {
  const first = Buffer.alloc(xzMagic.length);
  const opened = openSync(file, 'r');
  try {
    return first.subarray(0, readSync(opened, first, 0, first.length, 0));
  } finally {
    closeSync(opened);
  }
}

/** The bytes of a file, unpacked; whoever reads them meets its failures, too. */
function textOf(file: string): Readable {
  const packing = packingOf(file);
  const raw = createReadStream(file);
  if (packing === 'gzip') return pipeline(raw, createGunzip(), () => {});
  return packing === 'xz' ? Readable.from(unpackXz(raw), { objectMode: false }) : raw;
}

/** How much is looked at to tell the encoding and what parts the columns. */
const SNIFFED = 64 * 1024;

/** UTF-8, GB18030 as Excel writes it in China, or UTF-16 with a byte order mark, Excel's “Unicode text”. */
function encodingOf(beginning: Uint8Array): string {
  const [first, second] = beginning;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(beginning, { stream: true });
    return 'utf-8';
  } catch {
    return 'gb18030';
  }
}

async function* decoded(input: Readable): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let waiting = Buffer.alloc(0);
  for await (const chunk of input) {
    waiting = Buffer.concat([waiting, chunk]);
    if (decoder === undefined && waiting.length < SNIFFED) continue;
    decoder ??= new TextDecoder(encodingOf(waiting));
    yield decoder.decode(waiting, { stream: true });
    waiting = Buffer.alloc(0);
  }
  decoder ??= new TextDecoder(encodingOf(waiting));
  yield decoder.decode(waiting);
}

/**
 * Reads a table row by row: TSV or CSV (told by the header line; comma or semicolon), plain, .gz or .xz, UTF-8, UTF-16 or
 * GB18030, first line the column names. Quotes mean something in CSV only: names in TSV may have them.
 * @throws Error that names the file and says what to do, when it cannot be read, unpacked or parted into cells
 */
export async function* readRows(file: string): AsyncGenerator<Row> {
  try {
    yield* rowsOf(file);
  } catch (error) {
    throw new Error(`${file}: ${whatToDo(error)}`, { cause: error });
  }
}

const unreadable: Readonly<Record<string, string>> = {
  ENOENT: '没有这个文件，请核对路径 / there is no such file: check the path',
  EISDIR: '这是文件夹，请给出文件 / this is a folder: name a file in it',
  EACCES: '无权读取该文件 / you may not read this file',
};

function whatToDo(error: unknown): string {
  const { message, code } = error instanceof Error ? { code: undefined, ...error, message: error.message } : {};
  const known = unreadable[String(code)];
  if (known !== undefined) return known;
  // Of zlib and of the unpacker of xz; both name what failed within them.
  if (String(code).startsWith('Z_') || message?.startsWith('get_next_output') === true) {
    return `无法解压，文件可能不完整 / cannot be unpacked, it may be cut off (${message})`;
  }
  if (String(code).startsWith('CSV_'))
    return `CSV 格式有误，请检查引号 / the CSV is malformed, check its quotes (${message})`;
  return message ?? String(error);
}

async function* rowsOf(file: string): AsyncGenerator<Row> {
  const input = textOf(file);
  const text = decoded(input);
  let all: Readable | undefined;
  try {
    const first = await text.next();
    if (first.done === true) return;
    const [header = ''] = first.value.split(/\r?\n/u, 1);
    all = Readable.from(joined(first.value, text), { objectMode: false });
    yield* namedRows(/[,;]/u.test(header) && !header.includes('\t') ? csvCells(all, header) : tsvCells(all));
  } finally {
    // Whoever reads it first: cut off at its source, it would tell of that as an error of its own.
    all?.destroy();
    input.destroy();
  }
}

async function* joined(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

function csvCells(text: Readable, header: string): AsyncIterable<string[]> {
  const delimiter = header.split(';').length > header.split(',').length ? ';' : ',';
  const options = { delimiter, bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true };
  return pipeline(text, parse(options), () => {});
}

async function* tsvCells(text: Readable): AsyncGenerator<string[]> {
  for await (const line of createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line !== '') yield line.split('\t');
  }
}

async function* namedRows(rows: AsyncIterable<string[]>): AsyncGenerator<Row> {
  let columns: string[] | undefined;
  for await (const cells of rows) {
    if (columns === undefined)
      columns = cells.map((name) =>
        name
          .replace(/^\uFEFF/u, '')
          .trim()
          .toLowerCase(),
      );
    else yield Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? '']));
  }
}
