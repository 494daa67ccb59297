import type { StoredObject } from './object-store.ts';

const usualPage = 1000;

/** An element. @param isText whether the content is text, to be escaped, instead of elements. */
export function element(name: string, content: string, isText = false): string {
  const inside = isText ? escaped(content) : content;
  return `<${name}>${inside}</${name}>`;
}

/** ListObjects and ListObjectsV2: prefix, delimiter, paging. @param objects in order of their keys. */
export function listing(bucket: string, objects: readonly StoredObject[], query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const encoding = query.get('encoding-type') === 'url';
  const key = (name: string): string => (encoding ? urlEncoded(name) : name);
  const limit = Math.min(usualPage, Number(query.get('max-keys') ?? usualPage));
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? query.get('marker') ?? '') : decoded(token);
  const entries = new Map<string, StoredObject | 'prefix'>();
  for (const object of objects) {
    const cut = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
    const name = cut < 0 ? object.key : object.key.slice(0, cut + delimiter.length);
    if (name > after && !entries.has(name)) entries.set(name, cut < 0 ? object : 'prefix');
  }
  const page = [...entries].slice(0, limit);
  const isTruncated = entries.size > page.length;
  const last = page.at(-1)?.[0] ?? '';
  const contents = page.map(([name, entry]) =>
    entry === 'prefix'
      ? element('CommonPrefixes', element('Prefix', key(name), true))
      : element('Contents', described(entry, key(entry.key))),
  );
  return element(
    'ListBucketResult',
    element('Name', bucket, true) +
      element('Prefix', key(prefix), true) +
      (delimiter === '' ? '' : element('Delimiter', key(delimiter), true)) +
      (encoding ? element('EncodingType', 'url') : '') +
      element('MaxKeys', String(limit)) +
      element('KeyCount', String(page.length)) +
      element('IsTruncated', String(isTruncated)) +
      (isTruncated ? element('NextContinuationToken', Buffer.from(last).toString('base64url')) : '') +
      contents.join(''),
  );
}

/** ListObjectVersions, all on one page. */
export function versionListing(bucket: string, objects: readonly StoredObject[]): string {
  const versions = objects.map((object) => {
    const common = element('VersionId', object.versionId, true) + element('IsLatest', String(object.isLatest));
    if (!object.isDeleteMarker) return element('Version', described(object) + common);
    const modified = element('LastModified', new Date(object.lastModified).toISOString());
    return element('DeleteMarker', element('Key', object.key, true) + modified + common);
  });
  return element(
    'ListVersionsResult',
    element('Name', bucket, true) + element('IsTruncated', 'false') + versions.join(''),
  );
}

function described(object: StoredObject, key = object.key): string {
  return (
    element('Key', key, true) +
    element('LastModified', new Date(object.lastModified).toISOString()) +
    element('ETag', `"${object.etag}"`, true) +
    element('Size', String(object.size)) +
    element('StorageClass', 'STANDARD')
  );
}

/** As S3 writes keys under `encoding-type=url`. */
function urlEncoded(name: string): string {
  return encodeURIComponent(name).replaceAll('%20', '+').replaceAll('%2F', '/');
}

function decoded(token: string): string {
  return Buffer.from(token, 'base64url').toString('utf8');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
