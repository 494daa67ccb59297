import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { unreadable } from './file-refused.ts';

/** How many bytes are decoded at a time. */
const SLICE = 64 * 1024;

/** Nobody's row of customers is longer, in characters: a quote that is never closed stops here. */
const MAX_ROW = 100_000;

/**
 * The rows of a CSV file, one after the other, its header among them; UTF-8 with or without a byte order mark, or GB18030,
 * which Excel writes in China. Comma, semicolon or tab, whichever the first line has most of.
 * @throws SopError ImportFileUnreadable (422)
 */
export async function* csvRows(file: Uint8Array): AsyncGenerator<readonly string[]> {
  const encoding = isUtf8(file) ? 'utf-8' : 'gb18030';
  const rows = parse({
    delimiter: delimiterOf(new TextDecoder(encoding).decode(file.subarray(0, SLICE))),
    relax_column_count: true,
    max_record_size: MAX_ROW,
  });
  // A failure of either reaches whoever reads the rows.
  pipeline(Readable.from(decoded(file, encoding), { objectMode: false }), rows, () => {});
  try {
    for await (const row of rows) if (isRow(row)) yield row;
  } catch (error) {
    if (error instanceof CsvError || error instanceof TypeError) throw unreadable();
    throw error;
  }
}

function* decoded(file: Uint8Array, encoding: string): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (let at = 0; at < file.byteLength; at += SLICE) {
    const piece = decoder.decode(file.subarray(at, at + SLICE), { stream: true });
    if (piece !== '') yield piece;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

function isUtf8(file: Uint8Array): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let at = 0; at < file.byteLength; at += SLICE) decoder.decode(file.subarray(at, at + SLICE), { stream: true });
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

function delimiterOf(beginning: string): string {
  const [line = ''] = beginning.split(/\r?\n/, 1);
  const found = [',', '\t', ';'].map((each) => ({ each, times: line.split(each).length }));
  return found.reduce((most, one) => (one.times > most.times ? one : most)).each;
}

function isRow(row: unknown): row is string[] {
  return Array.isArray(row) && row.every((cell) => typeof cell === 'string');
}
