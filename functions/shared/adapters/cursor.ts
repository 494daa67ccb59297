import * as z from 'zod/mini';
import { badCursor } from '../domain/bad-cursor.ts';
import type { Item } from './item.ts';

const startKey = z.record(z.string(), z.string());

/** A list's cursor: the last key read, as base64url JSON. */
export function encodeCursor(last: Item): string {
  const key = Object.fromEntries(Object.entries(last).map(([name, { S }]) => [name, S]));
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * The key that `cursor` stands for.
 * @param fixed what the key must hold, so that the cursor of one list cannot be used to read another
 * @throws SopError `CursorInvalid`
 */
export function decodeCursor(cursor: string, fixed: Readonly<Record<string, string>>): Item {
  const read = z.safeParse(startKey, parsed(cursor));
  if (!read.success) throw badCursor();
  if (Object.entries(fixed).some(([name, value]) => read.data[name] !== value)) throw badCursor();
  return Object.fromEntries(Object.entries(read.data).map(([name, value]) => [name, { S: value }]));
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
