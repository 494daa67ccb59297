import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { SopError } from '../domain/errors.ts';
import { type Language, type Text, wording } from '../domain/language.ts';

/** What a status means, for a reader; the detail says what happened. */
const titles: Readonly<Record<number, Text>> = {
  400: { zh: '请求有误', en: 'Bad request' },
  401: { zh: '请先登录', en: 'Sign in first' },
  403: { zh: '没有权限', en: 'Not allowed' },
  404: { zh: '找不到', en: 'Not found' },
  405: { zh: '不支持该方法', en: 'Method not allowed' },
  409: { zh: '与现状冲突', en: 'Conflict' },
  410: { zh: '已失效', en: 'No longer valid' },
  412: { zh: '版本已变', en: 'Precondition failed' },
  413: { zh: '内容过大', en: 'Content too large' },
  415: { zh: '内容类型不符', en: 'Unsupported media type' },
  422: { zh: '内容不符合要求', en: 'Unprocessable content' },
  428: { zh: '缺少版本号', en: 'Precondition required' },
  500: { zh: '服务器错误', en: 'Server error' },
  503: { zh: '服务暂时不可用', en: 'Service unavailable' },
};

/** The URI of a kind of problem: `urn:sales-sop:problem:TaskAlreadyDecided`. */
export function problemType(name: string): string {
  return `urn:sales-sop:problem:${name}`;
}

/**
 * The error as an RFC 9457 problem document in the reader's language. `errors` names the members of the request to mend;
 * the error's extension becomes further members, never replacing a standard one.
 */
export function problemDocument(error: SopError, language: Language, instance?: string): Record<string, unknown> {
  const title = titles[error.status];
  return {
    type: problemType(error.name),
    ...(title === undefined ? {} : { title: wording(title, language) }),
    status: error.status,
    detail: wording(error.text, language),
    ...(instance === undefined ? {} : { instance }),
    ...(error.fields.length === 0
      ? {}
      : { errors: error.fields.map(({ pointer, text }) => ({ pointer, detail: wording(text, language) })) }),
    ...ownMembers(error.extension),
  };
}

/**
 * The answer that is the error's problem document. `retryAfter` (seconds) and `location` in the extension are sent as
 * headers too; whoever met a busy service may come back after a second.
 */
export function problem(error: SopError, language: Language, instance?: string): APIGatewayProxyStructuredResultV2 {
  const retryAfter = error.extension.retryAfter ?? (error.status === 503 ? 1 : undefined);
  return {
    statusCode: error.status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': language,
      ...(typeof retryAfter === 'number' ? { 'retry-after': String(retryAfter) } : {}),
      ...(typeof error.extension.location === 'string' ? { location: error.extension.location } : {}),
    },
    body: JSON.stringify(problemDocument(error, language, instance)),
  };
}

const standard: ReadonlySet<string> = new Set(['type', 'title', 'status', 'detail', 'instance', 'errors']);

function ownMembers(extension: SopError['extension']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(extension).filter(([name]) => !standard.has(name)));
}

/** What a caller is told of an error that is not theirs: nothing of its inside, only what to do. */
export function serverError(): SopError {
  return new SopError('ServerError', 500, {
    zh: '服务器出错，您的操作可能没有完成。请稍后重试；若仍失败，请把请求编号（instance）告知管理员。',
    en: 'Something failed on our side and your request may not have been done. Try again; if it fails again, give the request id (instance) to your administrator.',
  });
}
