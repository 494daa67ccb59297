import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { driveCase } from '../demo/drive-case.ts';
import { readFacts, straightThrough } from '../demo/facts.ts';
import { type LocalRun, startLocalRun } from '../local/run.ts';
import { synthesize } from '../local/synthesize.ts';
import { figure } from './figure.ts';
import {
  type Contender,
  decideByApi,
  decideByInbox,
  decideByLink,
  decideByMail,
  noticeOf,
  type OutcomeId,
  signIn,
  type Told,
} from './race/contenders.ts';

const ROUNDS = 10;
const DECISIONS = 500;
/** A person is answered so many replies to one task a day, no more (functions/take-reply). */
const BY_MAIL = 5;
/** The step that is raced for: it asks for a judgement and no form, so that every way can decide it. */
const STEP = '6';

const facts = z.object({ items: z.array(z.object({ type: z.string(), taskId: z.optional(z.string()) })) });
const tasks = z.object({ tasks: z.array(z.object({ id: z.string(), step: z.object({ id: z.string() }) })) });

/** Decisions on one task by every way at once: how many had an effect, and how many were told the one on record. */
export async function run(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sales-sop-bench-'));
  const local = await startLocalRun({
    assemblyDir: await synthesize((line) => process.stderr.write(`${line}\n`)),
    dataDir,
  });
  try {
    const results: Round[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const result = await race(local);
      process.stderr.write(`round ${round} of ${ROUNDS}: ${JSON.stringify(result)}\n`);
      results.push(result);
    }
    const sum = (of: (round: Round) => number): number => results.reduce((total, round) => total + of(round), 0);
    figure(
      'race.decisions',
      sum(({ decisions }) => decisions),
      'decisions',
    );
    figure('race.effects', Math.max(...results.map(({ effects }) => effects)), 'effects per task, at most', {
      against: 'the one there must be',
      ratio: sum(({ effects }) => effects) / ROUNDS,
    });
    figure(
      'race.told',
      sum(({ told }) => told),
      'decisions answered with the one on record',
      {
        against: 'all of them',
        ratio: sum(({ told }) => told) / sum(({ decisions }) => decisions),
      },
    );
  } finally {
    await local.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface Round {
  readonly decisions: number;
  /** Decisions on the task's record; deliveries to its state machine are held to the same number. */
  readonly effects: number;
  /** Decisions that were answered with the one on record, by page, answer or mail. */
  readonly told: number;
  /** How the others were answered. */
  readonly else: readonly string[];
}

async function race(local: LocalRun): Promise<Round> {
  const known = straightThrough(readFacts(join(import.meta.dirname, '../demo/facts.json'), new Date()));
  const system = { appUrl: local.appUrl, token: (user: string) => local.token(user), pause: () => sleep(20) };
  const { caseId } = await driveCase(system, known, () => {}, STEP);
  await local.settled();
  const contender = await contenderFor(local, known.case.assistant, caseId);
  const mailsBefore = local.mailbox.list(contender.email).length;

  const told = await Promise.all(Array.from({ length: DECISIONS }, (_, number) => decide(contender, number)));
  await local.settled(120_000);

  const { items } = facts.parse(await get(local, contender.user, `/cases/${caseId}/history?limit=100`));
  const count = (type: string): number =>
    items.filter((fact) => fact.type === type && fact.taskId === contender.taskId).length;
  const [effects, delivered] = [count('task.decided'), count('task.delivered')];
  if (effects !== delivered) throw new Error(`${effects} decisions on record, ${delivered} delivered`);
  return {
    decisions: DECISIONS,
    effects,
    told: told.filter((each) => each === 'told').length + toldByMail(contender, mailsBefore),
    else: told.filter((each) => each !== 'told' && each !== 'by mail'),
  };
}

/** One of the many decisions, by one of the ways; what a mail is told comes later. */
async function decide(contender: Contender, number: number): Promise<Told | 'by mail'> {
  const outcome: OutcomeId = number % 2 === 0 ? 'meets' : 'fails';
  const comment = `第 ${number} 个决定`;
  if (number % (DECISIONS / BY_MAIL) === 0) {
    await decideByMail(contender, outcome, comment);
    return 'by mail';
  }
  const ways = [decideByApi, decideByLink, decideByInbox];
  const way = ways[number % ways.length] ?? decideByApi;
  return way(contender, outcome, comment);
}

/** Answers to replies that name a decision: that theirs is recorded, or that the task has been decided. */
function toldByMail({ run: local, email }: Contender, before: number): number {
  const mails = local.mailbox.list(email);
  const answers = mails.slice(0, mails.length - before);
  return answers.filter(({ subject }) => /您的回复已生效|此任务已有决定/.test(subject)).length;
}

async function contenderFor(local: LocalRun, user: string, caseId: string): Promise<Contender> {
  const email = local.people.find((person) => person.user === user)?.email;
  if (email === undefined) throw new Error(`Nobody is seeded as ${user}`);
  const detail = tasks.parse(await get(local, user, `/cases/${caseId}`));
  const task = detail.tasks.find(({ step }) => step.id === STEP);
  if (task === undefined) throw new Error(`The case ${caseId} has no task at step ${STEP}`);
  const [notice, cookies] = [await noticeOf(local, email, caseId), await signIn(local, user)];
  return { run: local, user, taskId: task.id, cookies, email, ...notice };
}

async function get(local: LocalRun, user: string, path: string): Promise<unknown> {
  const response = await fetch(`${local.appUrl}${path}`, {
    headers: { authorization: `Bearer ${await local.token(user)}` },
  });
  if (!response.ok) throw new Error(`GET ${path} was answered ${response.status}: ${await response.text()}`);
  return response.json();
}
