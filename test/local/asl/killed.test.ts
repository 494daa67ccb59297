import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openExecutor } from '../../../local/asl/executor.ts';
import { openFileJournal } from '../../../local/asl/journal-file.ts';
import { manualClock } from '../../../local/manual-clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'asl-killed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CASES = 60;
const KILLS = 6;
const MACHINE_ARN = 'arn:aws:states:us-east-1:111111111111:stateMachine:killed';

/** Runs the process until it ends, or until it is killed after that many milliseconds. @returns its exit code. */
function runDecider(killAfter: number | undefined): Promise<number | null> {
  const process_ = spawn(process.execPath, [join(import.meta.dirname, 'killed/decider.ts'), folder, String(CASES)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const timer = killAfter === undefined ? undefined : setTimeout(() => process_.kill('SIGKILL'), killAfter);
  return new Promise((resolve, reject) => {
    process_.once('error', reject);
    process_.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
}

describe('an executor whose process is killed again and again', () => {
  it('ends every case, with each decision that was taken, once', async () => {
    for (let kill = 0; kill < KILLS; kill++) await runDecider(180 + 37 * kill);
    expect(await runDecider(undefined)).toBe(0);

    const executor = openExecutor({
      clock: manualClock(0),
      journal: openFileJournal(join(folder, 'journal')),
      invoke: async () => null,
    });
    const ended = executor.listExecutions(MACHINE_ARN);
    expect(ended.map(({ status }) => status)).toEqual(Array(CASES).fill('SUCCEEDED'));

    const order = ['first', 'second', 'third'];
    const takenLines = readFileSync(join(folder, 'taken.log'), 'utf8').trim().split('\n');
    const decisions = takenLines.map((line) => line.split('\t'));
    const places = decisions.map(([executionArn, stateName]) => `${executionArn} ${stateName}`);
    expect(new Set(places).size).toBe(places.length);
    for (const [executionArn = '', stateName = '', value] of decisions) {
      const output: unknown[] = JSON.parse(executor.describeExecution(executionArn).output ?? '[]');
      expect(output[order.indexOf(stateName)]).toBe(value);
    }
    for (const { executionArn } of ended) {
      const types = executor.getExecutionHistory(executionArn).map(({ type }) => type);
      expect(types.filter((type) => type === 'TaskSucceeded')).toHaveLength(3);
      expect(types.filter((type) => type === 'ExecutionSucceeded')).toHaveLength(1);
    }
  });
});
