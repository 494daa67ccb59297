import { setTimeout as pause } from 'node:timers/promises';
import { auditEntry, auditedEntities } from '../../functions/shared/domain/audit.ts';
import { auditBreaks } from '../../functions/shared/domain/audit-check.ts';
import { fact } from '../../functions/shared/domain/history.ts';
import { linkHash } from '../../functions/shared/domain/link.ts';
import { findStep } from '../../functions/shared/domain/steps.ts';
import { task as taskSchema } from '../../functions/shared/domain/task.ts';
import { type ArrivedMail, type DrivenCase, mailsTo } from './driven-case.ts';
import type { PatientClient } from './patient-client.ts';

/** What is wrong, one sentence each; a count is the length of its list. */
export interface Verdict {
  /** Cases that did not end as they should, decisions that were answered and are not on record, records not as written. */
  readonly lost: readonly string[];
  /** Effects that happened more often than they should. */
  readonly doubled: readonly string[];
  /** Tasks and notices that are on record without a mail. */
  readonly mailsLost: readonly string[];
  /** Mails that came again, with the same link. */
  readonly mailsDoubled: readonly string[];
}

/** Holds what is on record and in the mailboxes against what should be there. */
export async function judge(client: PatientClient, cases: readonly DrivenCase[]): Promise<Verdict> {
  const verdict = {
    lost: [] as string[],
    doubled: [] as string[],
    mailsLost: [] as string[],
    mailsDoubled: [] as string[],
  };
  const mails = await mailsTo(client);
  const chained = performance.now() + CHAINING;
  for (const driven of cases) {
    await judgeCase(client, driven, mails, verdict);
    verdict.lost.push(...(await auditOf(client, driven.caseId, chained)));
  }
  await judgeLinks(client, mails, verdict);
  return verdict;
}

type Findings = Record<keyof Verdict, string[]>;

async function judgeCase(
  client: PatientClient,
  { caseId, course, answered, refusals, address }: DrivenCase,
  mails: readonly ArrivedMail[],
  { lost, doubled, mailsLost, mailsDoubled }: Findings,
): Promise<void> {
  const items = await client.partition(`CASE#${caseId}`);
  const status = items.find(({ entity }) => entity === 'case')?.status;
  const facts = items.filter(({ entity }) => entity === 'fact').map((item) => fact.parse(item));
  const tasks = items.filter(({ entity }) => entity === 'task').map((item) => taskSchema.parse(item));
  const documents = items.filter(({ entity }) => entity === 'document');

  if (status !== course.status) lost.push(`${caseId} is ${status}, not ${course.status}`);
  for (const refusal of refusals) lost.push(`${caseId}: ${refusal}`);
  for (const { id } of tasks.filter((task) => task.status === 'OPEN')) lost.push(`${id} is still open`);
  for (const { taskId, outcome } of answered) {
    const recorded = tasks.find(({ id }) => id === taskId)?.decision?.outcome;
    if (recorded !== outcome) lost.push(`${taskId} was answered ${outcome} and is recorded as ${recorded}`);
  }

  const compare = (what: string, found: number, wanted: number): void => {
    if (found < wanted) lost.push(`${caseId}: ${found} of ${wanted} ${what}`);
    for (let extra = wanted; extra < found; extra += 1)
      doubled.push(`${caseId}: ${found} instead of ${wanted} ${what}`);
  };
  const decided = tasks.filter((task) => task.status === 'DECIDED');
  const steps = new Set([...Object.keys(course.visits), ...decided.map(({ step }) => step)]);
  for (const step of steps) {
    const found = decided.filter((task) => task.step === step).length;
    compare(`decisions at step ${step}`, found, course.visits[step] ?? 0);
  }
  const making = decided.filter(
    ({ step, decision }) =>
      findStep(step)?.produces !== undefined &&
      findStep(step)?.outcomes.find(({ id }) => id === decision?.outcome)?.needsForm,
  );
  compare('document versions', documents.length, making.length);
  for (const { id } of decided) {
    const of = (type: string): number => facts.filter((each) => each.type === type && each.taskId === id).length;
    compare(`facts that ${id} was decided`, of('task.decided'), 1);
    compare(`facts that ${id} was delivered`, of('task.delivered'), 1);
  }
  compare('facts of the end', facts.filter(({ type }) => type === 'case.ended' || type === 'case.cancelled').length, 1);

  // What was published is told to assistant and customer, in mails without a link.
  if (course.status !== 'PUBLISHED') return;
  const told = mails.filter(({ link, subject }) => link === undefined && subject.includes(`[${caseId}]`));
  const toCustomer = told.filter(({ to }) => to.includes(address)).length;
  for (const [who, count] of [
    ['customer', toCustomer],
    ['assistant', told.length - toCustomer],
  ] as const) {
    if (count === 0) mailsLost.push(`${caseId}: the ${who} was not told of the publication`);
    for (let extra = 1; extra < count; extra += 1) mailsDoubled.push(`${caseId}: the publication, to the ${who}`);
  }
}

/** How long the chains may trail what was written, in milliseconds from the end on. */
const CHAINING = 60_000;

/** What the audit says of a case once its chain has caught up, or at `until`. */
async function auditOf(client: PatientClient, caseId: string, until: number): Promise<readonly string[]> {
  const entities: ReadonlySet<unknown> = new Set(auditedEntities);
  for (;;) {
    const items = await client.partition(`CASE#${caseId}`);
    const breaks = auditBreaks({
      entries: items.filter(({ entity }) => entity === 'audit').map((item) => auditEntry.parse(item)),
      records: items.filter(({ entity }) => entities.has(entity)),
    });
    if (breaks.length === 0 || performance.now() > until) {
      return breaks.map(({ place, what }) => `${caseId}: audit: ${place}: ${what}`);
    }
    await pause(500);
  }
}

/** Every attempt of every task has its mail, every recorded notice too, and no mail has a link nobody knows. */
async function judgeLinks(
  client: PatientClient,
  mails: readonly ArrivedMail[],
  { doubled, mailsLost, mailsDoubled }: Findings,
): Promise<void> {
  const arrived = new Map<string, number>();
  for (const { link } of mails) {
    if (link !== undefined) arrived.set(linkHash(link), (arrived.get(linkHash(link)) ?? 0) + 1);
  }
  const links = await client.entities('link');
  const mailed = new Map<string, boolean>();
  const byPerson = new Map<string, number>();
  for (const { pk, taskId, attempt, personId } of links) {
    const count = arrived.get(String(pk).slice('LINK#'.length)) ?? 0;
    mailed.set(`${taskId}/${attempt}`, (mailed.get(`${taskId}/${attempt}`) ?? false) || count > 0);
    byPerson.set(`${taskId}/${attempt}/${personId}`, count);
    for (let extra = 1; extra < count; extra += 1) mailsDoubled.push(`${taskId}/${attempt} to ${personId}`);
    arrived.delete(String(pk).slice('LINK#'.length));
  }
  for (const [task, has] of mailed) if (!has) mailsLost.push(`${task} has no mail`);
  for (const item of await client.entities('fact')) {
    const { type, taskId, detail } = fact.parse(item);
    if (type !== 'task.notified') continue;
    if ((byPerson.get(`${taskId}/${detail?.attempt}/${detail?.person}`) ?? 0) === 0)
      mailsLost.push(`${taskId}/${detail?.attempt} to ${detail?.person} is on record and never came`);
  }
  for (const [hash] of arrived) doubled.push(`a mail carries a link the table does not know (${hash.slice(0, 8)}…)`);
}
