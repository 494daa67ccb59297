import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { SopError } from '../domain/errors.ts';
import type { Actor } from '../domain/person.ts';
import type { Answers, Now } from '../domain/ports.ts';
import { freshIdentity, type Identity, reservedIdentity } from './identity.ts';

const kept = z.object({ headers: z.record(z.string(), z.string()), body: z.string() });

/** What keeping answers needs of the world. */
export interface KeptAnswers {
  readonly answers: Answers;
  readonly now: Now;
  /** Told of failures that the caller's answer does not show. */
  readonly failed: (error: unknown) => void;
}

/** One request, as an idempotency key is bound to it. */
export interface KeyedRequest {
  readonly event: APIGatewayProxyEventV2;
  readonly actor: Actor;
  /** The operation's route, e.g. `POST /tasks/{id}/decision`: a key belongs to an actor and a route. */
  readonly route: string;
  /** The parsed body. */
  readonly body: unknown;
}

/**
 * Runs `perform` once for an `Idempotency-Key`: the same request again gets the first one's answer, marked
 * `Idempotency-Replayed: true`. Every answer below 500 is kept; after a failure on our side the key is free again. A
 * request without the header simply runs.
 * @throws SopError IdempotencyKeyInvalid (400), IdempotencyKeyReused (422), RequestInProgress (409, retry later)
 */
export async function once(
  { answers, now, failed }: KeptAnswers,
  request: KeyedRequest,
  perform: (identity: Identity) => Promise<APIGatewayProxyStructuredResultV2>,
): Promise<APIGatewayProxyStructuredResultV2> {
  const header = request.event.headers['idempotency-key'];
  if (header === undefined) {
    return perform(freshIdentity(now()));
  }
  const key = digest([request.actor.id, request.route, checked(header)]);
  const requestHash = digest([request.event.rawPath, request.event.rawQueryString, canonical(request.body)]);
  const begun = await answers.begin(key, requestHash);
  switch (begun.state) {
    case 'answered': {
      const { headers, body } = z.parse(kept, JSON.parse(begun.body));
      return { statusCode: begun.status, headers: { ...headers, 'idempotency-replayed': 'true' }, body };
    }
    case 'busy':
      throw inProgress();
    case 'other':
      throw keyReused();
    case 'fresh': {
      const identity = reservedIdentity(new Date(begun.since), begun.takenOver, `${key}|${requestHash}`);
      return answerAndKeep({ answers, now, failed }, key, () => perform(identity));
    }
  }
}

/** The answer counts even when it cannot be kept: the key's next user takes over and finds what was done. */
async function answerAndKeep(
  { answers, failed }: KeptAnswers,
  key: string,
  perform: () => Promise<APIGatewayProxyStructuredResultV2>,
): Promise<APIGatewayProxyStructuredResultV2> {
  let answer: APIGatewayProxyStructuredResultV2;
  try {
    answer = await perform();
  } catch (error) {
    await answers.release(key).catch(failed);
    throw error;
  }
  const headers = Object.fromEntries(
    Object.entries(answer.headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
  const body = JSON.stringify({ headers, body: answer.body ?? '' });
  await answers.keep(key, answer.statusCode ?? 200, body).catch(failed);
  return answer;
}

function checked(key: string): string {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) {
    return key;
  }
  throw new SopError('IdempotencyKeyInvalid', 400, {
    zh: 'Idempotency-Key 须为 1–255 个可见 ASCII 字符（不含空格），建议使用 UUID。',
    en: 'An Idempotency-Key is 1 to 255 visible ASCII characters without spaces; a UUID is a good one.',
  });
}

function keyReused(): SopError {
  return new SopError('IdempotencyKeyReused', 422, {
    zh: '这个 Idempotency-Key 已用于另一个请求，请为新的请求换一个。',
    en: 'This Idempotency-Key was used for another request: take a new one for a new request.',
  });
}

function inProgress(): SopError {
  return new SopError(
    'RequestInProgress',
    409,
    {
      zh: '相同的请求正在处理，请稍后用同一个 Idempotency-Key 查询结果。',
      en: 'The same request is still being worked on: send it again with the same Idempotency-Key in a moment.',
    },
    { extension: { retryAfter: 2 } },
  );
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** The same text for the same value, whatever the order of its members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
