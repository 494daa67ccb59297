import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

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

function textOf(file: string): Readable {
  const raw = createReadStream(file);
  if (file.endsWith('.gz')) return raw.pipe(createGunzip());
  return file.endsWith('.xz') ? Readable.from(unpackXz(raw), { objectMode: false }) : raw;
}

/** Parts one line of CSV; quotes are doubled inside quotes. */
function csvCells(line: string): string[] {
  const cells: string[] = [];
  const pattern = /(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/gu;
  for (const [, quoted, plain] of line.matchAll(pattern)) cells.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
  return cells;
}

/**
 * Reads a table row by row: TSV or CSV (told by the header line), plain, .gz or .xz, first line the column names.
 * @throws when the file cannot be read or unpacked
 */
export async function* readRows(file: string): AsyncGenerator<Row> {
  const input = textOf(file);
  try {
    yield* rowsOf(createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }));
  } finally {
    input.destroy();
  }
}

async function* rowsOf(lines: AsyncIterable<string>): AsyncGenerator<Row> {
  let columns: string[] | undefined;
  let tabs = true;
  for await (const line of lines) {
    if (columns === undefined) {
      const header = line.replace(/^\uFEFF/u, '');
      tabs = header.includes('\t') || !header.includes(',');
      columns = (tabs ? header.split('\t') : csvCells(header)).map((name) => name.trim().toLowerCase());
      continue;
    }
    if (line === '') continue;
    const cells = tabs ? line.split('\t') : csvCells(line);
    yield Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? '']));
  }
}
