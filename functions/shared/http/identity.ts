import { createHash, randomBytes } from 'node:crypto';

/**
 * What makes the ids and times of what a request creates. Under an `Idempotency-Key` both follow from the key's first
 * reservation, so that a request taken over after a crash finds what its predecessor wrote instead of writing it again.
 */
export interface Identity {
  /** The instant of the request, or of its first reservation. */
  readonly at: Date;
  /** Whether a run before this one may have written already. */
  readonly takenOver: boolean;
  /** `length` characters of Crockford's base 32; `attempt` counts clashes with ids that others hold. */
  code(length: number, attempt: number): string;
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An identity made anew. */
export function freshIdentity(at: Date): Identity {
  return { at, takenOver: false, code: (length) => base32(randomBytes(length)) };
}

/** The identity that `reservation` always makes. */
export function reservedIdentity(at: Date, takenOver: boolean, reservation: string): Identity {
  return {
    at,
    takenOver,
    code: (length, attempt) =>
      base32(createHash('sha256').update(`${reservation}|${attempt}`).digest().subarray(0, length)),
  };
}

function base32(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
