import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FixtureRun, startFixture, temporaryDataDir } from './fixtures/run.ts';

const hasJava = spawnSync('java', ['-version']).status === 0;

/** Left out, and said so in the summary, where the machine has no Java. */
describe.skipIf(!hasJava)("on AWS's own DynamoDB Local", () => {
  const dataDir = temporaryDataDir();
  let fixture: FixtureRun;
  beforeAll(async () => {
    fixture = await startFixture({ dataDir, dynamodb: 'java' });
  });
  afterAll(async () => {
    await fixture[Symbol.asyncDispose]();
    rmSync(dataDir, { recursive: true });
  });
  const put = (sk: string) =>
    new DynamoDBClient(fixture.client).send(
      new PutItemCommand({ TableName: fixture.table, Item: { pk: { S: 'WATCHED#1' }, sk: { S: sk } } }),
    );
  const seen = async () => (await fixture.items('SEEN#onChange')).flatMap(({ what }) => JSON.parse(String(what)).keys);

  test("the table's stream reaches its function", async () => {
    await put('first');
    await fixture.run.settled();
    expect(await seen()).toEqual(['first']);
  });

  test('items and the place in the stream outlive a restart', async () => {
    await fixture[Symbol.asyncDispose]();
    fixture = await startFixture({ dataDir, dynamodb: 'java' });
    await put('second');
    await fixture.run.settled();
    expect((await fixture.items('WATCHED#1')).map(({ sk }) => sk)).toEqual(['first', 'second']);
    expect((await seen()).toSorted()).toEqual(['first', 'second']);
  });

  test('its data is not taken for the native one', async () => {
    await fixture[Symbol.asyncDispose]();
    await expect(startFixture({ dataDir, dynamodb: 'native' })).rejects.toThrow('was written by the java DynamoDB');
    fixture = await startFixture({ dataDir });
  });
});
