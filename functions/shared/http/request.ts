import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { SopError } from '../domain/errors.ts';
import { fieldErrors } from '../domain/field-errors.ts';
import { jsonBody } from './json-body.ts';

/**
 * The body, as its schema gives it.
 * @throws SopError BodyInvalid (422), with a pointer per field, or what `jsonBody` throws
 */
export function bodyOf<Schema extends z.ZodMiniType>(schema: Schema, event: APIGatewayProxyEventV2): z.output<Schema> {
  const body = jsonBody(event);
  const read = z.safeParse(schema, body);
  if (read.success) {
    return read.data;
  }
  throw new SopError(
    'BodyInvalid',
    422,
    {
      zh: '请求内容不符合要求，请按 errors 逐项改正。',
      en: 'The request does not fit: correct each field under errors.',
    },
    { fields: fieldErrors(read.error.issues, body) },
  );
}

/**
 * The query, as its schema gives it. A parameter may be given once only.
 * @throws SopError QueryInvalid (400), with `?name` per parameter
 */
export function queryOf<Schema extends z.ZodMiniType>(schema: Schema, event: APIGatewayProxyEventV2): z.output<Schema> {
  const given = new URLSearchParams(event.rawQueryString);
  const query = Object.fromEntries(given);
  const repeated = [...new Set(given.keys())].filter((name) => given.getAll(name).length > 1);
  if (repeated.length > 0) {
    throw invalid(
      repeated.map((name) => ({ pointer: `?${name}`, text: { zh: '只能给一次。', en: 'Give it only once.' } })),
    );
  }
  const read = z.safeParse(schema, query);
  if (read.success) {
    return read.data;
  }
  throw invalid(
    fieldErrors(read.error.issues, query).map(({ pointer, text }) => ({ pointer: `?${pointer.slice(1)}`, text })),
  );
}

function invalid(fields: SopError['fields']): SopError {
  return new SopError(
    'QueryInvalid',
    400,
    { zh: '查询参数有误，请按 errors 改正。', en: 'The query does not fit: correct each parameter under errors.' },
    { fields },
  );
}
