import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import { actingPeople, forWhom, mayAct } from '../shared/domain/assignment.ts';
import type { DocumentVersion } from '../shared/domain/case.ts';
import { canonicalJson } from '../shared/domain/content-hash.ts';
import { documents } from '../shared/domain/documents.ts';
import type { SopError } from '../shared/domain/errors.ts';
import { fieldErrors, oneOf } from '../shared/domain/field-errors.ts';
import type { Fact } from '../shared/domain/history.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Cases, Now, Observer, Tasks } from '../shared/domain/ports.ts';
import { dutiesOf } from '../shared/domain/separation.ts';
import { findStep, type Outcome, type Step } from '../shared/domain/steps.ts';
import { type Decision, LONGEST_COMMENT, type Task } from '../shared/domain/task.ts';
import { parseTaskId } from '../shared/domain/task-id.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import { refusalByContent } from './content-change.ts';
import { type DutiesWorld, refusalByDuties } from './duties.ts';
import { recordRefusal } from './record-refusal.ts';
import * as refusal from './refusals.ts';
import { refusalByStanding } from './standing.ts';

export interface DecideTaskWorld extends DutiesWorld {
  readonly tasks: Pick<Tasks, 'get' | 'decide' | 'duties'>;
  readonly cases: Pick<Cases, 'get' | 'documents' | 'latestDocuments' | 'record'>;
  readonly now: Now;
  readonly observer: Observer;
}

export interface DecideTask {
  readonly taskId: string;
  readonly actor: Actor;
  readonly via: Decision['via'];
  readonly outcome: string;
  readonly comment?: string | undefined;
  /** The step's form: the content of the document version the decision makes. */
  readonly data?: unknown;
  /** What the person saw: the decision is refused when the task is another by now. */
  readonly expect?: { readonly attempt?: number | undefined; readonly contentHash?: string | undefined } | undefined;
}

/** How often a decision is tried where the write met another one, or the table gave no answer. */
const MAX_ROUNDS = 8;

/** The longest pause before looking again, in milliseconds. */
const MAX_PAUSE = 250;

/**
 * The one way a person's decision enters the system, whichever way it came (API, link, inbox, mail). The first decision
 * on a task wins: it makes `OPEN → DECIDED` and the document version in one write, and the outbox carries it to the
 * state machine. Whatever comes later is told the recorded decision and has no effect.
 *
 * @throws SopError, one of `refusals.ts`; `TransientFailure` when the table stays too busy
 */
export async function decideTask(
  world: DecideTaskWorld,
  wish: DecideTask,
): Promise<{ task: Task; decision: Decision }> {
  /** Written without an answer, perhaps: the next look at the task tells. */
  let unanswered: Decision | undefined;
  let failure: unknown;
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    try {
      const task = await world.tasks.get(wish.taskId);
      if (task === undefined) throw await unknownTask(world, wish);
      if (task.decision !== undefined && isSame(task.decision, unanswered)) return { task, decision: task.decision };
      const at = world.now();
      const { step, outcome } = await admit(world, task, wish, at);
      const document = await documentOf(world, task, step, outcome, wish, at);
      const decision = decisionOf(task, wish, outcome, document, at);
      const duties = dutiesOf(task.caseId, task.step, actingPeople(task, wish.actor));
      const facts = factsOf(task, decision, document, at);
      unanswered = decision;
      if (await world.tasks.decide(task, decision, document, facts, duties)) {
        for (const fact of facts) world.observer.fact(fact);
        return { task: { ...task, status: 'DECIDED', decision }, decision };
      }
      // Something changed between the read and the write: the next round reads it and says what.
      unanswered = undefined;
    } catch (error) {
      if (!(error instanceof TransientFailure)) throw error;
      failure = error;
      await pause(Math.random() * MAX_PAUSE);
    }
  }
  throw new TransientFailure(failure ?? new Error('The task kept changing while it was decided'));
}

/** An id that no task has goes on record with the case it names; where it names none, the log has it. */
async function unknownTask(world: DecideTaskWorld, { taskId, actor, via }: DecideTask): Promise<SopError> {
  const error = refusal.taskNotFound();
  const caseId = parseTaskId(taskId)?.caseId;
  const salesCase = caseId === undefined ? undefined : await world.cases.get(caseId);
  if (salesCase === undefined) {
    world.observer.warn('task.unknown', { person: actor.id, via });
    return error;
  }
  const detail = { why: error.name };
  const fact = newFact({ caseId: salesCase.id, type: 'task.refused-attempt', by: actor.id, via, detail }, world.now());
  await world.cases.record(fact);
  world.observer.fact(fact);
  return error;
}

function isSame(recorded: Decision, unanswered: Decision | undefined): boolean {
  return unanswered !== undefined && canonicalJson(recorded) === canonicalJson(unanswered);
}

function decisionOf(
  task: Task,
  wish: DecideTask,
  outcome: Outcome,
  document: DocumentVersion | undefined,
  at: Date,
): Decision {
  return {
    outcome: outcome.id,
    comment: wish.comment?.trim() ?? '',
    by: wish.actor.id,
    ...forWhom(task),
    via: wish.via,
    at: at.toISOString(),
    ...(document === undefined ? {} : { document: { kind: document.kind, version: document.version } }),
  };
}

/** Lets the wish through or refuses it; the refusal of an attempt that the person had no right to is put on record. */
async function admit(
  world: DecideTaskWorld,
  task: Task,
  wish: DecideTask,
  at: Date,
): Promise<{ step: Step; outcome: Outcome }> {
  const step = findStep(task.step);
  if (step === undefined) throw refusal.taskNotFound();
  const refused = await whyNot(world, task, wish, at);
  if (refused !== undefined) {
    if (onRecord.has(refused.name)) await recordRefusal(world, task, { by: wish.actor.id, via: wish.via, refused, at });
    throw refused;
  }
  const outcome = step.outcomes.find(({ id }) => id === wish.outcome);
  if (outcome === undefined) {
    const allowed = step.outcomes.map(({ id }) => id);
    throw refusal.outcomeUnknown(allowed, oneOf(allowed));
  }
  if (outcome.signedIn === true && (wish.via === 'link' || wish.via === 'mail')) {
    const unsigned = refusal.signInNeeded();
    await recordRefusal(world, task, { by: wish.actor.id, via: wish.via, refused: unsigned, at });
    throw unsigned;
  }
  const comment = wish.comment?.trim() ?? '';
  if (outcome.needsComment && comment === '') throw refusal.commentMissing();
  if (comment.length > LONGEST_COMMENT) throw refusal.commentTooLong(LONGEST_COMMENT);
  return { step, outcome };
}

/** What is put on record; that another decision was faster is in the record already. */
const onRecord: ReadonlySet<string> = new Set([
  'NotYourTask',
  'DutiesSeparated',
  'TaskCancelled',
  'TaskExpired',
  'TaskReissued',
  'ContentChanged',
]);

async function whyNot(world: DecideTaskWorld, task: Task, wish: DecideTask, at: Date): Promise<SopError | undefined> {
  if (!mayAct(wish.actor, task)) return refusal.notYours(task);
  const ended = refusalByStanding(task, at);
  if (ended !== undefined) return ended;
  const outdated = await refusalByContent(world.cases, task, wish.expect ?? {});
  if (outdated !== undefined) return outdated;
  return refusalByDuties(world, task, actingPeople(task, wish.actor));
}

/** The document version the outcome makes, its content checked by the step's form (AD-5, AD-7). */
async function documentOf(
  world: DecideTaskWorld,
  task: Task,
  step: Step,
  outcome: Outcome,
  wish: DecideTask,
  at: Date,
): Promise<DocumentVersion | undefined> {
  if (step.produces === undefined || !outcome.needsForm) return undefined;
  const data = wish.data ?? {};
  const form: z.ZodMiniType<Record<string, unknown>> = documents[step.produces].schema;
  const read = z.safeParse(form, data);
  if (!read.success) throw refusal.formInvalid(fieldErrors(read.error.issues, data, '/data'));
  const [latest] = await world.cases.latestDocuments(task.caseId, [step.produces]);
  return {
    caseId: task.caseId,
    kind: step.produces,
    version: (latest?.version ?? 0) + 1,
    content: read.data,
    by: wish.actor.id,
    ...forWhom(task),
    at: at.toISOString(),
    taskId: task.id,
  };
}

function factsOf(task: Task, decision: Decision, document: DocumentVersion | undefined, at: Date): readonly Fact[] {
  const common = {
    caseId: task.caseId,
    taskId: task.id,
    step: task.step,
    by: decision.by,
    via: decision.via,
    ...forWhom(task),
  };
  const decided = newFact(
    { ...common, type: 'task.decided', detail: { outcome: decision.outcome, turn: task.turn, attempt: task.attempt } },
    at,
  );
  if (document === undefined) return [decided];
  const { kind, version } = document;
  return [decided, newFact({ ...common, type: 'document.added', detail: { kind, version } }, at, 1)];
}
