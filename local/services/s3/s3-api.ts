import type { IncomingMessage } from 'node:http';
import type { BucketSpec } from '../../template/buckets.ts';
import { notCovered, ServiceError } from '../aws/service-error.ts';
import { contentOf } from './aws-chunked.ts';
import type { ObjectStore, StoredObject } from './object-store.ts';
import { postedObject } from './post-form.ts';
import { checkPresigned } from './presigned.ts';
import { element, listing, versionListing } from './s3-xml.ts';

/** An answer of S3. */
export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** What the S3 API needs of its surroundings. */
export interface S3Ports {
  readonly objects: ObjectStore;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told after an object was put or deleted. @param event `ObjectCreated:Put`, `ObjectRemoved:Delete`, … */
  readonly onChange: (
    bucket: BucketSpec,
    event: string,
    object: { key: string; versionId?: string; size?: number; etag?: string },
  ) => void;
}

const checksum = 'x-amz-checksum-sha256';
const kept = ['content-type', 'content-disposition', 'content-language', 'cache-control', 'expires', checksum];
/** What a request may have answered otherwise than it was put, by `response-…`. */
const overridable = [
  'content-type',
  'content-disposition',
  'content-language',
  'content-encoding',
  'cache-control',
  'expires',
];
const subresources = [
  'acl',
  'tagging',
  'uploads',
  'uploadId',
  'policy',
  'lifecycle',
  'cors',
  'website',
  'encryption',
  'retention',
  'legal-hold',
  'notification',
  'logging',
];

/**
 * The S3 API (REST-XML), path style: buckets of the template; objects put, got (ranges too), headed, copied, listed,
 * deleted, in versions where the bucket has them; presigned URLs, and browsers' forms under a signed policy.
 * @throws ServiceError for what S3 refuses, and for what is not covered.
 */
export function answerS3(
  ports: S3Ports,
  request: IncomingMessage,
  url: URL,
  body: Buffer,
): S3Answer | Promise<S3Answer> {
  const [, name = '', ...rest] = url.pathname.split('/');
  const method = request.method ?? 'GET';
  if (name === '') return listBuckets(ports);
  const bucket = ports.objects.bucket(decodeURIComponent(name));
  if (method === 'OPTIONS') return { status: 200, headers: {}, body: '' };
  checkPresigned(request, url, ports.now());
  const key = decodeURIComponent(rest.join('/'));
  const subresource = subresources.find((each) => url.searchParams.has(each));
  if (subresource !== undefined) throw notCovered('s3', `${method} ?${subresource}`);
  if (key === '' && method === 'POST' && !url.searchParams.has('delete'))
    return postObject(ports, bucket, request, body);
  if (key === '') return answerBucket(ports, bucket, method, url, body);
  switch (method) {
    case 'PUT':
      return request.headers['x-amz-copy-source'] === undefined
        ? putObject(ports, bucket, key, request, body)
        : copyObject(ports, bucket, key, request);
    case 'GET':
    case 'HEAD':
      return getObject(ports, bucket, key, request, url);
    case 'DELETE':
      return deleteObject(ports, bucket, key, url.searchParams.get('versionId') ?? undefined);
    default:
      throw notCovered('s3', `${method} object`);
  }
}

/** The headers by which a bucket lets a page of another origin use it. */
export function s3CorsHeaders(bucket: BucketSpec, request: IncomingMessage): Record<string, string> {
  const { origin } = request.headers;
  const method = request.headers['access-control-request-method'] ?? request.method ?? 'GET';
  const rule = bucket.cors.find(
    ({ origins, methods }) => methods.includes(method) && origins.some((each) => each === '*' || each === origin),
  );
  if (origin === undefined || !rule) return {};
  return {
    'access-control-allow-origin': rule.origins.includes('*') ? '*' : origin,
    'access-control-allow-methods': rule.methods.join(', '),
    'access-control-allow-headers': rule.headers.includes('*')
      ? (request.headers['access-control-request-headers'] ?? '*')
      : rule.headers.join(', '),
    'access-control-expose-headers': rule.exposed.join(', '),
    vary: 'Origin',
  };
}

function listBuckets({ objects }: S3Ports): S3Answer {
  const buckets = objects.buckets.map(({ name }) =>
    element('Bucket', element('Name', name, true) + element('CreationDate', '2026-01-01T00:00:00.000Z', true)),
  );
  const owner = element('Owner', element('ID', 'local', true));
  return xml(element('ListAllMyBucketsResult', owner + element('Buckets', buckets.join(''))));
}

function answerBucket(ports: S3Ports, bucket: BucketSpec, method: string, url: URL, body: Buffer): S3Answer {
  const query = url.searchParams;
  if (method === 'HEAD') return { status: 200, headers: { 'x-amz-bucket-region': ports.region }, body: '' };
  if (method === 'GET' && query.has('location')) return xml(element('LocationConstraint', ''));
  if (method === 'GET' && query.has('versioning')) {
    return xml(element('VersioningConfiguration', bucket.versioned ? element('Status', 'Enabled', true) : ''));
  }
  if (method === 'GET' && query.has('versions')) {
    return xml(versionListing(bucket.name, ports.objects.listVersions(bucket, query.get('prefix') ?? '')));
  }
  if (method === 'GET') return xml(listing(bucket.name, ports.objects.list(bucket, query.get('prefix') ?? ''), query));
  if (method === 'POST' && query.has('delete')) return deleteMany(ports, bucket, body.toString('utf8'));
  throw notCovered('s3', `${method} bucket`);
}

function putObject(ports: S3Ports, bucket: BucketSpec, key: string, request: IncomingMessage, body: Buffer): S3Answer {
  if (request.headers['if-none-match'] === '*' && exists(ports, bucket, key)) {
    throw preconditionFailed();
  }
  const retainUntil = request.headers['x-amz-object-lock-retain-until-date'];
  const lockedUntil = typeof retainUntil === 'string' ? Date.parse(retainUntil) : undefined;
  const object = ports.objects.put(bucket, key, contentOf(request.headers, body), keptHeaders(request), lockedUntil);
  ports.onChange(bucket, 'ObjectCreated:Put', object);
  return { status: 200, headers: { etag: `"${object.etag}"`, ...versionHeader(bucket, object) }, body: '' };
}

async function postObject(
  ports: S3Ports,
  bucket: BucketSpec,
  request: IncomingMessage,
  body: Buffer,
): Promise<S3Answer> {
  const { key, content, headers, redirect, status } = await postedObject(
    bucket.name,
    request.headers['content-type'] ?? '',
    body,
    ports.now(),
  );
  const object = ports.objects.put(bucket, key, content, headers);
  ports.onChange(bucket, 'ObjectCreated:Post', object);
  const etag = `"${object.etag}"`;
  const told = { etag, ...versionHeader(bucket, object) };
  const target = redirect === undefined ? null : URL.parse(redirect);
  if (target !== null) {
    for (const [name, value] of Object.entries({ bucket: bucket.name, key, etag })) {
      target.searchParams.append(name, value);
    }
    return { status: 303, headers: { ...told, location: target.href }, body: '' };
  }
  if (status !== 201) return { status, headers: told, body: '' };
  const response = element('Bucket', bucket.name, true) + element('Key', key, true) + element('ETag', etag, true);
  return { ...xml(element('PostResponse', response)), status };
}

function copyObject(ports: S3Ports, bucket: BucketSpec, key: string, request: IncomingMessage): S3Answer {
  const source = new URL(String(request.headers['x-amz-copy-source']).replace(/^\/?/, 'http://s3/'));
  const [, from = '', ...rest] = source.pathname.split('/');
  const fromBucket = ports.objects.bucket(decodeURIComponent(from));
  const versionId = source.searchParams.get('versionId') ?? undefined;
  const original = ports.objects.head(fromBucket, decodeURIComponent(rest.join('/')), versionId);
  const expected = request.headers['x-amz-copy-source-if-match'];
  if (expected !== undefined && expected !== `"${original.etag}"`) {
    throw preconditionFailed();
  }
  const replacing = request.headers['x-amz-metadata-directive'] === 'REPLACE';
  const headers = replacing ? keptHeaders(request) : original.headers;
  const object = ports.objects.put(bucket, key, ports.objects.content(original), headers);
  ports.onChange(bucket, 'ObjectCreated:Copy', object);
  const modified = element('LastModified', new Date(object.lastModified).toISOString(), true);
  const result = xml(element('CopyObjectResult', modified + element('ETag', `"${object.etag}"`, true)));
  return { ...result, headers: { ...result.headers, ...versionHeader(bucket, object) } };
}

function getObject(ports: S3Ports, bucket: BucketSpec, key: string, request: IncomingMessage, url: URL): S3Answer {
  const object = ports.objects.head(bucket, key, url.searchParams.get('versionId') ?? undefined);
  const etag = `"${object.etag}"`;
  const headers: Record<string, string> = {
    ...object.headers,
    etag,
    'last-modified': new Date(object.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
    ...versionHeader(bucket, object),
  };
  if (request.headers['x-amz-checksum-mode'] !== 'ENABLED') delete headers[checksum];
  for (const name of overridable) {
    const value = url.searchParams.get(`response-${name}`);
    if (value !== null) headers[name] = value;
  }
  const wanted = request.headers['if-match'];
  if (wanted !== undefined && wanted !== '*' && wanted !== etag) throw preconditionFailed();
  if (request.headers['if-none-match'] === etag) return { status: 304, headers, body: '' };
  const content = ports.objects.content(object);
  const range = rangeOf(request.headers.range, content.length);
  if (range === undefined) {
    return { status: 200, headers: { ...headers, 'content-length': String(content.length) }, body: content };
  }
  const part = content.subarray(range.start, range.end + 1);
  return {
    status: 206,
    headers: {
      ...headers,
      'content-length': String(part.length),
      'content-range': `bytes ${range.start}-${range.end}/${content.length}`,
    },
    body: part,
  };
}

function deleteObject(ports: S3Ports, bucket: BucketSpec, key: string, versionId: string | undefined): S3Answer {
  const { markerVersion } = ports.objects.delete(bucket, key, versionId);
  ports.onChange(bucket, markerVersion === undefined ? 'ObjectRemoved:Delete' : 'ObjectRemoved:DeleteMarkerCreated', {
    key,
  });
  const marker =
    markerVersion === undefined ? {} : { 'x-amz-delete-marker': 'true', 'x-amz-version-id': markerVersion };
  return { status: 204, headers: marker, body: '' };
}

function deleteMany(ports: S3Ports, bucket: BucketSpec, body: string): S3Answer {
  const keys = [...body.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => unescaped(key));
  const deleted = keys.map((key) => {
    deleteObject(ports, bucket, key, undefined);
    return element('Deleted', element('Key', key, true));
  });
  return xml(element('DeleteResult', deleted.join('')));
}

function preconditionFailed(): ServiceError {
  return new ServiceError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
}

function exists(ports: S3Ports, bucket: BucketSpec, key: string): boolean {
  return ports.objects.list(bucket, key).some((object) => object.key === key);
}

function keptHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string' && (kept.includes(name) || name.startsWith('x-amz-meta-'))) headers[name] = value;
  }
  const encoding = request.headers['content-encoding']?.replace(/aws-chunked,?\s*/, '');
  return encoding ? { ...headers, 'content-encoding': encoding } : headers;
}

function versionHeader(bucket: BucketSpec, object: StoredObject): Record<string, string> {
  return bucket.versioned ? { 'x-amz-version-id': object.versionId } : {};
}

/** `bytes=0-99`, `bytes=100-`, `bytes=-50`. @throws ServiceError `InvalidRange` beyond the end. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (start >= size || start > end)
    throw new ServiceError('InvalidRange', 'The requested range is not satisfiable', 416);
  return { start, end };
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

function xml(root: string): S3Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${root}`,
  };
}
