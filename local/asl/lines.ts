import { closeSync, fstatSync, ftruncateSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** Bytes of a line's check and the space after it. */
const PREFIX = 9;
const NEWLINE = 10;

/** Where a line is in its file, in bytes; the newline not counted. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

/**
 * A file of JSON lines that is only ever added to. Each line begins with its CRC-32: one that a crash left half
 * written is cut off at opening, one that was damaged later is an error.
 */
export class LineFile {
  readonly path: string;
  readonly #file: number;
  #size: number;

  /**
   * Opens or creates the file.
   * @param read Gets every line's value in order; without it nothing is read, and a half-written end is left behind.
   * @throws Error when a finished line is damaged.
   */
  constructor(path: string, read: ((value: unknown) => void) | undefined) {
    this.path = path;
    this.#file = openSync(path, 'a+');
    if (read === undefined) {
      this.#size = fstatSync(this.#file).size;
      return;
    }
    const bytes = readFileSync(path);
    let offset = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, offset)) {
      read(parseLine(bytes.subarray(offset, end), path, offset));
      offset = end + 1;
    }
    if (offset < bytes.length) ftruncateSync(this.#file, offset);
    this.#size = offset;
  }

  /** Bytes. */
  get size(): number {
    return this.#size;
  }

  /** Adds the values with one write. @returns where each went. @throws Error when the disk does not take them. */
  append(values: Iterable<unknown>): Place[] {
    const places: Place[] = [];
    const lines: Buffer[] = [];
    let offset = this.#size;
    for (const value of values) {
      const line = formatLine(value);
      lines.push(line);
      places.push({ offset, length: line.length - 1 });
      offset += line.length;
    }
    const bytes = Buffer.concat(lines);
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#file, bytes, written);
    this.#size = offset;
    return places;
  }

  /** @throws Error when the line is damaged. */
  readAt({ offset, length }: Place): unknown {
    const bytes = Buffer.alloc(length);
    readSync(this.#file, bytes, 0, length, offset);
    return parseLine(bytes, this.path, offset);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** A value as a line of such a file, the newline included. */
export function formatLine(value: unknown): Buffer {
  const line = Buffer.from(`${' '.repeat(PREFIX)}${JSON.stringify(value)}\n`);
  line.write(
    crc32(line.subarray(PREFIX, -1))
      .toString(16)
      .padStart(PREFIX - 1, '0'),
  );
  return line;
}

function parseLine(line: Buffer, path: string, offset: number): unknown {
  const json = line.subarray(PREFIX);
  if (Number.parseInt(line.subarray(0, PREFIX - 1).toString(), 16) !== crc32(json)) {
    throw new Error(`${path} is damaged at byte ${offset}: the line there is not what was written`);
  }
  return JSON.parse(json.toString());
}
