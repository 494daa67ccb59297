import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FixtureRun, startFixture } from './fixtures/run.ts';

const run = promisify(execFile);
const hasCli = spawnSync('aws', ['--version']).status === 0;

/** Left out, and said so in the summary, where the machine has no `aws` command. */
describe.skipIf(!hasCli)('the AWS CLI, unchanged but for AWS_ENDPOINT_URL', () => {
  let fixture: FixtureRun;
  let stateMachineArn: string;
  beforeAll(async () => {
    fixture = await startFixture();
    stateMachineArn = fixture.run.physicalName('AWS::StepFunctions::StateMachine', 'Approval');
  });
  afterAll(() => fixture[Symbol.asyncDispose]());

  async function aws(...args: string[]) {
    const { stdout } = await run('aws', [...args, '--output', 'json'], {
      env: {
        ...process.env,
        AWS_ENDPOINT_URL: fixture.run.awsUrl,
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      },
    });
    return stdout === '' ? {} : JSON.parse(stdout);
  }

  test('stepfunctions: start, list, history, stop', async () => {
    const { executionArn } = await aws(
      ...['stepfunctions', 'start-execution', '--state-machine-arn', stateMachineArn, '--input', '{"id":"cli"}'],
    );
    const { executions } = await aws('stepfunctions', 'list-executions', '--state-machine-arn', stateMachineArn);
    expect(executions).toMatchObject([{ executionArn, status: 'RUNNING' }]);
    const { events } = await aws('stepfunctions', 'get-execution-history', '--execution-arn', executionArn);
    expect(events[0]).toMatchObject({
      id: 1,
      type: 'ExecutionStarted',
      executionStartedEventDetails: { input: '{"id":"cli"}' },
    });
    await aws('stepfunctions', 'stop-execution', '--execution-arn', executionArn);
    const described = await aws('stepfunctions', 'describe-execution', '--execution-arn', executionArn);
    expect(described.status).toBe('ABORTED');
  });

  test('dynamodb and dynamodbstreams', async () => {
    await aws(
      ...['dynamodb', 'put-item', '--table-name', fixture.table],
      ...['--item', '{"pk":{"S":"CLI"},"sk":{"S":"1"},"n":{"N":"42"}}'],
    );
    const { Item, ConsumedCapacity } = await aws(
      ...['dynamodb', 'get-item', '--table-name', fixture.table, '--key', '{"pk":{"S":"CLI"},"sk":{"S":"1"}}'],
      ...['--return-consumed-capacity', 'TOTAL'],
    );
    expect(Item.n).toEqual({ N: '42' });
    expect(ConsumedCapacity.CapacityUnits).toBe(0.5);
    const { Streams } = await aws('dynamodbstreams', 'list-streams');
    expect(Streams[0].StreamArn).toContain(`arn:aws:dynamodb:us-east-1:000000000000:table/${fixture.table}/stream/`);
  });

  test('ses, sts, lambda', async () => {
    const { MessageId } = await aws(
      ...['ses', 'send-email', '--from', 'sop@example.com', '--destination', 'ToAddresses=cli@example.com'],
      ...['--message', 'Subject={Data=Hi},Body={Text={Data=There}}'],
    );
    expect(fixture.run.mailbox.list('cli@example.com')).toMatchObject([{ id: MessageId, subject: 'Hi' }]);
    expect((await aws('sts', 'get-caller-identity')).Account).toBe('000000000000');
    const { Functions } = await aws('lambda', 'list-functions');
    expect(Functions.length).toBeGreaterThan(5);
  });

  test('what is not covered is an error of the service', async () => {
    await expect(aws('sns', 'list-topics')).rejects.toThrow('sales-sop local run does not cover sns:ListTopics');
    await expect(aws('cloudwatch', 'list-metrics')).rejects.toThrow('sales-sop local run does not cover');
  });
});
