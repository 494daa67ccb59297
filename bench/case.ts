import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { driveCase } from '../demo/drive-case.ts';
import { readFacts, straightThrough } from '../demo/facts.ts';
import { type MeterReading, startLocalRun } from '../local/run.ts';
import { synthesize } from '../local/synthesize.ts';
import { figure } from './figure.ts';

/** Published on-demand prices in USD, us-east-1, November 2026. */
const prices = {
  stateTransition: 25 / 1e6,
  lambdaRequest: 0.2 / 1e6,
  lambdaGigabyteSecond: 0.0000133334,
  readUnit: 0.125 / 1e6,
  writeUnit: 0.625 / 1e6,
  apiRequest: 1 / 1e6,
  event: 1 / 1e6,
  queueRequest: 0.4 / 1e6,
  mail: 0.1 / 1e3,
};
/** What every function is given (infra/constructs/typed-function.ts). */
const FUNCTION_GIGABYTES = 0.5;
const CASES = 5;

/** What one straight-through case uses, from the customer's entry to confirmed publication, and what AWS would ask for it. */
export async function run(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sales-sop-bench-'));
  const local = await startLocalRun({
    assemblyDir: await synthesize((line) => process.stderr.write(`${line}\n`)),
    dataDir,
  });
  try {
    const facts = straightThrough(readFacts(join(import.meta.dirname, '../demo/facts.json'), new Date()));
    const system = { appUrl: local.appUrl, token: (user: string) => local.token(user), pause: () => sleep(20) };
    await driveCase(system, facts, () => {});
    await local.settled();
    local.meter.reset();
    for (let driven = 0; driven < CASES; driven += 1) {
      const { status } = await driveCase(system, facts, () => {});
      if (status !== 'PUBLISHED') throw new Error(`a straight-through case ended ${status}`);
    }
    await local.settled();
    report(local.meter.read());
  } finally {
    await local.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function report(reading: MeterReading): void {
  const sum = (counts: Readonly<Record<string, number>>): number =>
    Object.values(counts).reduce((total, count) => total + count, 0) / CASES;
  const transitions = sum(reading.stateTransitions);
  const invocations = sum(reading.lambdaInvocations);
  const gigabyteSeconds = (sum(reading.lambdaMilliseconds) / 1000) * FUNCTION_GIGABYTES;
  const readUnits = sum(reading.readUnits);
  const writeUnits = sum(reading.writeUnits);
  const mails = reading.mails / CASES;
  const requests = reading.apiRequests / CASES;
  const queueRequests = reading.queueRequests / CASES;
  const usd =
    transitions * prices.stateTransition +
    invocations * prices.lambdaRequest +
    gigabyteSeconds * prices.lambdaGigabyteSecond +
    readUnits * prices.readUnit +
    writeUnits * prices.writeUnit +
    requests * prices.apiRequest +
    (reading.events / CASES) * prices.event +
    queueRequests * prices.queueRequest;

  figure('case.transitions', transitions, 'transitions');
  figure('case.lambda_invocations', invocations, 'invocations');
  figure('case.lambda_gb_s', gigabyteSeconds, 'GB-s');
  figure('case.read_units', readUnits, 'read units');
  figure('case.write_units', writeUnits, 'write units');
  figure('case.api_requests', requests, 'requests');
  figure('case.queue_requests', queueRequests, 'requests');
  figure('case.mails', mails, 'mails');
  figure('case.usd_per_1000', usd * 1000, 'USD', { against: 'the aim of 2 USD', ratio: (usd * 1000) / 2 });
  figure('case.usd_per_1000_mail', mails * prices.mail * 1000, 'USD');
}
