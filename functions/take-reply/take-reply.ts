import { createHash } from 'node:crypto';
import { refusalByContent } from '../decide-task/content-change.ts';
import { type DecideTaskWorld, decideTask } from '../decide-task/decide-task.ts';
import * as refusal from '../decide-task/refusals.ts';
import { contactId, contactPerson, mayAct } from '../shared/domain/assignment.ts';
import type { SniffType } from '../shared/domain/attachment.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import { SopError } from '../shared/domain/errors.ts';
import { linkId } from '../shared/domain/link.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Person } from '../shared/domain/person.ts';
import type { Answers, Mailer, People, Secrets, Tasks } from '../shared/domain/ports.ts';
import { type Asked, hashOfReplyAddress, isReplyHashOf, replyAddress } from '../shared/domain/reply-address.ts';
import { automaticKind } from '../shared/domain/reply-automatic.ts';
import { headerValues, type ReceivedMail } from '../shared/domain/reply-mail.ts';
import { readReply } from '../shared/domain/reply-reading.ts';
import {
  contentRefusal,
  dkimDomains,
  type OrganisationalDomain,
  senderRefusal,
  type Verdicts,
} from '../shared/domain/reply-sender.ts';
import { findStep, type Step } from '../shared/domain/steps.ts';
import type { Task } from '../shared/domain/task.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import { type ReplyAnswer, replyOutcome } from '../shared/mails/reply-outcome.ts';
import type { ReceivedNotice } from './contract.ts';
import { type FileKeeping, keepFiles, leftFiles, noFiles } from './keep-files.ts';

export interface TakeReplyWorld extends DecideTaskWorld {
  readonly tasks: DecideTaskWorld['tasks'] & Pick<Tasks, 'byLink'>;
  readonly cases: DecideTaskWorld['cases'];
  readonly people: DecideTaskWorld['people'] & Pick<People, 'get'>;
  readonly answers: Answers;
  readonly attachments: FileKeeping['attachments'];
  readonly mailer: Mailer;
  readonly secrets: Secrets;
  /** The received mail of that SES message id, parsed; undefined while it is not there yet. @throws UnreadableMail */
  readonly read: (messageId: string) => Promise<ReceivedMail | undefined>;
  readonly sniff: SniffType;
  /** Loads the public suffix list: only mails without a DMARC policy need it. */
  readonly organisation: () => Promise<OrganisationalDomain>;
  readonly publicUrl: string;
  readonly replyDomain: string;
  readonly mailFrom: string;
}

/** A mail nobody can read: too large, or not a mail. */
export class UnreadableMail extends Error {
  override readonly name = 'UnreadableMail';
}

/** What became of a mail; `why` is a stable code. */
export interface Taken {
  readonly result: 'decided' | 'answered' | 'refused' | 'dropped' | 'repeated';
  readonly why: string;
}

/** How many answers one person gets about one task within the time answers are kept (a day). */
const MOST_ANSWERS = 6;

/**
 * Takes one mail that came to a reply address: finds whose reply to which task it must be, makes sure that it is theirs,
 * reads it, decides through the one use case behind every way in, and answers what came of it.
 *
 * A mail of a machine is dropped without an answer; one that is not provably the person's is refused and put on record
 * without an answer; what the person did send but decides nothing is put on record and answered with what to write. The
 * same mail again changes nothing.
 *
 * @throws TransientFailure when it should be handed in again
 */
export async function takeReply(world: TakeReplyWorld, notice: ReceivedNotice): Promise<Taken> {
  const addressed = await addressee(world, notice.receipt.recipients);
  if (typeof addressed === 'string') {
    world.observer.warn('reply.dropped', { why: addressed });
    return { result: 'dropped', why: addressed };
  }
  const mail = await received(world, notice.mail.messageId);
  if (mail === undefined) return turnAway(world, addressed, 'dropped', 'unreadable');

  const own = [world.mailFrom, world.replyDomain];
  const automatic = automaticKind(mail.headers, notice.mail.source, own);
  if (automatic !== undefined) return turnAway(world, addressed, 'dropped', automatic);

  const verdicts = verdictsOf(notice);
  const claim = {
    from: mail.from,
    envelopeFrom: notice.mail.source,
    dkimDomains: dkimDomains(headerValues(mail.headers, 'authentication-results'), 'amazonses.com'),
  };
  const sender = await senderRefusal(claim, verdicts, addressed.person.email, world.organisation);
  if (sender !== undefined) return turnAway(world, addressed, 'refused', sender);
  return once(world, addressed, mail.messageId ?? notice.mail.messageId, () =>
    act(world, addressed, mail, verdicts, new Date(notice.mail.timestamp)),
  );
}

/** Whose reply to what a mail must be, by the address it came to. */
interface Addressed {
  readonly task: Task;
  readonly attempt: number;
  readonly step: Step;
  readonly person: Person;
  readonly salesCase: SalesCase;
  /** Their link to the task; undefined when the secret it was made with has been replaced. */
  readonly link: string | undefined;
  readonly replyTo: string;
}

async function addressee(world: TakeReplyWorld, recipients: readonly string[]): Promise<Addressed | string> {
  const hashes = new Set(recipients.flatMap((address) => hashOfReplyAddress(address, world.replyDomain) ?? []));
  const [hash, ...others] = hashes;
  if (hash === undefined) return 'no-reply-address';
  if (others.length > 0) return 'several-reply-addresses';
  const found = await world.tasks.byLink(hash);
  if (found === undefined) return 'unknown-reply-address';
  const { task, personId, attempt } = found;
  const step = findStep(task.step);
  const salesCase = await world.cases.get(task.caseId);
  if (step === undefined || salesCase === undefined) return 'unknown-reply-address';
  const person = personId === contactId(salesCase.id) ? contactPerson(salesCase) : await world.people.get(personId);
  if (person === undefined) return 'unknown-person';
  return {
    task,
    attempt,
    step,
    person,
    salesCase,
    link: await linkOf(world, { taskId: task.id, attempt, personId }, hash),
    replyTo: replyAddress(hash, world.replyDomain),
  };
}

/** The table knows an address by its hash whatever the secret is by now; the link can only be made again with its own. */
async function linkOf(world: TakeReplyWorld, asked: Asked, hash: string): Promise<string | undefined> {
  const secret = await world.secrets.linkSecret();
  if (!isReplyHashOf(secret, asked, hash)) return undefined;
  return `${world.publicUrl}/t/${linkId(secret, asked.taskId, asked.attempt, asked.personId)}`;
}

async function received(world: TakeReplyWorld, messageId: string): Promise<ReceivedMail | undefined> {
  try {
    const mail = await world.read(messageId);
    if (mail === undefined) throw new TransientFailure(new Error('The received mail is not in its bucket yet'));
    return mail;
  } catch (error) {
    if (error instanceof UnreadableMail) return undefined;
    throw error;
  }
}

function verdictsOf({ receipt }: ReceivedNotice): Verdicts {
  return {
    spf: receipt.spfVerdict.status,
    dkim: receipt.dkimVerdict.status,
    dmarc: receipt.dmarcVerdict.status,
    spam: receipt.spamVerdict.status,
    virus: receipt.virusVerdict.status,
  };
}

/** Puts on record that a mail was not taken; nobody is answered. */
async function turnAway(
  world: TakeReplyWorld,
  { task }: Addressed,
  result: 'dropped' | 'refused',
  why: string,
): Promise<Taken> {
  await recordAttempt(world, task, why);
  world.observer.warn(`reply.${result}`, { taskId: task.id, why });
  return { result, why };
}

async function recordAttempt(world: TakeReplyWorld, task: Task, why: string, by?: string): Promise<void> {
  const fact = newFact(
    {
      caseId: task.caseId,
      taskId: task.id,
      step: task.step,
      type: 'task.refused-attempt',
      via: 'mail',
      detail: { why },
      ...(by === undefined ? {} : { by }),
    },
    world.now(),
  );
  await world.cases.record(fact);
  world.observer.fact(fact);
}

/** Does `work` for one mail once: the mail's own id, for this addressee, is claimed first and kept when it is done. */
async function once(
  world: TakeReplyWorld,
  { task, person }: Addressed,
  messageId: string,
  work: () => Promise<Taken>,
): Promise<Taken> {
  const key = `mail-reply|${task.id}|${person.id}|${messageId}`;
  const claim = await world.answers.begin(key, fingerprint(messageId));
  if (claim.state === 'answered') {
    await recordAttempt(world, task, 'repeated-mail', person.id);
    return { result: 'repeated', why: claim.body };
  }
  if (claim.state !== 'fresh') throw new TransientFailure(new Error('The same mail is being taken right now'));
  try {
    const taken = await work();
    await world.answers.keep(key, 200, taken.why);
    return taken;
  } catch (error) {
    await world.answers.release(key);
    throw error;
  }
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What the verified person's mail leads to. @param receivedAt when the mail service took the mail */
async function act(
  world: TakeReplyWorld,
  addressed: Addressed,
  mail: ReceivedMail,
  verdicts: Verdicts,
  receivedAt: Date,
): Promise<Taken> {
  const { task, attempt, step, person } = addressed;
  const unsafe = contentRefusal(verdicts);
  if (unsafe !== undefined) {
    await recordAttempt(world, task, unsafe, person.id);
    return answer(world, addressed, { kind: 'unsafe', why: unsafe }, noFiles, unsafe);
  }
  const ended = await standing(world, addressed, receivedAt);
  if (ended !== undefined) {
    await recordAttempt(world, task, ended.why, person.id);
    return answer(world, addressed, ended.answer, leftFiles(mail.files), ended.why);
  }
  const reading = readReply(mail, {
    step,
    writer: person,
    openedAt: new Date(task.openedAt),
    now: world.now(),
    publicUrl: world.publicUrl,
  });
  if (reading.result === 'nothing') {
    const { why, line } = reading;
    await recordAttempt(world, task, why, person.id);
    const said = { kind: 'unclear', why, ...(line === undefined ? {} : { line }) } as const;
    return answer(world, addressed, said, leftFiles(mail.files), why);
  }
  const files = await keepFiles(world, task, person.id, mail.files, receivedAt);
  try {
    const { decision } = await decideTask(world, {
      taskId: task.id,
      actor: { id: person.id, roles: person.roles },
      via: 'mail',
      outcome: reading.outcome.id,
      comment: reading.comment,
      ...(reading.data === undefined ? {} : { data: reading.data }),
      expect: { attempt, contentHash: task.contentHash },
    });
    const pages = pagesOf(reading.data);
    return answer(world, addressed, { kind: 'recorded', decision, pages, kept: files.kept }, files, 'recorded');
  } catch (error) {
    if (!(error instanceof SopError)) throw error;
    const now = await world.tasks.get(task.id);
    const lost = now === undefined ? undefined : await standing(world, { ...addressed, task: now }, receivedAt);
    const said = lost?.answer ?? { kind: 'refused', text: error.text };
    return answer(world, addressed, said, files, error.name);
  }
}

/** Why the task cannot be decided by this mail any more, whatever it says; undefined while it can. */
async function standing(
  world: TakeReplyWorld,
  { task, attempt, person }: Pick<Addressed, 'task' | 'attempt' | 'person'>,
  receivedAt: Date,
): Promise<{ readonly answer: ReplyAnswer; readonly why: string } | undefined> {
  const refused = (error: SopError): { answer: ReplyAnswer; why: string } => ({
    answer: { kind: 'refused', text: error.text },
    why: error.name,
  });
  if (!mayAct(person, task)) return refused(refusal.notYours(task));
  if (task.decision !== undefined) {
    const { decision } = task;
    const own = decision.by === person.id;
    // Decided by mail after this very mail came in: an earlier run of it got that far and no further.
    if (own && decision.via === 'mail' && decision.at >= receivedAt.toISOString()) {
      return { answer: { kind: 'recorded', decision, pages: [], kept: [] }, why: 'recorded' };
    }
    return { answer: { kind: 'already-decided', decision, own }, why: 'TaskAlreadyDecided' };
  }
  if (task.status === 'CANCELLED') return refused(refusal.cancelled());
  if (task.status === 'EXPIRED' || task.expiresAt <= world.now().toISOString()) return refused(refusal.expired(task));
  const outdated = await refusalByContent(world.cases, task, { attempt });
  return outdated === undefined ? undefined : refused(outdated);
}

function pagesOf(data: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  return Array.isArray(data?.pages) ? data.pages.map(String) : [];
}

/** Mails the person what came of their reply, unless they have had many such answers already. */
async function answer(
  world: TakeReplyWorld,
  addressed: Addressed,
  said: ReplyAnswer,
  files: Awaited<ReturnType<typeof keepFiles>>,
  why: string,
): Promise<Taken> {
  const { task, person } = addressed;
  const result = said.kind === 'recorded' ? 'decided' : 'answered';
  if (!(await mayAnswer(world, task, person))) {
    world.observer.warn('reply.answers-exhausted', { taskId: task.id });
    return { result, why };
  }
  // The link of somebody who has the task no more leads nowhere.
  const link = why === 'NotYourTask' ? undefined : addressed.link;
  const mailed = await world.mailer.send(
    replyOutcome({ ...addressed, link, answer: said, refusedFiles: files.refused, leftFiles: files.left }),
  );
  if (mailed === 'refused') world.observer.warn('reply.answer-refused', { taskId: task.id });
  return { result, why };
}

/** Takes one of the person's answers for the day; false when none is left. */
async function mayAnswer(world: TakeReplyWorld, task: Task, person: Person): Promise<boolean> {
  for (let slot = 1; slot <= MOST_ANSWERS; slot += 1) {
    const key = `mail-reply-answer|${task.id}|${person.id}|${slot}`;
    const claim = await world.answers.begin(key, fingerprint(key));
    if (claim.state === 'fresh') {
      await world.answers.keep(key, 200, '');
      return true;
    }
  }
  return false;
}
