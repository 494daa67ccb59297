import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';
import { driveCase, type System } from '../../demo/drive-case.ts';
import { type Facts, readFacts } from '../../demo/facts.ts';
import { type RecordsTable, recordsTable } from '../../functions/shared/adapters/records-table.ts';
import { type LocalRun, type LocalRunOptions, startLocalRun } from '../../local/run.ts';
import { synthesize } from '../../local/synthesize.ts';

/** Milliseconds to synthesize and start; a busy machine takes the most of it. */
const START_TAKES = 240_000;

/** The facts of the demo's case, with the dates of today. */
export function demoFacts(): Facts {
  return readFacts(join(import.meta.dirname, '../../demo/facts.json'), new Date());
}

/** The synthesized stacks while the tests of a file run. */
export interface Stacks {
  /** Not before `beforeAll`. */
  readonly run: LocalRun;
  /** The system as the demo drives it. */
  readonly system: System;
  /** The Records table behind the AWS endpoint. */
  table(): RecordsTable;
  /** Calls the API as that user, a body as JSON. */
  ask(user: string, method: string, path: string, body?: unknown, headers?: Headers): Promise<Response>;
  /**
   * A new case with these facts, carried to its task of that step, which is left open.
   * @returns its id
   */
  caseAt(step: string, facts: Facts): Promise<string>;
}

type Headers = Readonly<Record<string, string>>;

/** Starts the synthesized stacks on a folder of their own for the tests around it; stops and removes them afterwards. */
export function onTheStacks(options: Partial<LocalRunOptions> = {}): Stacks {
  const dataDir = mkdtempSync(join(tmpdir(), 'sales-sop-stacks-'));
  let started: LocalRun | undefined;

  beforeAll(async () => {
    started = await startLocalRun({ assemblyDir: await synthesize(() => {}), dataDir, ...options });
  }, START_TAKES);

  afterAll(async () => {
    await started?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const stacks: Stacks = {
    get run() {
      if (started === undefined) throw new Error('the stacks run from beforeAll on');
      return started;
    },

    get system() {
      const { appUrl, token } = stacks.run;
      return { appUrl, token, pause: () => pause(20) };
    },

    table() {
      const { run } = stacks;
      return recordsTable(run.physicalName('AWS::DynamoDB::Table', 'RecordsTable'), {
        endpoint: run.awsUrl,
        region: run.region,
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      });
    },

    async ask(user, method, path, body, headers) {
      const { appUrl, token } = stacks.run;
      return fetch(`${appUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await token(user)}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    },

    async caseAt(step, facts) {
      const { caseId } = await driveCase(stacks.system, facts, () => {}, step);
      await stacks.run.settled();
      return caseId;
    },
  };
  return stacks;
}
