/** An error in CBOR, as RPC v2 services send it: `{"__type": code, "message": message}`. */
export function cborError(code: string, message: string): Buffer {
  return Buffer.concat([Buffer.from([0xa2]), text('__type'), text(code), text('message'), text(message)]);
}

/** RFC 8949: major type 3, length, UTF-8. */
function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  const head = Buffer.alloc(5);
  head[0] = 0x7a;
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}
