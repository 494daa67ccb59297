import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manualClock } from '../../local/manual-clock.ts';
import { type FixtureRun, startFixture } from './fixtures/run.ts';

const clock = manualClock(Date.parse('2026-11-22T08:00:00Z'));
let fixture: FixtureRun;
let s3: S3Client;
let Bucket: string;
beforeAll(async () => {
  fixture = await startFixture({ clock });
  s3 = new S3Client(fixture.client);
  Bucket = fixture.run.physicalName('AWS::S3::Bucket', 'Files8E');
});
afterAll(() => fixture[Symbol.asyncDispose]());

const textOf = async (Key: string, more: { VersionId?: string; Range?: string } = {}) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString();

describe('objects', () => {
  test('what is put is got back, with its type and metadata', async () => {
    const Key = '合同/第 1 版+终稿.txt';
    await s3.send(
      new PutObjectCommand({ Bucket, Key, Body: '正文', ContentType: 'text/plain', Metadata: { case: 'AD-1' } }),
    );
    expect(await textOf(Key)).toBe('正文');
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({
      ContentType: 'text/plain',
      ContentLength: 6,
      Metadata: { case: 'AD-1' },
      ETag: '"58378f0dcab630975bc4324f9d06cb0e"',
      LastModified: new Date(clock.now()),
    });
  });

  test('a stream, sent in chunks, arrives whole', async () => {
    const parts = [Buffer.alloc(70_000, 'a'), Buffer.alloc(70_000, 'b')];
    await s3.send(
      new PutObjectCommand({ Bucket, Key: 'streamed', Body: Readable.from(parts), ContentLength: 140_000 }),
    );
    expect(await textOf('streamed')).toBe(Buffer.concat(parts).toString());
  });

  test('a range is a part', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'ranged', Body: '0123456789' }));
    expect(await textOf('ranged', { Range: 'bytes=2-4' })).toBe('234');
    expect(await textOf('ranged', { Range: 'bytes=-3' })).toBe('789');
  });

  test('earlier versions stay, through overwriting and deleting', async () => {
    const Key = 'versioned';
    const first = await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'one' }));
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'two' }));
    expect(await textOf(Key)).toBe('two');
    expect(await textOf(Key, { VersionId: first.VersionId ?? '' })).toBe('one');
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    await expect(textOf(Key)).rejects.toMatchObject({ name: 'NoSuchKey' });
    const { Versions, DeleteMarkers } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
    expect([Versions?.length, DeleteMarkers?.length]).toEqual([2, 1]);
  });

  test('a put that must not overwrite does not', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'once', Body: 'a' }));
    const again = new PutObjectCommand({ Bucket, Key: 'once', Body: 'b', IfNoneMatch: '*' });
    await expect(s3.send(again)).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await textOf('once')).toBe('a');
  });

  test('a copy is a new object', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'original', Body: 'same' }));
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'copied', CopySource: `${Bucket}/original` }));
    expect(await textOf('copied')).toBe('same');
  });

  test('listing knows prefix, delimiter and pages', async () => {
    for (const name of ['a/1', 'a/2', 'b/1', 'c']) {
      await s3.send(new PutObjectCommand({ Bucket, Key: `list/${name}`, Body: 'x' }));
    }
    const folders = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'list/', Delimiter: '/' }));
    expect(folders.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['list/a/', 'list/b/']);
    expect(folders.Contents?.map(({ Key }) => Key)).toEqual(['list/c']);
    const first = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'list/', MaxKeys: 3 }));
    expect(first.IsTruncated).toBe(true);
    const { NextContinuationToken: ContinuationToken } = first;
    const second = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'list/', ContinuationToken }));
    expect(second.Contents?.map(({ Key }) => Key)).toEqual(['list/c']);
  });

  test('a bucket tells its function of a new object', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'watched/新 file', Body: 'x' }));
    await fixture.run.settled();
    const told = (await fixture.items('SEEN#record'))
      .map(({ what }) => JSON.parse(String(what)))
      .flatMap(({ Records = [] }) => Records);
    expect(told).toMatchObject([
      { eventName: 'ObjectCreated:Put', s3: { bucket: { name: Bucket }, object: { key: 'watched/%E6%96%B0+file' } } },
    ]);
  });

  test('objects of a bucket that expires them are gone in time', async () => {
    const scratch = fixture.run.physicalName('AWS::S3::Bucket', 'Scratch');
    await s3.send(new PutObjectCommand({ Bucket: scratch, Key: 'old', Body: 'x' }));
    clock.advanceTo(clock.now() + 31 * 86_400_000);
    await expect(s3.send(new HeadObjectCommand({ Bucket: scratch, Key: 'old' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  test('buckets are listed; another is refused', async () => {
    expect((await s3.send(new ListBucketsCommand({}))).Buckets).toHaveLength(2);
    await expect(s3.send(new HeadBucketCommand({ Bucket: 'nobodys' }))).rejects.toMatchObject({ name: 'NotFound' });
  });

  test('what is not covered says so', async () => {
    const response = await fetch(`${fixture.run.awsUrl}/${Bucket}/x?uploads`, { method: 'POST' });
    expect(response.status).toBe(501);
    expect(await response.text()).toContain('does not cover s3:POST ?uploads');
  });
});

describe('presigned URLs', () => {
  /** As a function here signs. */
  const signing = () =>
    new S3Client({ ...fixture.client, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
  const signedPut = (Key: string, signingDate = new Date(clock.now())) =>
    getSignedUrl(signing(), new PutObjectCommand({ Bucket, Key, ContentType: 'text/plain' }), {
      expiresIn: 600,
      signingDate,
      signableHeaders: new Set(['content-type']),
    });
  const put = (url: string, type = 'text/plain') =>
    fetch(url, { method: 'PUT', body: 'up', headers: { 'content-type': type } });

  test('one can be put to and got from without credentials', async () => {
    expect((await put(await signedPut('上传/a b.txt'))).status).toBe(200);
    const command = new GetObjectCommand({ Bucket, Key: '上传/a b.txt', ResponseContentDisposition: 'attachment' });
    const got = await fetch(await getSignedUrl(signing(), command, { signingDate: new Date(clock.now()) }));
    expect(await got.text()).toBe('up');
    expect(got.headers.get('content-disposition')).toBe('attachment');
  });

  test('an altered one is refused: another key, another method, another type', async () => {
    const url = await signedPut('mine');
    expect((await put(url.replace('/mine?', '/yours?'))).status).toBe(403);
    expect((await fetch(url)).status).toBe(403);
    expect((await put(url, 'text/html')).status).toBe(403);
    expect((await put(url)).status).toBe(200);
  });

  test('an expired one is refused', async () => {
    const url = await signedPut('late', new Date(clock.now() - 601_000));
    const response = await put(url);
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('Request has expired');
  });

  test('a page of an allowed origin may use it', async () => {
    const preflight = await fetch(await signedPut('cors'), {
      method: 'OPTIONS',
      headers: { origin: 'https://inbox.example', 'access-control-request-method': 'PUT' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://inbox.example');
  });
});
