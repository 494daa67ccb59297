import { Unzip, UnzipInflate } from 'fflate';
import { parser } from 'sax';
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

/**
 * Unpacks the archive slice by slice, and parses as it comes what `listeners` wants of it, by the part's name. Yields after
 * each slice, so that what the listeners gathered can be taken away.
 * @throws SopError ImportFileUnreadable (422)
 */
export function* readParts(
  archive: Uint8Array,
  listeners: (part: string) => XmlListener | undefined,
): Generator<undefined> {
  let failure: unknown;
  const unzip = new Unzip((file) => {
    const listener = listeners(file.name);
    if (listener === undefined) return;
    const take = xmlReader(listener);
    let size = 0;
    file.ondata = (error, bytes, final) => {
      size += bytes?.byteLength ?? 0;
      if (error !== null || size > MAX_UNPACKED) {
        failure ??= error ?? new RangeError('A part unpacks to too much');
        return;
      }
      take(bytes, final);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  for (let at = 0; at < archive.byteLength; at += SLICE) {
    try {
      unzip.push(archive.subarray(at, at + SLICE), at + SLICE >= archive.byteLength);
    } catch {
      throw unreadable();
    }
    if (failure !== undefined) throw unreadable();
    yield undefined;
  }
}

function xmlReader(listener: XmlListener): (bytes: Uint8Array, final: boolean) => void {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const xml = parser(true);
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
