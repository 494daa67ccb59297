import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driveCase } from '../../demo/drive-case.ts';
import { readFacts, straightThrough } from '../../demo/facts.ts';
import { recordsTable } from '../../functions/shared/adapters/records-table.ts';
import { type LocalRun, startLocalRun } from '../../local/run.ts';
import { synthesize } from '../../local/synthesize.ts';

const root = join(import.meta.dirname, '../..');

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** `npm run audit -- …` in a process of its own. */
async function audit(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Said> {
  const { AWS_REGION: _, ...own } = process.env;
  const command = ['--disable-warning=ExperimentalWarning', 'bin/audit.ts', ...args];
  return promisify(execFile)(process.execPath, command, { cwd: root, env: { ...own, ...env } }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    ({ code, stdout, stderr }) => ({ code, out: stdout, err: stderr }),
  );
}

describe('the audit of a case, by the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sales-sop-audit-'));
  const dataDir = join(folder, 'data');
  const facts = straightThrough(readFacts(join(root, 'demo/facts.json'), new Date()));
  let run: LocalRun;
  let caseId: string;

  beforeAll(async () => {
    run = await startLocalRun({ assemblyDir: await synthesize(() => {}), dataDir });
    const system = { appUrl: run.appUrl, token: (user: string) => run.token(user), pause: () => pause(20) };
    caseId = (await driveCase(system, facts, () => {}, '3')).caseId;
    await run.settled();
  }, 240_000);

  afterAll(async () => {
    await run.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['of the running system', () => audit([caseId, '--endpoint', run.awsUrl])],
    [
      'of the account that the CLI is set up for, its region in the CLI’s own variable',
      () =>
        audit([caseId, '--aws'], {
          AWS_ENDPOINT_URL: run.awsUrl,
          AWS_DEFAULT_REGION: run.region,
          AWS_ACCESS_KEY_ID: 'local',
          AWS_SECRET_ACCESS_KEY: 'local',
        }),
    ],
  ])('reads records, chain and locked copies %s', async (_, command) => {
    const { code, out } = await command();
    expect(out).toContain('task.decided');
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/^完整 · intact: .*, locked copies compared$/);
    expect(code).toBe(0);
  });

  it.each([
    ['a folder that is in use', () => [caseId, '--data', dataDir], /in use by process/],
    ['a folder that is none', () => [caseId, '--data', join(folder, 'none')], /is no data folder of a local system/],
    ['an endpoint where nothing answers', () => [caseId, '--endpoint', 'http://127.0.0.1:1'], /npm start first/],
    ['two places at once', () => [caseId, '--aws', '--data', dataDir], /exclude each other/],
    ['a case that is none', () => ['AD-none', '--endpoint', run.awsUrl], /there is no case AD-none/],
    ['no case', () => [], /npm run --silent audit -- CASE/],
  ])('says what is wrong with %s', async (_, args, said) => {
    const { code, out, err } = await audit(args());
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(said);
  });

  it('reads the folder of a system that is stopped, and names the fact that somebody changed', async () => {
    // given a fact that was altered behind the system's back
    const { client, name } = recordsTable(run.physicalName('AWS::DynamoDB::Table', 'RecordsTable'), {
      ...{ endpoint: run.awsUrl, region: run.region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } },
    });
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: name,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :fact)',
        ExpressionAttributeValues: { ':pk': { S: `CASE#${caseId}` }, ':fact': { S: 'FACT#' } },
      }),
    );
    const { pk = { S: '' }, sk = { S: '' } } = Items.find(({ type }) => type?.S === 'task.decided') ?? {};
    await client.send(
      new UpdateItemCommand({
        TableName: name,
        Key: { pk, sk },
        UpdateExpression: 'SET #by = :by',
        ExpressionAttributeNames: { '#by': 'by' },
        ExpressionAttributeValues: { ':by': { S: 'somebody.else' } },
      }),
    );
    await run.settled();
    await run.close();
    // when
    const { code, out } = await audit([caseId, '--data', dataDir]);
    // then
    expect(out).toContain(`${sk.S}: 记录被改 · the record was altered`);
    expect(out).toMatch(/broken in 1 places: .*, locked copies compared\n$/);
    expect(code).toBe(1);
  });
});
