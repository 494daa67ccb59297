import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import {
  DescribeExecutionCommand,
  ListStateMachinesCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunProcess, runMain, startProcess } from './fixtures/process.ts';
import { clientSettings, eventually, itemsOf, temporaryDataDir } from './fixtures/run.ts';

let dataDir: string;
let current: RunProcess | undefined;
beforeEach(() => {
  dataDir = temporaryDataDir();
});
afterEach(async () => {
  await current?.end('SIGKILL');
  current = undefined;
  await backendGone();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(...args: string[]) {
  current = await startProcess(dataDir, ...args);
  const settings = clientSettings(current.awsUrl);
  const dynamodb = new DynamoDBClient(settings);
  const sfn = new SFNClient(settings);
  const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
  const table = await tableName(current.awsUrl);
  return {
    process: current,
    sfn,
    ses: new SESClient(settings),
    dynamodb,
    table,
    stateMachineArn: stateMachines[0]?.stateMachineArn,
    items: (pk: string) => itemsOf(dynamodb, table, pk),
  };
}

async function tableName(awsUrl: string): Promise<string> {
  const response = await fetch(awsUrl, {
    method: 'POST',
    headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables' },
    body: '{}',
  });
  const { TableNames } = await response.json();
  return TableNames[0];
}

/** The database ends by itself once its run is gone. */
async function backendGone(): Promise<void> {
  const file = join(dataDir, 'dynamodb', 'pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8'));
  await eventually(
    async () => isAlive(pid),
    (alive) => !alive,
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('killed and started again', () => {
  test('an execution goes on where it was, with the token it gave out', async () => {
    const before = await start();
    const { executionArn } = await before.sfn.send(
      new StartExecutionCommand({ stateMachineArn: before.stateMachineArn, input: '{"id":"survivor"}' }),
    );
    const [task] = await eventually(
      () => before.items('TASK'),
      (items) => items.length > 0,
    );
    await before.process.end('SIGKILL');

    const after = await start();
    expect((await after.sfn.send(new DescribeExecutionCommand({ executionArn }))).status).toBe('RUNNING');
    await after.sfn.send(new SendTaskSuccessCommand({ taskToken: String(task?.token), output: '{"went":"on"}' }));
    const ended = await eventually(
      () => after.sfn.send(new DescribeExecutionCommand({ executionArn })),
      ({ status }) => status !== 'RUNNING',
    );
    expect(JSON.parse(ended.output ?? '')).toMatchObject({ went: 'on', echoed: true });
  });

  test('nothing that was answered is lost: executions, mails, items, and what follows from them', async () => {
    const before = await start();
    const started: string[] = [];
    const mailed: string[] = [];
    const written: string[] = [];
    const work = Array.from({ length: 12 }, async (_, n) => {
      const { executionArn = '' } = await before.sfn.send(
        new StartExecutionCommand({
          stateMachineArn: before.stateMachineArn,
          input: JSON.stringify({ id: `case-${n}` }),
        }),
      );
      started.push(executionArn);
      const { MessageId = '' } = await before.ses.send(
        new SendEmailCommand({
          Source: 'sop@example.com',
          Destination: { ToAddresses: ['li.na@example.com'] },
          Message: { Subject: { Data: `mail ${n}` }, Body: { Text: { Data: 'text' } } },
        }),
      );
      mailed.push(MessageId);
      await before.dynamodb.send(
        new PutItemCommand({ TableName: before.table, Item: { pk: { S: 'WATCHED#x' }, sk: { S: `item-${n}` } } }),
      );
      written.push(`item-${n}`);
    });
    await Promise.race(work);
    await before.process.end('SIGKILL');
    await Promise.allSettled(work);

    const after = await start();
    const mails = await (await fetch(`${after.process.appUrl}/local/mail.json?to=li.na@example.com`)).json();
    expect(mails.mails.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(mailed));
    expect((await after.items('WATCHED#x')).map(({ sk }) => sk)).toEqual(expect.arrayContaining(written));
    await eventually(
      async () => (await after.items('TASK')).length,
      (count) => count >= started.length,
    );
    const told = await eventually(
      async () =>
        (await after.items('SEEN#record')).map(({ what }) => String(JSON.parse(String(what)).detail?.executionArn)),
      (arns) => started.every((arn) => arns.includes(arn)),
    );
    expect(told).toEqual(expect.arrayContaining(started));
    const streamed = await eventually(
      async () => (await after.items('SEEN#onChange')).flatMap(({ what }) => JSON.parse(String(what)).keys),
      (keys) => written.every((key) => keys.includes(key)),
    );
    expect(streamed).toEqual(expect.arrayContaining(written));
  });

  test('its database does not stay behind', async () => {
    const before = await start();
    const pid = Number(readFileSync(join(dataDir, 'dynamodb', 'pid'), 'utf8'));
    expect(isAlive(pid)).toBe(true);
    await before.process.end('SIGKILL');
    await backendGone();
    expect(isAlive(pid)).toBe(false);
  });
});

describe('started and stopped', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it cleanly', async (signal) => {
    const { process } = await start();
    expect(await process.end(signal)).toBe(0);
    expect(existsSync(join(dataDir, 'run.pid'))).toBe(false);
    expect(existsSync(join(dataDir, 'dynamodb', 'pid'))).toBe(false);
  });

  test('a port in use is named, with the way to another', async () => {
    const { process } = await start();
    const taken = new URL(process.appUrl).port;
    const other = temporaryDataDir();
    const { code, output } = await runMain('--port', taken, '--data', other, '--assembly', '.cache');
    rmSync(other, { recursive: true });
    expect(code).toBe(1);
    expect(output).toContain(`port ${taken} is taken by another program: stop it, or choose another port with --port`);
  });

  test('a data folder in use is named', async () => {
    const { process } = await start();
    const { code, output } = await runMain('--port', '0', '--aws-port', '0', '--data', dataDir, '--assembly', '.cache');
    expect(code).toBe(1);
    expect(output).toContain(`${dataDir} is in use by process ${process.child.pid}`);
  });

  test('--fresh forgets what was', async () => {
    const before = await start();
    await before.dynamodb.send(
      new PutItemCommand({ TableName: before.table, Item: { pk: { S: 'OLD' }, sk: { S: '1' } } }),
    );
    await before.process.end('SIGTERM');
    const after = await start('--fresh');
    expect(await after.items('OLD')).toEqual([]);
  });

  test('--fresh leaves a folder alone that holds something else', async () => {
    const { code, output } = await runMain(
      '--fresh',
      '--data',
      join(import.meta.dirname, 'fixtures'),
      '--assembly',
      'x',
    );
    expect(code).toBe(1);
    expect(output).toContain('does not look like a local run');
  });

  test.each([
    [['--port', 'abc'], '--port is a port number, not abc'],
    [['--dynamodb', 'mysql'], '--dynamodb is native, java or auto, not mysql'],
    [['--colour'], "Unknown option '--colour'"],
  ])('%j is refused with a reason', async (args, reason) => {
    const { code, output } = await runMain(...args);
    expect(code).toBe(1);
    expect(output).toContain(reason);
  });
});
