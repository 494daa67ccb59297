import { GetObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { s3Objects } from '../../functions/shared/adapters/s3-objects.ts';
import { startFixture } from './fixtures/run.ts';

test('an object that is put once stays as it was first put, however often it is put again', async () => {
  await using fixture = await startFixture();
  const s3 = new S3Client(fixture.client);
  const Bucket = fixture.run.physicalName('AWS::S3::Bucket', 'Files8E');
  const { endpoint, region, credentials } = fixture.client;
  const objects = s3Objects(Bucket, { endpoint, region: async () => region, credentials: async () => credentials });
  // when
  await objects.putOnce('cases/AD-1/000001.json', Buffer.from('first'), 'application/json');
  await objects.putOnce('cases/AD-1/000001.json', Buffer.from('second'), 'application/json');
  // then
  const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'cases/' }));
  expect(Versions).toHaveLength(1);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'cases/AD-1/000001.json' }));
  expect(await Body?.transformToString()).toBe('first');
});
