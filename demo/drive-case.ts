import { randomUUID } from 'node:crypto';
import PostalMime from 'postal-mime';
import * as z from 'zod';
import { type DocumentKind, documents } from '../functions/shared/domain/documents.ts';
import type { Role } from '../functions/shared/domain/roles.ts';
import { fieldsOf } from '../functions/shared/pages/form-field.ts';
import { toValues } from '../functions/shared/pages/form-values.ts';
import people from '../local/seed/people.json' with { type: 'json' };
import type { FactDecision, Facts } from './facts.ts';

/** The running system as a person's programs reach it. */
export interface System {
  /** The HTTP API and the `/local` pages. */
  readonly appUrl: string;
  /** A bearer token of that user. */
  token(user: string): Promise<string>;
  /** Waits until something may have changed. */
  pause(): Promise<void>;
}

export interface DrivenCase {
  readonly caseId: string;
  /** How the case ended: PUBLISHED, LOST, CLOSED, CANCELLED or FAILED. */
  readonly status: string;
}

const openTask = z.object({
  id: z.string(),
  attempt: z.number(),
  turn: z.number(),
  contentHash: z.string(),
  role: z.object({ id: z.string() }),
  step: z.object({
    id: z.string(),
    outcomes: z.array(z.object({ id: z.string(), needsForm: z.boolean() })),
    form: z.object({ kind: z.string() }).optional(),
  }),
});
type OpenTask = z.infer<typeof openTask>;

const caseDetail = z.object({
  case: z.object({ id: z.string(), status: z.object({ id: z.string() }) }),
  tasks: z.array(openTask),
});
const mailList = z.object({ mails: z.array(z.object({ id: z.string(), subject: z.string() })) });

const over = new Set(['PUBLISHED', 'LOST', 'CLOSED', 'CANCELLED', 'FAILED']);

/**
 * Takes one case from the customer's intent to its end: staff decide by the API, the customer by the link in the mail.
 * @param onCase told the case's id as soon as it is open.
 * @param until a step at whose task to stop, undecided; the status is then the running case's.
 * @throws Error with the system's own answer when it refuses something the facts ask for.
 */
export async function driveCase(
  system: System,
  facts: Facts,
  onCase: (caseId: string) => void,
  until?: string,
): Promise<DrivenCase> {
  const customerId = await enterCustomer(system, facts);
  const opened = await post(system, facts.case.sales, '/cases', {
    customerId,
    title: facts.case.title,
    contact: facts.case.contact,
    assistant: facts.case.assistant,
    ...(facts.case.settings && { settings: facts.case.settings }),
  });
  const { id: caseId } = z.object({ id: z.string() }).parse(opened);
  onCase(caseId);

  const decided = new Set<string>();
  for (;;) {
    const detail = caseDetail.parse(await get(system, facts.case.sales, `/cases/${caseId}`));
    const todo = detail.tasks.filter(({ id, attempt }) => !decided.has(`${id}/${attempt}`));
    const status = detail.case.status.id;
    if (over.has(status) || todo.some(({ step }) => step.id === until)) return { caseId, status };
    for (const task of todo) {
      if (await decide(system, facts, caseId, task)) decided.add(`${task.id}/${task.attempt}`);
    }
    if (todo.length === 0) await system.pause();
  }
}

async function enterCustomer(system: System, facts: Facts): Promise<string> {
  const response = await call(system, facts.case.sales, 'POST', '/customers', facts.customer);
  const answer: unknown = await response.json();
  const known = z.object({ customerId: z.string() }).safeParse(answer);
  if (response.status === 409 && known.success) return known.data.customerId;
  if (!response.ok) throw refused('POST /customers', response.status, answer);
  return z.object({ id: z.string() }).parse(answer).id;
}

/** False while the customer's mail has not arrived. */
async function decide(system: System, facts: Facts, caseId: string, task: OpenTask): Promise<boolean> {
  const decision = decisionFor(facts, task);
  if (task.role.id === 'customer') return decideByLink(system, facts, caseId, task, decision);
  await post(system, actorFor(facts, task.role.id), `/tasks/${task.id}/decision`, {
    ...decision,
    expect: { attempt: task.attempt, contentHash: task.contentHash },
  });
  return true;
}

function decisionFor(facts: Facts, task: OpenTask): FactDecision {
  const made = facts.decisions[task.step.id] ?? [];
  const decision = made[Math.min(task.turn, made.length) - 1];
  if (decision === undefined) throw new Error(`The facts say nothing for step ${task.step.id}: add it to "decisions"`);
  return decision;
}

function actorFor(facts: Facts, role: string): string {
  if (role === 'sales') return facts.case.sales;
  if (role === 'assistant') return facts.case.assistant;
  const named = facts.people?.[role as Role];
  const actor = named ?? people.find(({ groups }) => groups.some((group) => group === role))?.user;
  if (actor === undefined) throw new Error(`Nobody is seeded for the role ${role}: name one in "people"`);
  return actor;
}

async function decideByLink(
  system: System,
  facts: Facts,
  caseId: string,
  task: OpenTask,
  decision: FactDecision,
): Promise<boolean> {
  const link = await linkFor(system, facts.case.contact.email, caseId, task);
  if (link === undefined) return false;
  const page = await fetch(link, { headers: { 'accept-language': 'en' } });
  const form = new URLSearchParams(hiddenFields(await page.text()));
  form.set('outcome', decision.outcome);
  form.set('comment', decision.comment ?? '');
  if (decision.data !== undefined && isDocument(task.step.form?.kind)) {
    for (const [name, value] of toValues(fieldsOf(task.step.form.kind), decision.data)) form.set(name, value);
  }
  const answer = await fetch(link, { method: 'POST', body: form, redirect: 'manual' });
  if (answer.status >= 400)
    throw refused(`POST ${new URL(link).pathname.slice(0, 8)}…`, answer.status, await answer.text());
  return true;
}

/** The link of the newest mail by which the contact can decide this task. */
async function linkFor(system: System, email: string, caseId: string, task: OpenTask): Promise<string | undefined> {
  const response = await fetch(`${system.appUrl}/local/mail.json?to=${encodeURIComponent(email)}`);
  const { mails } = mailList.parse(await response.json());
  for (const { id } of mails.filter(({ subject }) => subject.includes(`[${caseId}]`))) {
    const source = await fetch(`${system.appUrl}/local/mail/${encodeURIComponent(id)}/source`);
    const { text } = await PostalMime.parse(await source.text());
    const link = /https?:\/\/\S+\/t\/[\w-]+/.exec(text ?? '')?.[0];
    if (link === undefined) continue;
    const page = await fetch(link);
    if (page.ok && (await page.text()).includes(task.contentHash)) return link;
  }
  return undefined;
}

function hiddenFields(page: string): [string, string][] {
  return [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
}

function isDocument(kind: string | undefined): kind is DocumentKind {
  return kind !== undefined && Object.hasOwn(documents, kind);
}

async function get(system: System, user: string, path: string): Promise<unknown> {
  const response = await call(system, user, 'GET', path);
  const answer: unknown = await response.json();
  if (!response.ok) throw refused(`GET ${path}`, response.status, answer);
  return answer;
}

async function post(system: System, user: string, path: string, body: unknown): Promise<unknown> {
  const response = await call(system, user, 'POST', path, body);
  const answer: unknown = await response.json();
  if (!response.ok) throw refused(`POST ${path} as ${user}`, response.status, answer);
  return answer;
}

async function call(system: System, user: string, method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${system.appUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await system.token(user)}`,
      'accept-language': 'en',
      ...(method === 'POST' && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

function refused(what: string, status: number, answer: unknown): Error {
  return new Error(
    `${what} was answered ${status}: ${typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2)}`,
  );
}
