import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { s3Objects } from '../../functions/shared/adapters/s3-objects.ts';
import { s3Uploads } from '../../functions/shared/adapters/s3-staging.ts';
import type { AnnouncedFile } from '../../functions/shared/domain/upload.ts';
import { manualClock } from '../../local/manual-clock.ts';
import { type FixtureRun, startFixture } from './fixtures/run.ts';

const clock = manualClock(Date.parse('2026-11-22T08:00:00Z'));
const content = '%PDF-1.7\n%%EOF\n';
const sha256 = createHash('sha256').update(content).digest('base64');
const announced: AnnouncedFile = {
  id: 'A1',
  caseId: 'AD-20261122-7K3F9Q',
  taskId: 'AD-20261122-7K3F9Q.6.mi9x2k1a-0000',
  name: '合同.pdf',
  type: 'application/pdf',
  size: content.length,
  sha256,
  key: 'incoming/AD-20261122-7K3F9Q/A1',
  by: 'zhang.wei',
  at: '2026-11-22T08:00:00.000Z',
};

let fixture: FixtureRun;
let objects: ReturnType<typeof s3Objects>;
let sign: ReturnType<typeof s3Uploads>;
beforeAll(async () => {
  fixture = await startFixture({ clock });
  const bucket = fixture.run.physicalName('AWS::S3::Bucket', 'Files8E');
  const surroundings = {
    region: async () => 'eu-west-1',
    credentials: async () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
    endpoint: fixture.run.awsUrl,
  };
  objects = s3Objects(bucket, surroundings);
  sign = s3Uploads(bucket, surroundings);
});
afterAll(() => fixture[Symbol.asyncDispose]());

async function put(file: AnnouncedFile, body = content, more: Readonly<Record<string, string>> = {}): Promise<number> {
  const { url, headers } = await sign(file, new Date(clock.now()));
  return (await fetch(url, { method: 'PUT', body, headers: { ...headers, ...more } })).status;
}

describe('an address that takes one content', () => {
  test('takes that content, which is then there with its length and hash', async () => {
    expect(await put(announced)).toBe(200);
    expect(await objects.head(announced.key)).toMatchObject({ size: content.length, sha256 });
  });

  test.each([
    ['a longer one', `${content}more`, {}, 403],
    ['one of the same length', content.replace('EOF', 'FOE'), {}, 400],
    ['another type', content, { 'content-type': 'text/html' }, 403],
    ['another hash', content, { 'x-amz-checksum-sha256': createHash('sha256').digest('base64') }, 403],
  ])('takes no other: %s', async (_, body, headers, status) => {
    const file = { ...announced, key: 'incoming/AD-20261122-7K3F9Q/other' };
    expect(await put(file, body, headers)).toBe(status);
    expect(await objects.head(file.key)).toBeUndefined();
  });

  test('takes nothing without its hash, and nothing after a quarter of an hour', async () => {
    const { url, headers, expiresAt } = await sign(announced, new Date(clock.now()));
    const bare = await fetch(url, { method: 'PUT', body: content, headers: { 'content-type': announced.type } });
    expect(bare.status).toBe(403);
    expect(expiresAt).toBe('2026-11-22T08:15:00.000Z');
    const { url: late } = await sign(announced, new Date(clock.now() - 901_000));
    expect((await fetch(late, { method: 'PUT', body: content, headers })).status).toBe(403);
  });
});

describe('an object that is judged', () => {
  const key = 'incoming/合同 (1)+~!*.pdf';
  test('is read from its beginning, copied under its type, and removed', async () => {
    await objects.put(key, Buffer.from(content), 'application/octet-stream');
    expect(Buffer.from((await objects.beginning(key, 8)) ?? []).toString()).toBe('%PDF-1.7');
    const found = await objects.head(key);
    await objects.copy({ from: key, etag: found?.etag ?? '' }, 'cases/kept.pdf', 'application/pdf');
    await objects.remove(key);
    expect(await objects.head(key)).toBeUndefined();
    expect(Buffer.from((await objects.get('cases/kept.pdf', 100)) ?? []).toString()).toBe(content);
  });

  test('is not copied when it is another by then', async () => {
    await objects.put(key, Buffer.from('%PDF one'), 'application/pdf');
    const { etag = '' } = (await objects.head(key)) ?? {};
    await objects.put(key, Buffer.from('%PDF two'), 'application/pdf');
    await expect(objects.copy({ from: key, etag }, 'cases/other.pdf', 'application/pdf')).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect(await objects.head('cases/other.pdf')).toBeUndefined();
  });
});
