import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { FileContent } from '../shared/domain/customer-import.ts';
import { beginningOf } from './file-kind.ts';
import { fileRefused, unreadable } from './file-refused.ts';

/** How many bytes are decoded at a time; the first of them tell the delimiter. */
const SLICE = 64 * 1024;

/** Nobody's row of customers is longer, in characters: a quote that is never closed stops here. */
const MAX_ROW = 100_000;

/** Among so many lines the delimiter is found: the first may be a title. */
const LINES = 10;

/** A customer has so many columns at least. */
const COLUMNS = 4;

/**
 * The rows of a CSV file, one after the other, its header among them; UTF-8 or UTF-16 with a byte order mark, UTF-8 without,
 * or GB18030, which Excel writes in China. Comma, semicolon or tab, whichever the line of headings has most of, or what Excel's
 * line `sep=` says. Quotes within a cell are part of it.
 * @throws SopError ImportFileUnreadable (422)
 */
export async function* csvRows(file: FileContent): AsyncGenerator<readonly string[]> {
  const beginning = await beginningOf(file, SLICE);
  const encoding = await encodingOf(file, beginning);
  const first = new TextDecoder(encoding).decode(beginning);
  const named = /^sep=([,;\t])\r?\n/i.exec(first)?.[1];
  const rows = parse({
    delimiter: named ?? delimiterOf(first),
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MAX_ROW,
  });
  // A failure of either reaches whoever reads the rows.
  pipeline(Readable.from(decoded(file, encoding), { objectMode: false }), rows, () => {});
  let left = named === undefined ? 0 : 1;
  try {
    for await (const row of rows) {
      // Excel's own line is no row of customers, but counts as one.
      if (isRow(row)) yield left > 0 ? [] : row;
      left -= 1;
    }
  } catch (error) {
    if (error instanceof CsvError) throw brokenAt(error);
    if (isUndecodable(error)) throw unreadable();
    throw error;
  }
}

/** The line at which a quote began that is never closed, where the parser tells it. */
function brokenAt(error: CsvError): Error {
  const lines: unknown = Reflect.get(error, 'lines');
  if (typeof lines !== 'number') return unreadable();
  return fileRefused('ImportFileUnreadable', {
    zh: `文件在第 ${lines} 行附近无法读取：可能有未成对的引号。`,
    en: `The file cannot be read near line ${lines}: a quote may lack its other half.`,
  });
}

async function encodingOf(file: FileContent, [first, second]: Uint8Array): Promise<string> {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return (await isUtf8(file)) ? 'utf-8' : 'gb18030';
}

async function* decoded(file: FileContent, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const piece of file()) {
    for (let at = 0; at < piece.byteLength; at += SLICE) {
      const text = decoder.decode(piece.subarray(at, at + SLICE), { stream: true });
      if (text !== '') yield text;
    }
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

/** Told by the whole file: the first names may be English. */
async function isUtf8(file: FileContent): Promise<boolean> {
  try {
    for await (const _ of decoded(file, 'utf-8'));
    return true;
  } catch (error) {
    if (isUndecodable(error)) return false;
    throw error;
  }
}

function isUndecodable(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
}

/** By the first line that may name four columns; data further down may have commas of their own. */
function delimiterOf(beginning: string): string {
  const lines = beginning.split(/\r?\n/, LINES).map(mostOf);
  return (lines.find(({ times }) => times >= COLUMNS - 1) ?? lines[0] ?? mostOf('')).delimiter;
}

function mostOf(line: string): { readonly delimiter: string; readonly times: number } {
  const found = [',', '\t', ';'].map((delimiter) => ({ delimiter, times: line.split(delimiter).length - 1 }));
  return found.reduce((most, one) => (one.times > most.times ? one : most));
}

function isRow(row: unknown): row is string[] {
  return Array.isArray(row) && row.every((cell) => typeof cell === 'string');
}
