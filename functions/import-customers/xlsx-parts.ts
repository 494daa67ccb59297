import { Unzip, type UnzipDecoder, UnzipInflate } from 'fflate';
import sax from 'sax';
import type { FileContent } from '../shared/domain/customer-import.ts';
import { SopError } from '../shared/domain/errors.ts';
import { unreadable } from './file-refused.ts';

/** How many bytes of the archive are unpacked at a time. */
const SLICE = 16 * 1024;

/** A part that unpacks to more than this, in bytes, is no list of customers. */
const MAX_UNPACKED = 512 * 1024 * 1024;

/** What is told of a part's XML. Names are without their prefix. */
export interface XmlListener {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text: (text: string) => void;
  readonly close: (name: string) => void;
}

/** Takes a part that nobody wants: one that is not begun would be held whole. */
class Skipped implements UnzipDecoder {
  static readonly compression = UnzipInflate.compression;
  ondata: UnzipDecoder['ondata'] = () => {};
  push(): void {}
}

/**
 * Unpacks the archive slice by slice, and parses as it comes what `listeners` wants of it, by the part's name. Yields after
 * each slice, so that what the listeners gathered can be taken away. Nothing of the archive is held.
 * @throws SopError ImportFileUnreadable (422)
 */
export async function* readParts(
  archive: FileContent,
  listeners: (part: string) => XmlListener | undefined,
): AsyncGenerator<undefined> {
  let failure: unknown;
  const unzip = new Unzip((file) => {
    const listener = listeners(file.name);
    unzip.register(listener === undefined ? Skipped : UnzipInflate);
    const take = listener === undefined ? () => {} : xmlReader(listener);
    let size = 0;
    file.ondata = (error, bytes, final) => {
      size += bytes?.byteLength ?? 0;
      if (error !== null || (listener !== undefined && size > MAX_UNPACKED)) {
        failure ??= error ?? new RangeError('A part unpacks to too much');
        return;
      }
      take(bytes, final);
    };
    file.start();
  });
  const push = (slice: Uint8Array, last: boolean): void => {
    try {
      unzip.push(slice, last);
    } catch (error) {
      throw error instanceof SopError ? error : unreadable();
    }
    if (failure !== undefined) throw unreadable();
  };
  for await (const piece of archive()) {
    for (let at = 0; at < piece.byteLength; at += SLICE) {
      push(piece.subarray(at, at + SLICE), false);
      yield undefined;
    }
  }
  push(new Uint8Array(), true);
}

function xmlReader(listener: XmlListener): (bytes: Uint8Array, final: boolean) => void {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const xml = sax.parser(true);
  xml.onopentag = ({ name, attributes }) =>
    listener.open(
      localName(name),
      Object.fromEntries(
        Object.entries(attributes).map(([key, value]) => [key, typeof value === 'string' ? value : value.value]),
      ),
    );
  xml.ontext = listener.text;
  xml.oncdata = listener.text;
  xml.onclosetag = (name) => listener.close(localName(name));
  xml.onerror = (error) => {
    throw error;
  };
  return (bytes, final) => {
    xml.write(decoder.decode(bytes, { stream: !final }));
    if (final) xml.close();
  };
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
