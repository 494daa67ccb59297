import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LocalRun } from '../contract.ts';
import samples from './samples.json' with { type: 'json' };

type Sample = (typeof samples)[number];

/**
 * Opens the sample cases where the data folder is new, through the API as their salespeople would. Stopped half-way, it
 * goes on at the next start: the same idempotency keys open nothing twice.
 * @throws Error with the API's answer when it refuses a sample.
 */
export async function openSamples(run: LocalRun, dataDir: string): Promise<void> {
  const done = join(dataDir, 'samples-opened');
  if (existsSync(done)) return;
  for (const sample of samples) {
    const customerId = await post(run, sample, '/customers', sample.customer);
    await post(run, sample, '/cases', { ...sample.case, customerId });
  }
  writeFileSync(done, '');
}

async function post(run: LocalRun, { sales, case: { title } }: Sample, path: string, body: unknown): Promise<string> {
  const response = await fetch(`${run.appUrl}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await run.token(sales)}`,
      'content-type': 'application/json',
      'idempotency-key': encodeURIComponent(`sample ${title} ${path}`),
    },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`POST ${path} for a sample was answered ${JSON.stringify(answer)}`);
  return z.object({ id: z.string() }).parse(answer).id;
}
