import { SopError } from '../shared/domain/errors.ts';

/** A cursor of another reader, or of another time, starts over; anything else is what it is. */
export function staleCursor(error: unknown): undefined {
  if (error instanceof SopError && error.name === 'CursorInvalid') return undefined;
  throw error;
}
