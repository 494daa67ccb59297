import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { s3Objects } from '../../functions/shared/adapters/s3-objects.ts';
import { type FixtureRun, startFixture } from './fixtures/run.ts';

const LIMIT = 8 * 1024 * 1024;

/** Two pieces and a half, no byte like its neighbours. */
const content = Uint8Array.from({ length: 2_500_000 }, (_, at) => at % 251);

let fixture: FixtureRun;
let objects: ReturnType<typeof s3Objects>;
beforeAll(async () => {
  fixture = await startFixture();
  objects = s3Objects(fixture.run.physicalName('AWS::S3::Bucket', 'Files8E'), {
    region: async () => 'eu-west-1',
    credentials: async () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
    endpoint: fixture.run.awsUrl,
  });
});
afterAll(() => fixture[Symbol.asyncDispose]());

async function all(pieces: AsyncIterable<Uint8Array> | undefined): Promise<readonly Uint8Array[]> {
  const found: Uint8Array[] = [];
  for await (const piece of pieces ?? []) found.push(piece);
  return found;
}

describe('an object too large to be held', () => {
  test('is read in pieces of a mebibyte, as often as one likes', async () => {
    await objects.put('imports/I-1/upload', content, 'text/csv');
    const read = await objects.open('imports/I-1/upload', LIMIT);
    for (const _ of ['first', 'again']) {
      const pieces = await all(read?.());
      expect(pieces.map(({ byteLength }) => byteLength)).toEqual([1_048_576, 1_048_576, 402_848]);
      expect(Buffer.concat(pieces).equals(content)).toBe(true);
    }
  });

  test('is not there, is empty, or is larger than the reader takes', async () => {
    expect(await objects.open('imports/I-2/upload', LIMIT)).toBeUndefined();
    await objects.put('imports/I-2/upload', new Uint8Array(), 'text/csv');
    const empty = await objects.open('imports/I-2/upload', LIMIT);
    expect([empty === undefined, await all(empty?.())]).toEqual([false, []]);
    await objects.put('imports/I-2/upload', content, 'text/csv');
    await expect(objects.open('imports/I-2/upload', content.length - 1)).rejects.toThrow(
      expect.objectContaining({ name: 'ObjectTooLarge' }),
    );
  });

  test('is read as it was or not at all: one that is replaced meanwhile is to be read anew', async () => {
    await objects.put('imports/I-3/upload', content, 'text/csv');
    const pieces = (await objects.open('imports/I-3/upload', LIMIT))?.()[Symbol.asyncIterator]();
    expect((await pieces?.next())?.done).toBe(false);
    await objects.put('imports/I-3/upload', content.toReversed(), 'text/csv');
    await expect(pieces?.next()).rejects.toMatchObject({ name: 'TransientFailure' });
  });
});
