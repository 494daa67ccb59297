import { z } from 'zod';

const structured = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** What is sent back for a function's answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

export const internalError: HttpAnswer = message(500, 'Internal Server Error');

/** An answer of API Gateway's own. */
export function message(status: number, text: string): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ message: text })),
  };
}

/**
 * Reads a function's answer as payload format 2.0 does: with `statusCode` it is a response, otherwise all of it is the
 * body of a 200. @param payload JSON text.
 */
export function httpAnswer(payload: string): HttpAnswer {
  const value: unknown = JSON.parse(payload);
  if (value === null || typeof value !== 'object' || Array.isArray(value) || !('statusCode' in value)) {
    const body = typeof value === 'string' ? value : payload;
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(value === null ? '' : body),
    };
  }
  const parsed = structured.safeParse(value);
  if (!parsed.success) return internalError;
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  const sent: Record<string, string | string[]> = {};
  for (const [name, text] of Object.entries(headers ?? {})) sent[name.toLowerCase()] = String(text);
  if (body != null) sent['content-type'] ??= 'text/plain;charset=utf-8';
  if (cookies && cookies.length > 0) sent['set-cookie'] = cookies;
  return { status: statusCode, headers: sent, body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8') };
}
