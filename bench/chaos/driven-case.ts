import { randomUUID } from 'node:crypto';
import PostalMime from 'postal-mime';
import * as z from 'zod';
import type { FactDecision } from '../../demo/facts.ts';
import { type DocumentKind, documents } from '../../functions/shared/domain/documents.ts';
import { fact } from '../../functions/shared/domain/history.ts';
import { linkHash } from '../../functions/shared/domain/link.ts';
import { findStep } from '../../functions/shared/domain/steps.ts';
import { type Task, task as taskSchema } from '../../functions/shared/domain/task.ts';
import { fieldsOf } from '../../functions/shared/pages/form-field.ts';
import { toValues } from '../../functions/shared/pages/form-values.ts';
import type { Course } from './courses.ts';
import type { Answer, PatientClient } from './patient-client.ts';

const over: ReadonlySet<unknown> = new Set(['PUBLISHED', 'LOST', 'CLOSED', 'CANCELLED', 'FAILED']);

/** What a look at a case came to: something was done, nothing was to be done yet, or the case is over. */
export type Look = 'acted' | 'waiting' | 'over';

/** One case on its course. People act only on what they were mailed, and repeat what got no answer. */
export class DrivenCase {
  readonly course: Course;
  /** Decisions that were answered: each must be on record, as it was answered. */
  readonly answered: { readonly taskId: string; readonly outcome: string }[] = [];
  /** Answers nobody should get. */
  readonly refusals: string[] = [];
  caseId = '';
  /** The contact's address, the case's own. */
  readonly address: string;
  private readonly client: PatientClient;
  private readonly done = new Set<string>();

  constructor(course: Course, client: PatientClient, index: number) {
    this.course = course;
    this.client = client;
    this.address = `contact-${index}@customer.example`;
  }

  /** The share of the course that is done, 0–1: the decisions, and coming to an end. */
  get progress(): number {
    const all = Object.values(this.course.visits).reduce((sum, count) => sum + count, 1);
    return this.answered.length / all;
  }

  async open(customerId: string): Promise<void> {
    const { title, contact, assistant, sales, settings } = this.course.facts.case;
    const opening = {
      customerId,
      title,
      contact: { ...contact, email: this.address },
      assistant,
      ...(settings && { settings }),
    };
    const { status, text } = await this.client.post(sales, '/cases', opening, randomUUID());
    if (status !== 201) throw new Error(`opening a case was answered ${status}: ${text}`);
    this.caseId = z.object({ id: z.string() }).parse(JSON.parse(text)).id;
  }

  /** Looks at the case and does what one person has been asked to do. */
  async advance(): Promise<Look> {
    const items = await this.client.partition(`CASE#${this.caseId}`);
    if (over.has(items.find(({ entity }) => entity === 'case')?.status)) return 'over';
    const facts = items.filter(({ entity }) => entity === 'fact').map((item) => fact.parse(item));
    const tasks = items.filter(({ entity }) => entity === 'task').map((item) => taskSchema.parse(item));
    for (const task of tasks.filter(({ status }) => status === 'OPEN')) {
      const told = facts.filter(({ type, taskId }) => type === 'task.notified' && taskId === task.id);
      const actor = told.find(({ detail }) => detail?.attempt === task.attempt)?.detail?.person;
      if (typeof actor !== 'string' || this.done.has(`${task.id}/${task.attempt}`)) continue;
      this.done.add(`${task.id}/${task.attempt}`);
      await (task.step === this.course.cancelledAt ? this.callOff() : this.decide(task, actor));
      return 'acted';
    }
    return 'waiting';
  }

  private async callOff(): Promise<void> {
    const path = `/cases/${this.caseId}/cancellation`;
    const reason = '客户暂停了预算。';
    const { status, text, unsure } = await this.client.post(this.course.facts.case.sales, path, { reason });
    if (status !== 200 && !unsure) this.refusals.push(`${path} was answered ${status}: ${text.slice(0, 300)}`);
  }

  private async decide(task: Task, actor: string): Promise<void> {
    const decision = this.decisionFor(task);
    const answer =
      task.role === 'customer'
        ? await this.decideByLink(task, decision)
        : await this.client.post(actor, `/tasks/${task.id}/decision`, {
            ...decision,
            expect: { attempt: task.attempt, contentHash: task.contentHash },
          });
    const { status, text, unsure } = answer;
    // Issued again meanwhile: what was decided on is no more, the next mail asks anew.
    if (status === 409 && text.includes('TaskReissued')) return;
    if (status < 400 || unsure) this.answered.push({ taskId: task.id, outcome: decision.outcome });
    else this.refusals.push(`a decision on ${task.id} was answered ${status}: ${text.slice(0, 300)}`);
  }

  private decisionFor(task: Task): FactDecision {
    const made = this.course.facts.decisions[task.step] ?? [];
    const decision = made[Math.min(task.turn, made.length) - 1];
    if (decision === undefined) throw new Error(`the facts say nothing for step ${task.step}`);
    return decision;
  }

  private async decideByLink(task: Task, decision: FactDecision): Promise<Answer> {
    const link = await this.linkTo(task);
    if (link === undefined)
      return { status: 404, text: 'a notice is on record and its mail is not there', unsure: false };
    const page = await this.client.send(link);
    const form = new URLSearchParams(hiddenFields(page.text));
    form.set('outcome', decision.outcome);
    form.set('comment', decision.comment ?? '');
    const kind = findStep(task.step)?.produces;
    if (decision.data !== undefined && isDocument(kind)) {
      for (const [name, value] of toValues(fieldsOf(kind), decision.data)) form.set(name, value);
    }
    return this.client.send(link, { method: 'POST', body: form });
  }

  /** The path of the link in the newest mail that asks for `task`. */
  private async linkTo(task: Task): Promise<string | undefined> {
    for (const { link } of await mailsTo(this.client, this.address)) {
      if (link === undefined) continue;
      const [bound] = await this.client.partition(`LINK#${linkHash(link)}`);
      if (bound?.taskId === task.id && bound.attempt === task.attempt) return `/t/${link}`;
    }
    return undefined;
  }
}

/** A mail as its reader has it. */
export interface ArrivedMail {
  readonly to: readonly string[];
  readonly subject: string;
  /** The id in its link to a task; undefined where it has none. */
  readonly link: string | undefined;
}

/** The mails in a person's box, or in everybody's, newest first. */
export async function mailsTo(client: PatientClient, address?: string): Promise<readonly ArrivedMail[]> {
  const query = address === undefined ? '' : `?to=${encodeURIComponent(address)}`;
  const { text } = await client.send(`/local/mail.json${query}`);
  const { mails } = mailList.parse(JSON.parse(text));
  const arrived: ArrivedMail[] = [];
  for (const { id, to, subject } of mails) {
    const source = await client.send(`/local/mail/${encodeURIComponent(id)}/source`);
    const body = (await PostalMime.parse(source.text)).text ?? '';
    arrived.push({ to, subject, link: /https?:\/\/\S+\/t\/([\w-]+)/.exec(body)?.[1] });
  }
  return arrived;
}

const mailList = z.object({
  mails: z.array(z.object({ id: z.string(), to: z.array(z.string()), subject: z.string() })),
});

function hiddenFields(page: string): [string, string][] {
  return [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
}

function isDocument(kind: string | undefined): kind is DocumentKind {
  return kind !== undefined && Object.hasOwn(documents, kind);
}
