import type { Application, ApplicationDecision, ApplicationEnding, ApplicationResult } from './application.ts';
import type { Attachment } from './attachment.ts';
import type { CaseContact, CaseStatus, DocumentVersion, SalesCase } from './case.ts';
import type { Customer } from './customer.ts';
import type { NoticeName } from './delivery.ts';
import type { DocumentKind } from './documents.ts';
import type { Fact } from './history.ts';
import type { Absence, FollowUp, TaskComment } from './inbox.ts';
import type { ClashNotice, EntryResult, EntryWrites, Pool, Turn } from './intake.ts';
import type { BlockingIndex } from './matching/blocking-index.ts';
import type { Person } from './person.ts';
import type { Move, MoveResult, PoolLimits } from './pools.ts';
import type { Priority } from './priority.ts';
import type { Role } from './roles.ts';
import type { Duty } from './separation.ts';
import type { Decision, Escalation, SlaProgress, Task } from './task.ts';

/** What the use cases need of the world. Each has an adapter on AWS and an in-memory twin under `test/support`. */

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Opaque; absent on the last page. */
  readonly cursor?: string;
}

export interface PageRequest {
  /** 1–100. */
  readonly limit: number;
  readonly cursor?: string;
}

/** Injected wherever time is read. */
export type Now = () => Date;

export interface Cases {
  /** Writes the case and its `case.started` fact once; false when the id is taken. */
  create(salesCase: SalesCase, fact: Fact): Promise<boolean>;
  get(id: string): Promise<SalesCase | undefined>;
  /** Newest first. */
  list(
    by: { status: CaseStatus } | { sales: string } | { assistant: string },
    page: PageRequest,
  ): Promise<Page<SalesCase>>;
  /** Moves the case from one of `from` to `to`; false when it is in none of them. A case that runs has no end. */
  move(
    id: string,
    from: readonly CaseStatus[],
    to: CaseStatus,
    change: { executionArn?: string; endedAt?: string; endReason?: string; redrives?: number },
    fact: Fact | undefined,
  ): Promise<boolean>;
  /** Sets the case's priority with its fact; false when the case is under way no more. */
  setPriority(salesCase: SalesCase, priority: Priority, fact: Fact): Promise<boolean>;
  history(id: string, page: PageRequest): Promise<Page<Fact>>;
  /** Appends the fact; a fact of the same id is already there and stays. */
  record(fact: Fact): Promise<void>;
  /** The facts whose id sorts at or after `since` (an ISO instant), oldest first. */
  factsSince(id: string, since: string): Promise<readonly Fact[]>;
  documents(id: string): Promise<readonly DocumentVersion[]>;
  /**
   * Writes the next version of a document outside its step, with its fact, under the conditions that the case runs, that
   * there is no such version, and that the tasks of `whileOpen` are open still; false when one of them does not hold.
   */
  addDocument(document: DocumentVersion, fact: Fact, whileOpen: readonly string[]): Promise<boolean>;
  /** The latest version of each of `kinds` that exists, in the order of `kinds`; never a stale one. */
  latestDocuments(id: string, kinds: readonly DocumentKind[]): Promise<readonly DocumentVersion[]>;
}

/** An open task that becomes its next attempt in the same hands, with the fact of it. */
export interface Reissue {
  readonly task: Task;
  readonly fact: Fact;
}

/** The customer's contact of a case, and the tasks that are with them. */
export interface CaseContacts {
  /**
   * Gives the case another contact with the fact, and issues `reissues` again, all in one transaction: every link sent so
   * far is dead, the new mails are due at once. False when the case is under way no more or has another contact than
   * `salesCase` says, or when one of the tasks has changed.
   */
  change(salesCase: SalesCase, contact: CaseContact, fact: Fact, reissues: readonly Reissue[]): Promise<boolean>;
  /** Issues one task again; false when it has changed. */
  reissue(reissue: Reissue): Promise<boolean>;
}

/** What opening a task writes at once: the task, the Step Functions token, the links (hashes only), the fact. */
export interface TaskOpening {
  readonly task: Task;
  readonly taskToken: string;
  /** Orders the tokens of one state entry; 0 where left out. A call that comes late brings a token nobody waits on any more. */
  readonly issue?: number;
  readonly links: readonly { hash: string; personId: string }[];
  readonly fact: Fact;
  /** When the task's ladder has something to do first; absent where it never has. */
  readonly nextActionAt?: string | undefined;
}

export interface Tasks {
  /**
   * `opened` the first time; `reissued` when the same state entry came with a new token and the task was still open, with
   * what is decided on as `opening.task` has it;
   * `unchanged` when this very token or one of a later issue is written already; `handed-on` when the task was decided
   * before this token came, which now is the one the decision is delivered to; `outdated` when `opening.task.attempt` is
   * not the one after the stored one, or a document of its subject has a later version. `task` is what is stored then; `notified` who was mailed for its attempt.
   */
  open(opening: TaskOpening): Promise<{
    result: 'opened' | 'reissued' | 'unchanged' | 'handed-on' | 'outdated';
    task: Task;
    notified: readonly string[];
  }>;
  /** Records that `personId` was mailed for this attempt. */
  notified(id: string, attempt: number, personId: string, fact: Fact): Promise<void>;
  get(id: string): Promise<Task | undefined>;
  /** Every task the case ever had at that step; never a stale one. */
  ofStep(caseId: string, step: string): Promise<readonly Task[]>;
  /** A case's tasks by step and entry; a role's or a person's by due time. */
  list(
    by: { caseId: string } | (({ role: Role } | { assignee: string }) & { status: Task['status'] }),
    page: PageRequest,
  ): Promise<Page<Task>>;
  byLink(hash: string): Promise<{ task: Task; personId: string; attempt: number } | undefined>;
  /** Sets the assignee of an open task that has none (or `assignee` already); false otherwise. */
  claim(id: string, assignee: string, fact: Fact): Promise<boolean>;
  /** Gives an open task of `assignee` back to its candidate group; false when it is not open or not theirs. */
  release(id: string, assignee: string, fact: Fact): Promise<boolean>;
  /**
   * The one conditional write: `OPEN → DECIDED` at that attempt, content hash and assignee, with the document version it
   * makes, its facts and the duties it takes, in one transaction. False when any of them no longer holds, a document
   * decided on has a later version, the version it makes exists, or somebody has taken the other side of a duty.
   */
  decide(
    task: Task,
    decision: Decision,
    document: DocumentVersion | undefined,
    facts: readonly Fact[],
    duties?: readonly Duty[],
  ): Promise<boolean>;
  /** The sides taken in a case under the separation of duties; never stale ones. */
  duties(caseId: string): Promise<readonly Duty[]>;
  /** The Step Functions token of a decided task, for the delivering function only. */
  token(id: string): Promise<string | undefined>;
  /** The task together with the token its state waits on, for the delivering function only. */
  held(id: string): Promise<{ readonly task: Task; readonly taskToken: string } | undefined>;
  /** Ends a task that is still open. */
  end(id: string, status: 'EXPIRED' | 'CANCELLED', fact: Fact): Promise<boolean>;
}

/** Open tasks that change hands. */
export interface Handovers {
  /**
   * Gives an open task to another assignee, or to nobody, which is its group. It becomes the next attempt, so that every
   * link of the one before is dead; the announcement of it is due at once. With the fact, in one transaction.
   * @returns the task as it is then; undefined when it is not open at that attempt and assignee any more
   */
  handOver(
    task: Task,
    to: { readonly assignee: string | undefined; readonly onBehalfOf: readonly string[] },
    fact: Fact,
  ): Promise<Task | undefined>;
  /** Adds links (hashes only) to the task's attempt; those that are there stay. */
  addLinks(task: Task, links: readonly { hash: string; personId: string }[]): Promise<void>;
}

/** An open task whose ladder has something to do; `sweepAt` is when, as it was read. */
export interface DueTask {
  readonly task: Task;
  readonly sweepAt: string;
}

/** What the working-time sweep changes of a task at once. */
export interface SlaChange {
  readonly sla: SlaProgress;
  readonly dueAt?: string | undefined;
  readonly escalation?: Escalation | undefined;
  /** Makes the task's next attempt, announced as `Handovers` announces; who it is entrusted to may lack its role. */
  readonly handover?:
    | {
        readonly assignee: string | undefined;
        readonly onBehalfOf: readonly string[];
        readonly entrusted: string | undefined;
      }
    | undefined;
  /** When the ladder has something to do next; never again when undefined. */
  readonly nextActionAt: string | undefined;
}

/** What another priority changes of a task. */
export interface PriorityChange {
  readonly priority: Priority;
  readonly sla: SlaProgress;
  readonly dueAt: string;
  /** When the ladder has something to do next; never again when undefined. */
  readonly nextActionAt: string | undefined;
}

/** Open tasks by their ladders' next actions. */
export interface Ladders {
  /** Tasks whose next action is due at the instant `until`, longest due first; about `limit` of them. */
  due(until: string, limit: number): Promise<readonly DueTask[]>;
  /**
   * Keeps other sweeps away from the task until the instant `until`, after which it is due again.
   * @returns what to settle; undefined when the task was changed, ended or taken since it was read
   */
  take(due: DueTask, until: string): Promise<DueTask | undefined>;
  /** Writes the change and its facts in one transaction; false when the task was changed, ended or taken since. */
  settle(taken: DueTask, change: SlaChange, facts: readonly Fact[]): Promise<boolean>;
  /**
   * Gives an open task another priority, with what follows from the task as it is stored; one that is open no more stays
   * as it is. False when it was changed meanwhile.
   */
  reprioritise(id: string, to: (task: Task) => PriorityChange): Promise<boolean>;
}

/** When people are away. Each has one absence at most, the next or the present one. */
export interface Absences {
  of(person: string): Promise<Absence | undefined>;
  /** Counts changes, so that what was read can be held against what is written. */
  version(): Promise<number>;
  /** Enters or changes the person's absence; false when any absence changed since `version`. */
  enter(absence: Absence, version: number): Promise<boolean>;
  /** Ends it; nothing happens where there is none. */
  remove(person: string): Promise<void>;
}

export interface Comments {
  /**
   * Appends the comment with its fact and the files it carries, whose contents are in their place; makes word to those it
   * mentions due. False when its id is taken.
   */
  add(comment: TaskComment, fact: Fact, files: readonly Attachment[]): Promise<boolean>;
  /** Oldest first. */
  ofTask(taskId: string, page: PageRequest): Promise<Page<TaskComment>>;
}

export interface FollowUps {
  /** Sets the person's reminder of the task, in place of one that was there. */
  set(followUp: FollowUp): Promise<void>;
  of(person: string, taskId: string): Promise<FollowUp | undefined>;
  remove(person: string, taskId: string): Promise<void>;
}

/** Something of the inbox that is due; `key` and `sweepAt` name it to `DueWork.done`. */
export type DueItem = { readonly key: string; readonly sweepAt: string } & (
  | { readonly kind: 'announcement'; readonly taskId: string; readonly attempt: number }
  | { readonly kind: 'comment'; readonly comment: TaskComment }
  | { readonly kind: 'follow-up'; readonly followUp: FollowUp }
  | { readonly kind: 'absence'; readonly absence: Absence }
);

/** What the inbox's sweep has to do. */
export interface DueWork {
  /** What is due at the instant `until`, longest due first. */
  due(until: string, limit: number): Promise<readonly DueItem[]>;
  /** Takes it off; nothing happens when it has been made due anew since. */
  done(item: { readonly key: string; readonly sweepAt: string }): Promise<void>;
  /** Makes it due again at the instant `at`; nothing happens when it has been changed or taken off since. */
  later(item: { readonly key: string; readonly sweepAt: string }, at: string): Promise<void>;
}

export interface People {
  get(id: string): Promise<Person | undefined>;
  withRole(role: Role): Promise<readonly Person[]>;
  /** Those whose supervisor is `superior`. */
  reportingTo(superior: string): Promise<readonly Person[]>;
  /** Those who work for the channel partner, or run it. */
  ofPartner(partner: string): Promise<readonly Person[]>;
  put(person: Person): Promise<void>;
  /**
   * Writes what `change` makes of the person as they are, doing it again where somebody else was faster; nothing where it
   * makes undefined of them.
   * @returns the person as written
   */
  change(id: string, change: (known: Person | undefined) => Person | undefined): Promise<Person | undefined>;
}

export interface Customers {
  /**
   * Writes the customer with its uniqueness claims, its index items and its place in the pool's count in one transaction.
   * A customer that is there already under its id is taken as entered by this very request before.
   */
  enter(customer: Customer, claims: readonly string[], more?: EntryWrites): Promise<EntryResult>;
  /** Who entered last under each key; never a stale answer. */
  turns(keys: readonly string[]): Promise<readonly Turn[]>;
  get(id: string): Promise<Customer | undefined>;
  /** Those of `ids`, each given once, that are there; never a stale answer. */
  existing(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** A salesperson's customers, newest first. */
  list(by: { readonly holder: string }, page: PageRequest): Promise<Page<Customer>>;
  findClaims(claims: readonly string[]): Promise<readonly { claim: string; customerId: string }[]>;
  /** The claims the customer was entered with; none where there is no such customer. */
  claimsOf(id: string): Promise<readonly string[]>;
  /** How full somebody's private pool is, or a partner's (`partnerPool`). */
  pool(owner: string): Promise<Pool>;
  /**
   * Moves the customer from pool to pool with its record, its commission, the counts of the pools and partners' pools, and
   * the day's quota of a claim, in one transaction. `changed` when it is not where the move has it from any more.
   * @param move made by `moveOf`
   */
  move(move: Move, limits: PoolLimits): Promise<MoveResult>;
  /** Every move the customer made, oldest first. */
  moves(id: string): Promise<readonly Move[]>;
  /** Who has been mailed of the move; never a stale answer. */
  toldOfMove(move: Move): Promise<readonly string[]>;
  /** Records that `person` has been mailed of the move. */
  tellOfMove(move: Move, person: string): Promise<void>;
  /** What a check reads. */
  readonly index: BlockingIndex;
  /** Has both people of a clash told; nothing happens when the finder was told of this customer today. */
  tellClash(notice: ClashNotice): Promise<void>;
  /** Records that `person` has been mailed. */
  told(notice: ClashNotice, person: string): Promise<void>;
  /** The notice as it is now; never a stale one. */
  clash(notice: ClashNotice): Promise<ClashNotice | undefined>;
}

/** Entries that the approval group decides on (IN-4). */
export interface Applications {
  /**
   * Writes the application with its fact, unless one of its id is there, or one of its applicant's about any of its subjects
   * is pending: of many at the same moment one is written. @returns the one that stands
   */
  submit(application: Application): Promise<Application>;
  /** The open applications about any of the subjects, whoever's, oldest first. */
  openAbout(subjects: readonly string[]): Promise<readonly Application[]>;
  get(id: string): Promise<Application | undefined>;
  /** Oldest first by status, newest first by applicant. */
  list(
    by: { readonly status: Application['status'] } | { readonly applicant: string },
    page: PageRequest,
  ): Promise<Page<Application>>;
  /** `OPEN → DECIDED`, with the fact; false when it is open no more. */
  decide(id: string, decision: ApplicationDecision): Promise<boolean>;
  /** `OPEN → DECIDED` without a decision, with the fact; false when it is open no more. */
  end(id: string, ending: ApplicationEnding): Promise<boolean>;
  /** Keeps the token of the state that waits for the decision. */
  await(id: string, taskToken: string): Promise<void>;
  /** `→ CLOSED` at the instant `at`, with the fact; false when it is closed already. */
  close(id: string, result: ApplicationResult, at: string, customerId?: string): Promise<boolean>;
}

export interface Mail {
  readonly to: { readonly name: string; readonly email: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where a reply goes; to the sender when left out. */
  readonly replyTo?: string;
  /** Which notice of a task it is, so that what becomes of it finds the task. */
  readonly notice?: NoticeName;
}

export interface Mailer {
  /** `sent` once the mail service has taken the mail; `refused` when it will never take this one. */
  send(mail: Mail): Promise<'sent' | 'refused'>;
}

/** Answers kept under `Idempotency-Key`, so that a repeated POST gets the first one's answer. */
export interface Answers {
  /**
   * `fresh` reserves the key; `answered` gives the kept answer; `busy` while the first is still running; `other` when the
   * key came with another request. A reservation whose run died is handed out again after its lease, as `fresh` with
   * `takenOver`, and `since` stays the instant of the first reservation: whoever takes over derives the same ids and times
   * from it and so finds what the dead run may have written.
   */
  begin(
    key: string,
    requestHash: string,
  ): Promise<
    | { state: 'fresh'; since: string; takenOver: boolean }
    | { state: 'answered'; status: number; body: string }
    | { state: 'busy' }
    | { state: 'other' }
  >;
  keep(key: string, status: number, body: string): Promise<void>;
  /** Forgets a reservation whose request failed. */
  release(key: string): Promise<void>;
}

export interface Secrets {
  /** The secret text that link ids are derived from. */
  linkSecret(): Promise<string>;
}

export interface Workflow {
  /** Idempotent by name. Resolves with the execution's ARN. */
  start(name: string, input: unknown): Promise<string>;
  stop(executionArn: string, error: string, cause: string): Promise<void>;
  /** `gone` when nobody waits on the token any more (timed out, or the execution ended). */
  succeed(taskToken: string, output: unknown): Promise<'delivered' | 'gone'>;
  /** Lets the waiting state fail with an error that it catches or retries by name; `gone` as above. */
  fail(taskToken: string, error: string, cause: string): Promise<'delivered' | 'gone'>;
}

/** Where a use case tells what happened, for logs and metrics. Ids and codes only, no personal data. */
export interface Observer {
  /** A fact that has just been recorded. */
  fact(fact: Fact): void;
  /** Something that deserves a look though the work went on; `code` is stable, e.g. `mail.refused`. */
  warn(code: string, ids: Readonly<Record<string, string | number | boolean>>): void;
}
