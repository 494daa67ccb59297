import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { expect, test } from 'vitest';
import { requestOf } from '../../../functions/link-page/link-request.ts';

const event = (method: string, change: Partial<APIGatewayProxyEventV2> = {}): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: `${method} /t/{link}`,
  rawPath: '/t/abc',
  rawQueryString: 'lang=en',
  headers: { host: 'sop.example.com' },
  pathParameters: { link: 'abc' },
  queryStringParameters: { lang: 'en' },
  requestContext: {
    accountId: '000000000000',
    apiId: 'api',
    domainName: 'sop.example.com',
    domainPrefix: 'sop',
    http: { method, path: '/t/abc', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
    requestId: 'r',
    routeKey: '',
    stage: '$default',
    time: '',
    timeEpoch: 0,
  },
  isBase64Encoded: false,
  ...change,
});

test('a form that API Gateway handed over in base 64 is read as the browser sent it', () => {
  const body = Buffer.from('comment=同意').toString('base64');
  expect(requestOf(event('POST', { body, isBase64Encoded: true }))).toEqual({
    method: 'POST',
    link: 'abc',
    lang: 'en',
    host: 'sop.example.com',
    headers: { host: 'sop.example.com' },
    body: 'comment=同意',
  });
});

test('HEAD stays HEAD, and a request without address, query or body is read too', () => {
  expect(requestOf(event('HEAD')).method).toBe('HEAD');
  const { pathParameters, queryStringParameters, ...bare } = event('GET');
  expect([pathParameters, queryStringParameters]).not.toContain(undefined);
  expect(requestOf(bare)).toMatchObject({ method: 'GET', link: '', lang: undefined, body: '' });
});
