import * as z from 'zod/mini';
import { priorities } from './priority.ts';
import { roleIds } from './roles.ts';

const instant = z.iso.datetime();

/** What a rule check or a duplicate check hands to the person who decides. */
export const finding = z.object({
  /** Stable id, e.g. `contract.total`. */
  rule: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.object({ zh: z.string(), en: z.string() }),
});
export type Finding = z.infer<typeof finding>;

export const taskStatuses = ['OPEN', 'DECIDED', 'EXPIRED', 'CANCELLED'] as const;

/** By which way a decision came. */
export const ways = ['api', 'link', 'inbox', 'mail'] as const;
export type Way = (typeof ways)[number];

/** Who the task fell to first, then who passed it on; the one who acts now is not among them. */
export const onBehalfOf = z.array(z.string()).check(z.minLength(1));

/** As many characters a decision's comment has at most. */
export const LONGEST_COMMENT = 4000;

export const decision = z.object({
  outcome: z.string(),
  comment: z.string(),
  by: z.string(),
  onBehalfOf: z.optional(onBehalfOf),
  via: z.enum(ways),
  at: instant,
  /** The document version the decision wrote, when its step writes one. */
  document: z.optional(z.object({ kind: z.string(), version: z.int() })),
});
export type Decision = z.infer<typeof decision>;

/** What earlier attempts of a task were decided on, where a document changed since: `attempt` is the last that showed it. */
const earlierContent = z.object({
  attempt: z.int(),
  contentHash: z.string(),
  subject: z.array(z.object({ kind: z.string(), version: z.int() })),
});

/** How a task's working time is counted, and how far its ladder is climbed. */
const slaProgress = z.object({
  /** Working time counted before `since`, in milliseconds. */
  counted: z.int(),
  /** From when the clock runs; absent while it is paused. */
  since: z.optional(instant),
  /** The rungs that are done, by their place in the step's ladder. */
  done: z.array(z.int()),
});
export type SlaProgress = z.infer<typeof slaProgress>;

/** That nobody acted in time, and whose attention it has therefore. */
export const escalation = z.object({ at: instant, to: z.array(z.string()) });
export type Escalation = z.infer<typeof escalation>;

/** That the last notice of the task did not simply arrive. */
const noticeTrouble = z.object({
  state: z.enum(['bounced', 'complained', 'delayed']),
  person: z.string(),
  at: instant,
});

/** One thing one person is asked to do in a case. The Step Functions token is stored beside it and never leaves the server. */
export const task = z.object({
  /** `<caseId>.<step>.<entered>`: the same state entry always makes the same id, so opening twice opens once. */
  id: z.string(),
  caseId: z.string(),
  step: z.string(),
  /** The state machine's state, as the console shows it. */
  state: z.string(),
  role: z.enum(roleIds),
  /** The one person who must act; absent for a candidate group until somebody claims it. */
  assignee: z.optional(z.string()),
  /** Those for whom the assignee acts, by delegation or as a substitute. */
  onBehalfOf: z.optional(onBehalfOf),
  status: z.enum(taskStatuses),
  /** Counts re-issues of the same state entry: a token replaced by a retry makes the next attempt. */
  attempt: z.int(),
  /** 1 for the first time the case is at this step, 2 after the first loop … (AD-3). */
  turn: z.int(),
  /** What the previous step said: the reason of a refusal, or a remark. */
  reason: z.string(),
  findings: z.array(finding),
  /** Kind and version of each document decided on, and one hash over their contents. */
  subject: z.array(z.object({ kind: z.string(), version: z.int() })),
  contentHash: z.string(),
  /** Oldest first; absent where nothing decided on has changed. */
  earlier: z.optional(z.array(earlierContent)),
  openedAt: instant,
  dueAt: instant,
  /** The case's when the task was opened; absent where it is normal. */
  priority: z.optional(z.enum(priorities)),
  /** Absent on tasks older than ladders: nothing is done yet. */
  sla: z.optional(slaProgress),
  /** The last time the task was brought to somebody's attention for being late. */
  escalation: z.optional(escalation),
  /** The person the ladder gave the task to although they do not hold its role: they may act while it is theirs. */
  entrusted: z.optional(z.string()),
  /** What became of a notice of this task that did not simply arrive, the last of them. */
  notice: z.optional(noticeTrouble),
  /** When the state machine gives up waiting. */
  expiresAt: instant,
  decision: z.optional(decision),
});
export type Task = z.infer<typeof task>;
