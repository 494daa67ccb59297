import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { attachmentRecords } from '../../../../functions/shared/adapters/attachment-records.ts';
import { caseRecords } from '../../../../functions/shared/adapters/case-records.ts';
import { type Objects, type StagedObjects, s3Objects } from '../../../../functions/shared/adapters/s3-objects.ts';
import { type Attachments, fileName, judgeFile } from '../../../../functions/shared/domain/attachment.ts';
import { sniffType } from '../../../../functions/take-reply/sniff-type.ts';
import { engines, startDatabase } from '../../../support/database.ts';
import { memoryAttachments, memoryObjects } from '../../../support/memory-attachments.ts';

const caseId = 'AD-20261123-7K3F9Q';
const taskId = `${caseId}.6.mi9x2k1a-0000`;
const at = new Date('2026-11-23T02:00:00.000Z');
const pdf = new TextEncoder().encode('%PDF-1.7\n%%EOF\n');
const file = { name: '盖章合同.PDF', type: 'application/pdf', content: pdf, by: 'zhang.wei', at };

const keepers = [
  {
    title: 'the twin in memory',
    available: true,
    start: async () => ({ keep: memoryAttachments, stop: async () => {} }),
  },
  ...engines.map((engine) => ({
    title: engine.title,
    available: engine.available,
    start: async () => {
      const database = await startDatabase(engine);
      return {
        keep: async () => attachmentRecords(await database.table(), memoryObjects()),
        stop: () => database.stop(),
      };
    },
  })),
];

for (const keeper of keepers) {
  describe.skipIf(!keeper.available)(`files of cases, kept by ${keeper.title}`, () => {
    let running: Awaited<ReturnType<typeof keeper.start>> | undefined;
    let attachments: Attachments | undefined;
    beforeAll(async () => {
      running = await keeper.start();
    });
    beforeEach(async () => {
      attachments = await running?.keep();
    });
    afterAll(() => running?.stop());

    test('given a file, when it is kept twice, then it is there once, named by its content', async () => {
      const first = await attachments?.keep(caseId, taskId, file);
      const second = await attachments?.keep(caseId, taskId, { ...file, at: new Date('2026-11-24T02:00:00.000Z') });
      const hash = createHash('sha256').update(pdf).digest('hex');
      expect(first).toEqual({
        caseId,
        taskId,
        name: '盖章合同.pdf',
        type: 'application/pdf',
        size: pdf.byteLength,
        hash,
        key: `cases/${caseId}/${hash}.pdf`,
        by: 'zhang.wei',
        at: at.toISOString(),
      });
      expect(second?.key).toBe(first?.key);
      expect(await attachments?.list(caseId)).toEqual([first]);
      expect(await attachments?.list('AD-20261123-000000')).toEqual([]);
    });
  });
}

describe.skipIf(!engines[0]?.available)('the record of a file', () => {
  test('given a kept file, then the case has the fact, without the file’s name', async () => {
    const [engine] = engines;
    if (engine === undefined) return;
    const database = await startDatabase(engine);
    const table = await database.table();
    const objects = memoryObjects();
    await attachmentRecords(table, objects).keep(caseId, taskId, file);
    const facts = await caseRecords(table).factsSince(caseId, '');
    expect(facts).toMatchObject([{ type: 'document.added', taskId, step: '6', by: 'zhang.wei', via: 'mail' }]);
    expect(JSON.stringify(facts)).not.toContain('合同');
    expect([...objects.stored.values()]).toMatchObject([{ type: 'application/pdf' }]);
    await database.stop();
  });
});

describe('judging files', () => {
  const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  test.each([
    ['a PDF', pdf, 0, { type: 'application/pdf' }],
    ['a picture', png, 9, { type: 'image/png' }],
    ['an eleventh file', png, 10, { refused: 'too-many' }],
    ['nothing', new Uint8Array(), 0, { refused: 'empty' }],
    ['more than 10 MB', new Uint8Array(10 * 1024 * 1024 + 1), 0, { refused: 'too-large' }],
    ['a web page', new TextEncoder().encode('<html><script>alert(1)</script></html>'), 0, { refused: 'type' }],
    [
      'a drawing that can run scripts',
      new TextEncoder().encode('<?xml version="1.0"?><svg xmlns="x"/>'),
      0,
      { refused: 'type' },
    ],
    ['a program', new TextEncoder().encode('MZ\u0090'), 0, { refused: 'type' }],
    ['an archive', Uint8Array.from([0x50, 0x4b, 5, 6, ...new Array(18).fill(0)]), 0, { refused: 'type' }],
  ])('%s', async (_, content, position, judged) => {
    expect(await judgeFile(content, position, sniffType)).toEqual(judged);
  });

  test.each([
    ['合同.pdf', '合同.pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['C:\\Temp\\合同.exe', '合同.pdf'],
    ['a\u202Efdp.exe', 'afdp.pdf'],
    ['.htaccess', 'attachment.pdf'],
    ['', 'attachment.pdf'],
    ['报价 <final>?.pdf', '报价 final.pdf'],
  ])('the name "%s" is shown as %s', (name, shown) => {
    expect(fileName(name, 'application/pdf')).toBe(shown);
  });
});

describe('objects in S3', () => {
  const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret', sessionToken: 'a session' };
  const stored = new Map<string, { content: Buffer; type: string | undefined }>();
  let failures = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const content = Buffer.concat(chunks);
    const path = request.url ?? '';
    if (failures > 0) {
      failures -= 1;
      response.writeHead(503).end();
    } else if (!isSigned(request, content, keys.secretAccessKey)) {
      response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>');
    } else if (request.method === 'PUT') {
      stored.set(path, { content, type: request.headers['content-type'] });
      response.end();
    } else if (path.includes('list-type=2')) {
      response.end(listed);
    } else if (path.endsWith('/broken')) {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      response.destroy();
    } else {
      const found = stored.get(path);
      response.writeHead(found === undefined ? 404 : 200).end(found?.content);
    }
  });
  let endpoint = '';
  const listed = `<ListBucketResult><Contents><Key>incoming/a+b/%E5%90%88%E5%90%8C%2B1.pdf</Key><LastModified>2026-11-23T02:00:00.000Z</LastModified><ETag>&quot;e1&quot;</ETag><Size>9</Size></Contents><Contents><Key>incoming/c</Key><LastModified>2026-11-23T02:00:01.000Z</LastModified><ETag>&quot;e2&quot;</ETag><Size>10</Size></Contents></ListBucketResult>`;
  const bucket = (secretAccessKey = keys.secretAccessKey): Objects & StagedObjects =>
    s3Objects('files', {
      region: async () => 'eu-west-1',
      credentials: async () => ({ ...keys, secretAccessKey }),
      endpoint,
    });

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    endpoint = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  });
  afterEach(() => {
    failures = 0;
  });
  afterAll(() => server.close());

  test('given a key with characters that need escaping, then what was put comes back', async () => {
    const key = 'cases/AD-1/合同 (1)+~!*.pdf';
    await bucket().put(key, pdf, 'application/pdf');
    expect(Buffer.from((await bucket().get(key, 100)) ?? []).equals(Buffer.from(pdf))).toBe(true);
    expect([...stored.values()].at(-1)?.type).toBe('application/pdf');
  });

  test('given no such key, then there is no object', async () => {
    expect(await bucket().get('nothing', 100)).toBeUndefined();
  });

  test('given an object above the limit, then it is not read', async () => {
    await bucket().put('large', new Uint8Array(101), 'application/pdf');
    await expect(bucket().get('large', 100)).rejects.toMatchObject({ name: 'ObjectTooLarge' });
  });

  test('given a service that is busy for a moment, then the call is repeated', async () => {
    failures = 2;
    await bucket().put('again', pdf, 'application/pdf');
    expect(await bucket().get('again', 100)).toHaveLength(pdf.byteLength);
  });

  test('given a service that stays busy, then the failure is one to be retried', async () => {
    failures = 100;
    await expect(bucket().get('again', 100)).rejects.toMatchObject({ name: 'TransientFailure' });
  });

  test('given objects under a prefix, then they are listed as S3 tells of them, the request signed', async () => {
    expect(await bucket().list('incoming/a b+合同/')).toEqual([
      { key: 'incoming/a b/合同+1.pdf', size: 9, etag: '"e1"', at: new Date('2026-11-23T02:00:00.000Z') },
      { key: 'incoming/c', size: 10, etag: '"e2"', at: new Date('2026-11-23T02:00:01.000Z') },
    ]);
  });

  test('given a content that breaks off, then its digest is one to be asked for again', async () => {
    await expect(bucket().digest('broken', '"e"')).rejects.toMatchObject({ name: 'TransientFailure' });
  });

  test('given wrong keys, then the refusal carries S3’s code', async () => {
    await expect(bucket('another secret').put('x', pdf, 'application/pdf')).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
  });
});

/** AWS Signature Version 4 for S3, reckoned from the specification. */
function isSigned({ method, url, headers }: IncomingMessage, body: Buffer, secret: string): boolean {
  const parts = /Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)/.exec(
    headers.authorization ?? '',
  );
  const [, , date = '', region = '', names = '', signature] = parts ?? [];
  const hash = createHash('sha256').update(body).digest('hex');
  if (headers['x-amz-content-sha256'] !== hash) return false;
  if (!['host', 'x-amz-date', 'x-amz-security-token'].every((name) => names.split(';').includes(name))) return false;
  const [path, query = ''] = (url ?? '').split('?');
  const canonical = [
    method,
    path,
    query.split('&').sort().join('&'),
    ...names.split(';').map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    names,
    hash,
  ].join('\n');
  const scope = `${date}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, createHash('sha256').update(canonical).digest('hex')];
  const key = [date, region, 's3', 'aws4_request'].reduce<Buffer>(
    (last, part) => createHmac('sha256', last).update(part).digest(),
    Buffer.from(`AWS4${secret}`),
  );
  return createHmac('sha256', key).update(text.join('\n')).digest('hex') === signature;
}
