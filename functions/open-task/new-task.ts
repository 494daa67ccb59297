import { assigneeOf } from '../shared/domain/assignment.ts';
import type { DocumentVersion, SalesCase } from '../shared/domain/case.ts';
import { contentHash } from '../shared/domain/content-hash.ts';
import { clockFrom, termsOf } from '../shared/domain/sla.ts';
import type { Step } from '../shared/domain/steps.ts';
import type { Finding, Task } from '../shared/domain/task.ts';
import { taskId } from '../shared/domain/task-id.ts';
import type { WorkCalendar } from '../shared/domain/working-time.ts';
import type { Input } from './contract.ts';

/** How long the state machine waits for a person: the `TimeoutSeconds` of every waiting state. */
export const WAIT_SECONDS = 30 * 24 * 60 * 60;

export interface NewTask {
  readonly input: Input;
  readonly step: Step;
  readonly salesCase: SalesCase;
  /** The latest version of each document the step decides on. */
  readonly documents: readonly DocumentVersion[];
  /** Every task the case has had at this step. */
  readonly ofStep: readonly Task[];
  /** What the rule check says of documents that changed since the state was entered. */
  readonly findings?: readonly Finding[] | undefined;
  readonly at: Date;
  /** When people work. */
  readonly calendar: WorkCalendar;
}

/** The task a state's entry asks for: its first attempt, or the next one of what is there, on the content of today. */
export function newTask({ input, step, salesCase, documents, ofStep, findings, at, calendar }: NewTask): Task {
  const id = taskId(input);
  const before = ofStep.find((task) => task.id === id);
  const terms = termsOf(step.id, calendar);
  if (before !== undefined) {
    // The wait begins anew with each token; the clock of working time only for a task that had ended.
    const clock = before.status === 'OPEN' ? {} : clockFrom(at, before, terms);
    const next = { ...before, ...clock, attempt: before.attempt + 1, expiresAt: later(at, WAIT_SECONDS) };
    const { attempt, contentHash: seen, subject, earlier = [] } = before;
    return !isOtherContent(before, documents)
      ? next
      : {
          ...next,
          subject: subjectOf(documents),
          contentHash: contentHash(documents),
          findings: [...(findings ?? before.findings)],
          earlier: [...earlier, { attempt, contentHash: seen, subject }],
        };
  }
  const assignee = assigneeOf(step.role, salesCase);
  const { priority } = salesCase.settings;
  const whose = { caseId: salesCase.id, ...(assignee === undefined ? {} : { assignee }) };
  return {
    id,
    caseId: salesCase.id,
    step: step.id,
    state: input.state,
    role: step.role,
    ...(assignee === undefined ? {} : { assignee }),
    status: 'OPEN',
    attempt: 1,
    turn: 1 + ofStep.filter(({ status }) => status === 'DECIDED').length,
    reason: input.reason,
    findings: [...input.findings],
    subject: subjectOf(documents),
    contentHash: contentHash(documents),
    openedAt: at.toISOString(),
    ...(priority === undefined ? {} : { priority }),
    ...clockFrom(at, priority === undefined ? whose : { ...whose, priority }, terms),
    expiresAt: later(new Date(input.enteredTime), WAIT_SECONDS),
  };
}

/** Whether `task` was made of other content than `documents` have now. */
export function isOtherContent(task: Pick<Task, 'contentHash'>, documents: readonly DocumentVersion[]): boolean {
  return task.contentHash !== contentHash(documents);
}

function subjectOf(documents: readonly DocumentVersion[]): Task['subject'] {
  return documents.map(({ kind, version }) => ({ kind, version }));
}

function later(from: Date, seconds: number): string {
  return new Date(from.getTime() + seconds * 1000).toISOString();
}
