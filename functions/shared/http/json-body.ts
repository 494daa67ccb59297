import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { SopError } from '../domain/errors.ts';

/** The largest body taken, in bytes. */
export const MAX_BODY_BYTES = 256 * 1024;

/**
 * The request's body as JSON; an absent body is an empty object.
 * @throws SopError BodyTooLarge (413), BodyNotJson (400), ContentTypeUnsupported (415)
 */
export function jsonBody(event: APIGatewayProxyEventV2): unknown {
  const body = event.body ?? '';
  if (body === '') {
    return {};
  }
  const bytes = Buffer.from(body, event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BODY_BYTES) {
    throw new SopError('BodyTooLarge', 413, {
      zh: '请求内容不得超过 256 KB，请缩短后重发。',
      en: 'A request may hold at most 256 KB: shorten it and send it again.',
    });
  }
  const type = (event.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!/^application\/(?:[\w.-]+\+)?json$/.test(type)) {
    throw new SopError('ContentTypeUnsupported', 415, {
      zh: '请以 Content-Type: application/json 发送 JSON。',
      en: 'Send JSON, with Content-Type: application/json.',
    });
  }
  try {
    const read: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return read;
  } catch (cause) {
    throw new SopError(
      'BodyNotJson',
      400,
      {
        zh: '请求内容不是有效的 JSON，请检查引号、逗号和括号（编码须为 UTF-8）。',
        en: 'The body is not valid JSON: check its quotes, commas and brackets (UTF-8 only).',
      },
      { cause },
    );
  }
}
