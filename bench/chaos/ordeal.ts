import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { readFacts } from '../../demo/facts.ts';
import { synthesize } from '../../local/synthesize.ts';
import { mixedCourses } from './courses.ts';
import { DrivenCase, type Look } from './driven-case.ts';
import { PatientClient } from './patient-client.ts';
import { judge, type Verdict } from './verdict.ts';
import { Victim } from './victim.ts';

export interface OrdealSettings {
  readonly cases: number;
  readonly kills: number;
  /** The whole may take so long, in milliseconds; what has not ended by then counts as lost. */
  readonly limit: number;
  /** Told how far it is. */
  readonly log: (line: string) => void;
}

const PEOPLE = 6;

/** Time to look at everything after the limit, in milliseconds. */
const JUDGING = 180_000;

/**
 * Drives cases through a local run that is killed at random, time after time, and started again. All of them stay under
 * way until the last kill: who is furthest behind comes first, and nobody gets further than the kills.
 */
export async function ordeal(settings: OrdealSettings): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'sales-sop-chaos-'));
  const assemblyDir = join(folder, 'assembly');
  // A copy: sources may change while this runs, and old assemblies are forgotten.
  cpSync(await synthesize(settings.log), assemblyDir, { recursive: true });
  const victim = new Victim({ assemblyDir, dataDir: join(folder, 'data') });
  const deadline = performance.now() + settings.limit;
  const endWithUs = (): void => victim.abandon();
  process.once('exit', endWithUs);
  try {
    await victim.start();
    const client = new PatientClient(victim, deadline);
    const cases = await openCases(client, settings.cases);
    settings.log(`${cases.length} cases are open`);
    const kills = { done: 0 };
    const began = performance.now();
    const tell = setInterval(
      () => settings.log(`after ${Math.round((performance.now() - began) / 1000)} s: ${progressOf(cases)}`),
      10_000,
    );
    const driving = drive(cases, () => Math.min(1, (kills.done + 1) / (settings.kills + 1)), deadline);
    await Promise.all([driving, killAgainAndAgain(victim, settings, kills, () => answeredIn(cases), deadline)]).finally(
      () => clearInterval(tell),
    );
    settings.log(`all done after ${Math.round((performance.now() - began) / 1000)} s: ${progressOf(cases)}`);
    return await judge(new PatientClient(victim, deadline + JUDGING), cases);
  } finally {
    await victim.kill();
    process.off('exit', endWithUs);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function progressOf(cases: readonly DrivenCase[]): string {
  const slowest = cases.reduce((least, { progress }) => Math.min(least, progress), 1);
  return `${answeredIn(cases)} decisions answered, the slowest case at ${Math.round(slowest * 100)} %`;
}

function answeredIn(cases: readonly DrivenCase[]): number {
  return cases.reduce((sum, { answered }) => sum + answered.length, 0);
}

async function openCases(client: PatientClient, count: number): Promise<readonly DrivenCase[]> {
  const facts = readFacts(join(import.meta.dirname, '../../demo/facts.json'), new Date());
  const { status, text } = await client.post(facts.case.sales, '/customers', facts.customer);
  if (status !== 201) throw new Error(`entering the customer was answered ${status}: ${text}`);
  const { id } = z.object({ id: z.string() }).parse(JSON.parse(text));
  const cases = mixedCourses(facts, count).map((course, index) => new DrivenCase(course, client, index));
  const queue = cases.values();
  await Promise.all(
    Array.from({ length: PEOPLE }, async () => {
      for (const driven of queue) await driven.open(id);
    }),
  );
  return cases;
}

/** @param allowed the share of its course, 0–1, that no case may pass yet */
async function drive(cases: readonly DrivenCase[], allowed: () => number, deadline: number): Promise<void> {
  const left = new Map(cases.map((driven) => [driven, { at: 0, busy: false }]));
  const next = (): DrivenCase | undefined => {
    const now = performance.now();
    const ready = [...left].filter(([, { at, busy }]) => !busy && at <= now).map(([driven]) => driven);
    const [first] = ready.toSorted((a, b) => a.progress - b.progress);
    return first !== undefined && first.progress < allowed() ? first : undefined;
  };
  await Promise.all(
    Array.from({ length: PEOPLE }, async () => {
      while (left.size > 0 && performance.now() < deadline) {
        const driven = next();
        const turn = driven && left.get(driven);
        if (driven === undefined || turn === undefined) {
          await pause(20);
          continue;
        }
        turn.busy = true;
        const look = await driven.advance().catch((error: unknown): Look => {
          driven.refusals.push(String(error));
          return 'over';
        });
        if (look === 'over') left.delete(driven);
        turn.busy = false;
        turn.at = performance.now() + (look === 'waiting' ? 500 : 100);
      }
    }),
  );
}

/**
 * Mostly while it works: at a random moment once a decision has been answered, or when that takes too long on a busy
 * machine. Sometimes while it still starts.
 */
async function killAgainAndAgain(
  victim: Victim,
  { kills, limit, log }: OrdealSettings,
  so: { done: number },
  answered: () => number,
  deadline: number,
): Promise<void> {
  const longest = limit / 2 / kills;
  while (so.done < kills) {
    const before = answered();
    const started = performance.now();
    while (answered() === before && performance.now() - started < longest) await pause(50);
    await pause(Math.random() * 2500);
    await victim.kill();
    so.done += 1;
    log(`killed ${so.done} of ${kills}`);
    for (let ready = false; !ready; ) {
      const starting = victim.start();
      const early = so.done < kills && Math.random() < 0.15;
      if (early) {
        await pause(Math.random() * 1500);
        await victim.kill();
        so.done += 1;
        log(`killed ${so.done} of ${kills}, while starting or just after`);
      }
      ready = (await starting) && !early;
      if (performance.now() > deadline) throw new Error('the run did not start again in time');
    }
  }
}
