import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, type FixtureRun, startFixture } from './fixtures/run.ts';

let fixture: FixtureRun;
let dynamodb: DynamoDBClient;
beforeAll(async () => {
  fixture = await startFixture();
  dynamodb = new DynamoDBClient(fixture.client);
});
afterAll(() => fixture[Symbol.asyncDispose]());

const put = (pk: string, sk: string, more: Record<string, { N: string }> = {}) =>
  dynamodb.send(new PutItemCommand({ TableName: fixture.table, Item: { pk: { S: pk }, sk: { S: sk }, ...more } }));
const seen = async () =>
  (await fixture.items('SEEN#onChange')).map(({ what }) => JSON.parse(String(what))).flatMap(({ keys }) => keys);

/** A call of the SQS API. */
async function sqs(action: string, input: object) {
  const response = await fetch(fixture.run.awsUrl, {
    method: 'POST',
    headers: { 'x-amz-target': `AmazonSQS.${action}`, 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(input),
  });
  return response.json();
}

describe("a table's stream", () => {
  test('records that match the filter reach the function, in order, others do not', async () => {
    await put('OTHER#1', 'ignored');
    for (let n = 0; n < 5; n += 1) await put('WATCHED#1', `order-${n}`);
    await fixture.run.settled();
    expect(await seen()).toEqual(expect.arrayContaining([0, 1, 2, 3, 4].map((n) => `order-${n}`)));
    expect(await seen()).not.toContain('ignored');
  });

  test("records carry the template's stream ARN", async () => {
    await put('WATCHED#2', 'arn');
    await fixture.run.settled();
    const [first] = await fixture.items('SEEN#onChange');
    expect(JSON.parse(String(first?.what)).arn).toMatch(/^arn:aws:dynamodb:us-east-1:000000000000:table\/.*\/stream\//);
  });

  test('a function that fails is given the same records again, before what comes behind them', async () => {
    fixture.run.meter.reset();
    await put('WATCHED#3', 'at-first-not', { failOnce: { N: '1' } });
    await put('WATCHED#3', 'behind-it');
    await fixture.run.settled();
    const keys = await seen();
    expect(keys.filter((key) => key === 'at-first-not')).toHaveLength(1);
    expect(keys).toContain('behind-it');
    const name = fixture.run.physicalName('AWS::Lambda::Function', 'OnChange');
    expect(fixture.run.meter.read().lambdaInvocations[name]).toBeGreaterThanOrEqual(2);
  });

  test('what is given up after the retries of the template goes to its failure queue', async () => {
    await put('POISON#1', 'bad');
    const QueueUrl = fixture.run.physicalName('AWS::SQS::Queue', 'Lost');
    const { Messages } = await eventually(
      () => sqs('ReceiveMessage', { QueueUrl }),
      (answer) => answer.Messages !== undefined,
    );
    const body = JSON.parse(Messages[0].Body);
    expect(body.requestContext).toMatchObject({ condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 });
    expect(body.DDBStreamBatchInfo).toMatchObject({ batchSize: 1, streamArn: expect.stringContaining('/stream/') });
  });

  test('a change reaches its function soon', async () => {
    await put('WATCHED#warm', 'warm');
    await fixture.run.settled();
    const started = performance.now();
    await put('WATCHED#4', 'soon');
    await eventually(seen, (keys) => keys.includes('soon'));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('a queue', () => {
  test('its messages reach the function and are gone then', async () => {
    const QueueUrl = fixture.run.physicalName('AWS::SQS::Queue', 'Jobs');
    await sqs('SendMessage', { QueueUrl, MessageBody: 'a job' });
    await fixture.run.settled();
    const bodies = (await fixture.items('SEEN#record'))
      .map(({ what }) => JSON.parse(String(what)))
      .flatMap(({ Records = [] }) => Records.map(({ body }: { body: string }) => body));
    expect(bodies).toEqual(['a job']);
    const { Attributes } = await sqs('GetQueueAttributes', { QueueUrl });
    expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' });
  });

  test('a received message is hidden, and shows again when it is not deleted', async () => {
    const QueueUrl = fixture.run.physicalName('AWS::SQS::Queue', 'Lost');
    await sqs('PurgeQueue', { QueueUrl });
    await sqs('SendMessage', { QueueUrl, MessageBody: 'hidden' });
    const first = await sqs('ReceiveMessage', { QueueUrl, VisibilityTimeout: 30 });
    expect((await sqs('ReceiveMessage', { QueueUrl })).Messages).toBeUndefined();
    const { ReceiptHandle } = first.Messages[0];
    await sqs('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
    const again = await sqs('ReceiveMessage', { QueueUrl });
    expect(again.Messages[0]).toMatchObject({ Body: 'hidden', Attributes: { ApproximateReceiveCount: '2' } });
    await sqs('DeleteMessage', { QueueUrl, ReceiptHandle: again.Messages[0].ReceiptHandle });
  });
});

describe('an asynchronous invocation', () => {
  test('is tried again and given up when the function keeps failing', async () => {
    const name = fixture.run.physicalName('AWS::Lambda::Function', 'Failing');
    fixture.run.meter.reset();
    const response = await fetch(`${fixture.run.awsUrl}/2015-03-31/functions/${name}/invocations`, {
      method: 'POST',
      headers: { 'x-amz-invocation-type': 'Event' },
      body: '{}',
    });
    expect(response.status).toBe(202);
    await fixture.run.settled();
    expect(fixture.run.meter.read().lambdaInvocations[name]).toBe(3);
  });
});
