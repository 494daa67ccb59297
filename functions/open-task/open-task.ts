import type { DocumentVersion, SalesCase } from '../shared/domain/case.ts';
import { hasEnded } from '../shared/domain/case-course.ts';
import { linkHash, linkId } from '../shared/domain/link.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Person } from '../shared/domain/person.ts';
import type { Cases, Mailer, Now, Observer, People, Secrets, Tasks } from '../shared/domain/ports.ts';
import { replyAddress } from '../shared/domain/reply-address.ts';
import { findStep, type Step } from '../shared/domain/steps.ts';
import type { Task } from '../shared/domain/task.ts';
import { taskId } from '../shared/domain/task-id.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import { taskNotice } from '../shared/mails/task-notice.ts';
import type { Input, Output } from './contract.ts';
import { expireOverdue } from './expire-overdue.ts';
import { newTask } from './new-task.ts';
import { recipientsOf } from './recipients.ts';
import { resumed } from './resumed.ts';

export interface OpenTaskWorld {
  readonly cases: Pick<Cases, 'get' | 'latestDocuments' | 'move'>;
  readonly tasks: Pick<Tasks, 'open' | 'notified' | 'ofStep' | 'list' | 'end'>;
  readonly people: Pick<People, 'get' | 'withRole'>;
  readonly mailer: Mailer;
  readonly secrets: Secrets;
  readonly now: Now;
  readonly observer: Observer;
  /** Where links lead, without a slash at the end. */
  readonly publicUrl: string;
  /** The domain of reply addresses; undefined where replies are not taken. */
  readonly replyDomain?: string | undefined;
}

/** Two calls for one state entry may meet; the next round knows who was first. */
const MAX_ROUNDS = 4;

/**
 * Asks people for one decision: writes the task with its links, then mails each person their link. Called again for the
 * same entry of the state, by a retry or after a crash, it opens no second task and mails only whom no mail is on record
 * for, with the same link as before. A new token of an open task makes its next attempt, with new links and mails.
 *
 * @throws StepUnknown, CaseUnknown: the state machine does not fit this code; TransientFailure: to be retried
 */
export async function openTask(world: OpenTaskWorld, input: Input): Promise<Output> {
  const step = findStep(input.step);
  if (step === undefined) throw named('StepUnknown', `The catalogue has no step ${input.step}`);
  const found = await world.cases.get(input.caseId);
  if (found === undefined) throw named('CaseUnknown', `There is no case ${input.caseId}`);
  const salesCase = hasEnded(found) ? await resumed(world, found, input) : found;
  if (salesCase === undefined) return { taskId: taskId(input), attempt: 0 };

  const opened = await write(world, input, step, salesCase);
  const { task } = opened;
  if (step.id === 'escalation') await expireOverdue(world, task);
  if (task.status === 'OPEN' && !(await calledOff(world, task))) await mail(world, opened);
  return { taskId: task.id, attempt: task.attempt };
}

interface Opened {
  readonly step: Step;
  readonly salesCase: SalesCase;
  readonly task: Task;
  /** The document versions of the task's subject. */
  readonly documents: readonly DocumentVersion[];
  readonly recipients: readonly Person[];
  readonly notified: readonly string[];
  readonly secret: string;
}

async function write(world: OpenTaskWorld, input: Input, step: Step, salesCase: SalesCase): Promise<Opened> {
  const secret = await world.secrets.linkSecret();
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const [ofStep, latest] = await Promise.all([
      world.tasks.ofStep(salesCase.id, step.id),
      world.cases.latestDocuments(salesCase.id, step.decidesOn),
    ]);
    const wanted = newTask({ input, step, salesCase, documents: latest, ofStep, at: world.now() });
    const recipients = await recipientsOf(world, wanted, salesCase);
    const links = recipients.map(({ id: personId }) => ({
      hash: linkHash(linkId(secret, wanted.id, wanted.attempt, personId)),
      personId,
    }));
    const { id, caseId, step: stepId, attempt, turn } = wanted;
    const fact = newFact(
      { caseId, taskId: id, step: stepId, type: 'task.opened', detail: { attempt, turn } },
      world.now(),
    );
    const { result, task, notified } = await world.tasks.open({
      task: wanted,
      taskToken: input.taskToken,
      issue: input.issue,
      links,
      fact,
    });
    if (result === 'outdated') continue;
    if (result === 'opened' || result === 'reissued') world.observer.fact(fact);
    const documents = latest.filter(({ kind, version }) =>
      task.subject.some((part) => part.kind === kind && part.version === version),
    );
    return { step, salesCase, task, documents, recipients, notified, secret };
  }
  throw new TransientFailure(new Error('The task kept changing while it was opened'));
}

/**
 * Whether the case ended while the task was written. Whoever ends a case first marks it, then ends its open tasks; here
 * the task is written first, then the mark read: one of the two sees the other, and no task stays open for nothing.
 */
async function calledOff(world: OpenTaskWorld, task: Task): Promise<boolean> {
  const now = await world.cases.get(task.caseId);
  if (now !== undefined && !hasEnded(now)) return false;
  const { caseId, id, step } = task;
  const fact = newFact({ caseId, taskId: id, step, type: 'task.cancelled' }, world.now());
  if (await world.tasks.end(id, 'CANCELLED', fact)) world.observer.fact(fact);
  return true;
}

/** One after the other, each put on record before the next: a crash in between repeats one mail at most. */
async function mail(world: OpenTaskWorld, opened: Opened): Promise<void> {
  const { task, step, salesCase, documents, secret } = opened;
  for (const person of opened.recipients.filter(({ id }) => !opened.notified.includes(id))) {
    const id = linkId(secret, task.id, task.attempt, person.id);
    const link = `${world.publicUrl}/t/${id}`;
    const replyTo = world.replyDomain === undefined ? undefined : replyAddress(linkHash(id), world.replyDomain);
    const notice = taskNotice({ person, salesCase, task, step, documents, link, replyTo });
    const outcome = await world.mailer.send(notice);
    const fact = newFact(
      {
        caseId: task.caseId,
        taskId: task.id,
        step: task.step,
        type: outcome === 'sent' ? 'task.notified' : 'task.notice-refused',
        detail: { person: person.id, attempt: task.attempt },
      },
      world.now(),
    );
    await world.tasks.notified(task.id, task.attempt, person.id, fact);
    world.observer.fact(fact);
  }
}

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
