import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { s3Forms } from '../../functions/shared/adapters/s3-forms.ts';
import { s3Links } from '../../functions/shared/adapters/s3-links.ts';
import { s3Objects } from '../../functions/shared/adapters/s3-objects.ts';
import type { UploadForm } from '../../functions/shared/domain/upload.ts';
import { manualClock } from '../../local/manual-clock.ts';
import { type FixtureRun, startFixture } from './fixtures/run.ts';

const clock = manualClock(Date.parse('2026-11-22T08:00:00Z'));
const prefix = 'incoming/AD-20261122-7K3F9Q/who/task/f1/';
const back = 'https://sop.example.com/t/link?lang=en';
const content = '%PDF-1.7\n%%EOF\n';

let fixture: FixtureRun;
let bucket: string;
let objects: ReturnType<typeof s3Objects>;
let links: ReturnType<typeof s3Links>;
let sign: ReturnType<typeof s3Forms>;
beforeAll(async () => {
  fixture = await startFixture({ clock });
  bucket = fixture.run.physicalName('AWS::S3::Bucket', 'Files8E');
  const surroundings = {
    region: async () => 'eu-west-1',
    credentials: async () => ({ accessKeyId: 'local', secretAccessKey: 'local', sessionToken: 'session' }),
    endpoint: fixture.run.awsUrl,
  };
  objects = s3Objects(bucket, surroundings);
  links = s3Links(bucket, surroundings);
  sign = s3Forms(bucket, surroundings);
});
afterAll(() => fixture[Symbol.asyncDispose]());

const signed = (at = new Date(clock.now())) => sign(prefix, 1024, back, at);

/** Sends the form as a browser does: its fields, then the file. */
async function send({ action, fields }: UploadForm, body = content, name = '合同 (1)+终稿.pdf') {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set('file', new File([body], name, { type: 'text/html' }));
  const response = await fetch(action, { method: 'POST', body: form, redirect: 'manual' });
  return { status: response.status, location: response.headers.get('location'), said: await response.text() };
}

describe('a browser’s form', () => {
  test('puts the chosen file under its name, as bytes and nothing else, and leads back', async () => {
    // when
    const answer = await send(await signed());
    // then
    expect(answer.status).toBe(303);
    const location = new URL(answer.location ?? '');
    expect(`${location.origin}${location.pathname}`).toBe('https://sop.example.com/t/link');
    const key = `${prefix}合同 (1)+终稿.pdf`;
    expect(Object.fromEntries(location.searchParams)).toMatchObject({ lang: 'en', bucket, key });
    const [found] = await objects.list(prefix);
    expect(found).toEqual({ key, size: content.length, etag: location.searchParams.get('etag'), at: expect.any(Date) });
    const served = await fetch(await links.read({ key, name: 'x', type: '' }, { inline: false }));
    expect(await served.text()).toBe(content);
  });

  test.each<[string, (form: UploadForm) => UploadForm, number, string]>([
    ['another key', having({ key: 'incoming/AD-1/other/f1/a.pdf' }), 403, 'Policy Condition failed'],
    ['a type of its own', having({ 'Content-Type': 'text/html' }), 403, 'Policy Condition failed'],
    ['another way back', having({ success_action_redirect: 'https://evil.example' }), 403, 'Policy Condition failed'],
    ['a field nobody signed', having({ 'x-amz-meta-a': 'b' }), 403, 'Extra input fields: x-amz-meta-a'],
    ['another policy', having({ policy: Buffer.from('{}').toString('base64') }), 403, 'signature'],
    ['an altered signature', having({ 'x-amz-signature': '0'.repeat(64) }), 403, 'signature'],
    ['no policy', without('policy'), 403, 'Access Denied'],
    ['no signature', without('x-amz-signature'), 400, 'x-amz-signature'],
  ])('with %s is refused', async (_, altered, status, why) => {
    const before = await objects.list('');
    const answer = await send(altered(await signed()));
    expect([answer.status, answer.said]).toEqual([status, expect.stringContaining(why)]);
    expect(await objects.list('')).toEqual(before);
  });

  test('is refused for another bucket', async () => {
    const form = await signed();
    const scratch = fixture.run.physicalName('AWS::S3::Bucket', 'Scratch');
    expect((await send({ ...form, action: form.action.replace(bucket, scratch) })).status).toBe(403);
  });

  test.each([
    ['larger than the policy lets it be', 'x'.repeat(1025), 'EntityTooLarge'],
    ['empty', '', 'EntityTooSmall'],
  ])('with a file that is %s is refused', async (_, body, code) => {
    const answer = await send(await signed(), body);
    expect([answer.status, answer.said]).toEqual([400, expect.stringContaining(code)]);
  });

  test('is refused after an hour', async () => {
    expect((await send(await signed(new Date(clock.now() - 3_601_000)))).said).toContain('Policy expired');
    expect((await send(await signed(new Date(clock.now() - 3_599_000)))).status).toBe(303);
  });

  test('without a file, or that is no form at all, is refused', async () => {
    const { action, fields } = await signed();
    const form = new FormData();
    for (const [field, value] of Object.entries(fields)) form.set(field, value);
    expect((await fetch(action, { method: 'POST', body: form })).status).toBe(400);
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    expect((await fetch(action, { method: 'POST', body: 'no form', headers })).status).toBe(400);
  });
});

describe('a form signed by hand', () => {
  test.each([
    ['nothing', {}, 204, ''],
    ['200', { success_action_status: '200' }, 200, ''],
    ['201', { success_action_status: '201' }, 201, '<Key>plain/a.pdf</Key>'],
  ])('that asks for no way back but %s is answered so', async (_, fields, status, said) => {
    const answer = await send(signedByHand({ key: 'plain/a.pdf', ...fields }));
    expect([answer.status, answer.said]).toEqual([status, expect.stringContaining(said)]);
  });

  test('that asks for what is not covered says so', async () => {
    const answer = await send(signedByHand({ key: 'plain/b.pdf', acl: 'private' }));
    expect([answer.status, answer.said]).toEqual([501, expect.stringContaining('the field acl')]);
  });
});

describe('a file that arrived', () => {
  test('is told by its digest as long as it is this very content', async () => {
    const key = `${prefix}digest.pdf`;
    await objects.put(key, Buffer.from('one'), 'application/pdf');
    const { etag = '' } = (await objects.head(key)) ?? {};
    expect(await objects.digest(key, etag)).toBe(createHash('sha256').update('one').digest('base64'));
    await objects.put(key, Buffer.from('two'), 'application/pdf');
    expect(await objects.digest(key, etag)).toBeUndefined();
    await objects.remove(key);
    expect(await objects.digest(key, etag)).toBeUndefined();
    expect(await objects.beginning(key, 3)).toBeUndefined();
    expect(await objects.copy({ from: key, etag }, 'cases/none.pdf', 'application/pdf')).toBe(false);
  });

  test('is downloaded under its Chinese name, as the type it was judged to be', async () => {
    await objects.put('cases/named.pdf', Buffer.from(content), 'text/html');
    const file = { key: 'cases/named.pdf', name: '盖章合同（终稿）.pdf', type: 'application/pdf' };
    const served = await fetch(await links.read(file, { inline: false }));
    expect(served.headers.get('content-type')).toBe('application/pdf');
    const name = encodeURIComponent(file.name);
    expect(served.headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''${name}`);
  });
});

/** Signature Version 4 of a policy, reckoned from the specification. */
function signedByHand(fields: Readonly<Record<string, string>>): UploadForm {
  const scope = ['20261122', 'eu-west-1', 's3', 'aws4_request'];
  const all = {
    ...fields,
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': ['local', ...scope].join('/'),
    'x-amz-date': '20261122T080000Z',
  };
  const conditions = Object.entries(all).map(([name, value]) => ['eq', `$${name}`, value]);
  const policy = Buffer.from(JSON.stringify({ expiration: '2026-11-22T09:00:00.000Z', conditions })).toString('base64');
  const key = scope.reduce<Buffer>(
    (last, part) => createHmac('sha256', last).update(part).digest(),
    Buffer.from('AWS4local'),
  );
  const signature = createHmac('sha256', key).update(policy).digest('hex');
  return { action: `${fixture.run.awsUrl}/${bucket}`, fields: { ...all, policy, 'x-amz-signature': signature } };
}

function having(fields: Readonly<Record<string, string>>): (form: UploadForm) => UploadForm {
  return (form) => ({ ...form, fields: { ...form.fields, ...fields } });
}

function without(field: string): (form: UploadForm) => UploadForm {
  return (form) => ({
    ...form,
    fields: Object.fromEntries(Object.entries(form.fields).filter(([name]) => name !== field)),
  });
}
