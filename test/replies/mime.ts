import { encodeLegacy, type LegacyEncoding } from './legacy-encodings.ts';

/** Builds the bytes of a mail the way clients do. */

export type Charset = 'utf-8' | LegacyEncoding;
export type Transfer = 'base64' | 'quoted-printable' | '8bit';

export interface Part {
  readonly headers: readonly string[];
  readonly body: Uint8Array;
}

const crlf = (text: string): string => text.replace(/\r?\n/g, '\r\n');
const ascii = (text: string): Uint8Array => Buffer.from(text, 'utf8');

export function encoded(text: string, charset: Charset): Uint8Array {
  return charset === 'utf-8' ? Buffer.from(text, 'utf8') : encodeLegacy(text, charset);
}

/** `=?GB18030?B?…?=` */
export function encodedWord(text: string, charset: Charset = 'utf-8'): string {
  return `=?${charset.toUpperCase()}?B?${Buffer.from(encoded(text, charset)).toString('base64')}?=`;
}

function transferred(bytes: Uint8Array, transfer: Transfer): Uint8Array {
  switch (transfer) {
    case '8bit':
      return bytes;
    case 'base64':
      return ascii(
        Buffer.from(bytes)
          .toString('base64')
          .replace(/.{1,76}/g, '$&\r\n'),
      );
    case 'quoted-printable':
      return ascii(quotedPrintable(bytes));
  }
}

function quotedPrintable(bytes: Uint8Array): string {
  const lines: string[] = [];
  let line = '';
  const push = (piece: string): void => {
    if (line.length + piece.length > 75) {
      lines.push(`${line}=`);
      line = '';
    }
    line += piece;
  };
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte === 13 && bytes[i + 1] === 10) {
      lines.push(line);
      line = '';
      i += 1;
    } else if (byte >= 33 && byte <= 126 && byte !== 61) {
      push(String.fromCharCode(byte));
    } else if (byte === 32 && bytes[i + 1] !== 13) {
      push(' ');
    } else {
      push(`=${byte.toString(16).toUpperCase().padStart(2, '0')}`);
    }
  }
  lines.push(line);
  return lines.join('\r\n');
}

export function textPart(
  text: string,
  {
    charset = 'utf-8',
    transfer = 'base64',
    type = 'text/plain',
  }: { charset?: Charset; transfer?: Transfer; type?: string } = {},
): Part {
  return {
    headers: [`Content-Type: ${type}; charset="${charset}"`, `Content-Transfer-Encoding: ${transfer}`],
    body: transferred(encoded(crlf(text), charset), transfer),
  };
}

export function htmlPart(html: string, how: { charset?: Charset; transfer?: Transfer } = {}): Part {
  return textPart(html, { ...how, type: 'text/html' });
}

export function filePart(name: string, type: string, content: Uint8Array, inlineId?: string): Part {
  return {
    headers: [
      `Content-Type: ${type}; name="${encodedWord(name)}"`,
      'Content-Transfer-Encoding: base64',
      inlineId === undefined
        ? `Content-Disposition: attachment; filename="${encodedWord(name)}"`
        : `Content-Disposition: inline; filename="${encodedWord(name)}"`,
      ...(inlineId === undefined ? [] : [`Content-ID: <${inlineId}>`]),
    ],
    body: transferred(content, 'base64'),
  };
}

let boundaries = 0;

export function multipart(kind: 'alternative' | 'mixed' | 'related' | 'report', parts: readonly Part[]): Part {
  boundaries += 1;
  const boundary = `----=_Part_${boundaries}_1193046`;
  return {
    headers: [`Content-Type: multipart/${kind}; boundary="${boundary}"`],
    body: Buffer.concat([
      ...parts.flatMap((part) => [
        ascii(`--${boundary}\r\n${part.headers.join('\r\n')}\r\n\r\n`),
        part.body,
        ascii('\r\n'),
      ]),
      ascii(`--${boundary}--\r\n`),
    ]),
  };
}

export interface Envelope {
  /** Header lines in front of the body's own; later ones of the same name are kept as well. */
  readonly headers: readonly string[];
  readonly body: Part;
}

export function mailBytes({ headers, body }: Envelope): Uint8Array {
  return Buffer.concat([
    ascii(crlf(`${[...headers, 'MIME-Version: 1.0', ...body.headers].join('\n')}\n\n`)),
    body.body,
  ]);
}
