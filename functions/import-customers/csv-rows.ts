import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { FileContent } from '../shared/domain/customer-import.ts';
import { unreadable } from './file-refused.ts';

/** How many bytes are decoded at a time; the first of them tell the delimiter. */
const SLICE = 64 * 1024;

/** Nobody's row of customers is longer, in characters: a quote that is never closed stops here. */
const MAX_ROW = 100_000;

/**
 * The rows of a CSV file, one after the other, its header among them; UTF-8 with or without a byte order mark, or GB18030,
 * which Excel writes in China. Comma, semicolon or tab, whichever the first line has most of.
 * @throws SopError ImportFileUnreadable (422)
 */
export async function* csvRows(file: FileContent): AsyncGenerator<readonly string[]> {
  const encoding = (await isUtf8(file)) ? 'utf-8' : 'gb18030';
  const rows = parse({
    delimiter: delimiterOf(new TextDecoder(encoding).decode(await beginningOf(file))),
    relax_column_count: true,
    max_record_size: MAX_ROW,
  });
  // A failure of either reaches whoever reads the rows.
  pipeline(Readable.from(decoded(file, encoding), { objectMode: false }), rows, () => {});
  try {
    for await (const row of rows) if (isRow(row)) yield row;
  } catch (error) {
    if (error instanceof CsvError || isUndecodable(error)) throw unreadable();
    throw error;
  }
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

async function beginningOf(file: FileContent): Promise<Uint8Array> {
  for await (const piece of file()) return piece.subarray(0, SLICE);
  return new Uint8Array();
}

function delimiterOf(beginning: string): string {
  const [line = ''] = beginning.split(/\r?\n/, 1);
  const found = [',', '\t', ';'].map((each) => ({ each, times: line.split(each).length }));
  return found.reduce((most, one) => (one.times > most.times ? one : most)).each;
}

function isRow(row: unknown): row is string[] {
  return Array.isArray(row) && row.every((cell) => typeof cell === 'string');
}
