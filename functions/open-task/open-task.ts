import { contactPerson, forWhom } from '../shared/domain/assignment.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import { hasEnded } from '../shared/domain/case-course.ts';
import { chinaCalendar } from '../shared/domain/china-calendar.ts';
import { linkHash, linkId } from '../shared/domain/link.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Absences, Cases, Mailer, Now, Observer, People, Secrets, Tasks } from '../shared/domain/ports.ts';
import { planOf, termsOf } from '../shared/domain/sla.ts';
import { findStep, type StepOfCatalogue } from '../shared/domain/steps.ts';
import type { Task } from '../shared/domain/task.ts';
import { taskId } from '../shared/domain/task-id.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import type { WorkCalendar } from '../shared/domain/working-time.ts';
import type { Input, Output } from './contract.ts';
import { expireOverdue } from './expire-overdue.ts';
import { isOtherContent, newTask } from './new-task.ts';
import { type Notices, notifyPeople } from './notify-people.ts';
import { recipientsOf } from './recipients.ts';
import { renewedFindings } from './renewed-findings.ts';
import { resumed } from './resumed.ts';
import { substitution } from './substitution.ts';

export interface OpenTaskWorld {
  readonly cases: Pick<Cases, 'get' | 'documents' | 'latestDocuments' | 'move'>;
  readonly tasks: Pick<Tasks, 'open' | 'notified' | 'ofStep' | 'list' | 'end' | 'duties'>;
  readonly absences: Pick<Absences, 'of'>;
  readonly people: Pick<People, 'get' | 'withRole'>;
  readonly mailer: Mailer;
  readonly secrets: Secrets;
  readonly now: Now;
  readonly observer: Observer;
  /** When people work; China's calendar where left out. */
  readonly calendar?: WorkCalendar;
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
 * for, with the same link as before. A new token of an open task makes its next attempt, with new links and mails, on what
 * the documents say by then.
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
  const current = task.status === 'OPEN' ? await stillRunning(world, task) : undefined;
  if (current !== undefined) await notifyPeople(world, withContactOf(current, opened));
  return { taskId: task.id, attempt: task.attempt };
}

async function write(
  world: OpenTaskWorld,
  input: Input,
  step: StepOfCatalogue,
  salesCase: SalesCase,
): Promise<Notices> {
  const secret = await world.secrets.linkSecret();
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const [ofStep, latest] = await Promise.all([
      world.tasks.ofStep(salesCase.id, step.id),
      world.cases.latestDocuments(salesCase.id, step.decidesOn),
    ]);
    const before = ofStep.find(({ id: known }) => known === taskId(input));
    const findings =
      before !== undefined && isOtherContent(before, latest)
        ? await renewedFindings(world, step.id, salesCase.id)
        : undefined;
    const at = world.now();
    const { calendar = chinaCalendar } = world;
    const made = newTask({ input, step, salesCase, documents: latest, ofStep, findings, at, calendar });
    const instead = before === undefined ? await substitution(world, made, at.toISOString()) : undefined;
    const wanted = instead === undefined ? made : { ...made, ...instead };
    const recipients = await recipientsOf(world, wanted, salesCase);
    const links = recipients.map(({ id: personId }) => ({
      hash: linkHash(linkId(secret, wanted.id, wanted.attempt, personId)),
      personId,
    }));
    const { id, caseId, step: stepId, attempt, turn } = wanted;
    const detail = { attempt, turn };
    const fact = newFact(
      { caseId, taskId: id, step: stepId, type: 'task.opened', ...forWhom(wanted), detail },
      world.now(),
    );
    const { result, task, notified } = await world.tasks.open({
      task: wanted,
      taskToken: input.taskToken,
      issue: input.issue,
      links,
      fact,
      nextActionAt: planOf({ ...wanted, status: 'OPEN' }, termsOf(step.id, calendar))[0]?.at,
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
 * The case as it is once the task is written; undefined when it has ended meanwhile. Whoever ends a case, or changes its
 * contact, first marks it, then looks at its open tasks; here the task is written first, then the mark read: one of the
 * two sees the other, and no task stays open for nothing or is mailed to an address that was put right.
 */
async function stillRunning(world: OpenTaskWorld, task: Task): Promise<SalesCase | undefined> {
  const now = await world.cases.get(task.caseId);
  if (now !== undefined && !hasEnded(now)) return now;
  const { caseId, id, step } = task;
  const fact = newFact({ caseId, taskId: id, step, type: 'task.cancelled' }, world.now());
  if (await world.tasks.end(id, 'CANCELLED', fact)) world.observer.fact(fact);
  return undefined;
}

function withContactOf(salesCase: SalesCase, notices: Notices): Notices {
  const contact = contactPerson(salesCase);
  const recipients = notices.recipients.map((person) => (person.id === contact.id ? contact : person));
  return { ...notices, salesCase, recipients };
}

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
