import { createHash, randomBytes } from 'node:crypto';

const CHECK_BYTES = 6;

/** Makes the token of a task: who waits, a secret, and a check by which a mangled token shows. */
export function newTaskToken(executionArn: string, thread: number): string {
  const body = Buffer.from(JSON.stringify([executionArn, thread, randomBytes(18).toString('base64url')]));
  return Buffer.concat([body, checkOf(body)]).toString('base64url');
}

/** Whom a token was made for, or undefined when it is none of ours. */
export function readTaskToken(token: string): { executionArn: string; thread: number } | undefined {
  const bytes = Buffer.from(token, 'base64url');
  const body = bytes.subarray(0, -CHECK_BYTES);
  if (body.length === 0 || !checkOf(body).equals(bytes.subarray(-CHECK_BYTES))) return undefined;
  const [executionArn, thread]: unknown[] = JSON.parse(body.toString());
  return typeof executionArn === 'string' && typeof thread === 'number' ? { executionArn, thread } : undefined;
}

function checkOf(body: Buffer): Buffer {
  return createHash('sha256').update(body).digest().subarray(0, CHECK_BYTES);
}
