import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Fact } from './history.ts';
import type { Task } from './task.ts';

/** Which notice a mail is: it travels with the mail and comes back with what became of it. */
export interface NoticeName {
  readonly taskId: string;
  readonly attempt: number;
  readonly personId: string;
}

const named = z.tuple([z.string(), z.int(), z.string()]);

/** The notice's name as a mail service takes it for a tag: letters, digits, `-` and `_` only. */
export function noticeTag({ taskId, attempt, personId }: NoticeName): string {
  return Buffer.from(JSON.stringify([taskId, attempt, personId])).toString('base64url');
}

/** The notice a tag names; undefined for what is no such tag. */
export function readNoticeTag(tag: string): NoticeName | undefined {
  try {
    const read = z.safeParse(named, JSON.parse(Buffer.from(tag, 'base64url').toString('utf8')));
    if (!read.success) return undefined;
    const [taskId, attempt, personId] = read.data;
    return { taskId, attempt, personId };
  } catch {
    return undefined;
  }
}

/** What became of a mail that did not simply arrive. */
export interface Misdelivery {
  readonly kind: 'bounced' | 'complained' | 'delayed';
  /** Whether no mail is to be expected to arrive, or to be wanted, at the address again. */
  readonly lasting: boolean;
  readonly addresses: readonly string[];
  /** The mail service's id of the mail. */
  readonly messageId: string;
  /** When it was sent, and when this was known: ISO instants. */
  readonly sentAt: string;
  readonly at: string;
  /** Undefined for a mail that is about no task. */
  readonly notice: NoticeName | undefined;
}

/** An address that mails are not to be sent to. Held by its hash: the person has the address itself. */
export const addressMark = z.object({
  hash: z.string(),
  reason: z.enum(['bounced', 'complained']),
  at: z.iso.datetime(),
  /** Whose address it is, and the task the mail was about, where it was about one. */
  person: z.optional(z.string()),
  taskId: z.optional(z.string()),
});
export type AddressMark = z.infer<typeof addressMark>;

/** What is stored of a mail address: SHA-256 of its lower case, in hex. */
export function addressHash(address: string): string {
  return createHash('sha256').update(address.trim().toLowerCase()).digest('hex');
}

/** Marked addresses, and what a task shows of its mails. */
export interface Deliveries {
  /** Marks the address; the first mark stays. */
  mark(mark: AddressMark): Promise<void>;
  isMarked(address: string): Promise<boolean>;
  /** Whether the fact is on record. */
  isKnown(fact: Pick<Fact, 'caseId' | 'id'>): Promise<boolean>;
  /** Writes the fact, and on the task, while it is open, that its notice did not arrive. */
  tell(task: Task, notice: NonNullable<Task['notice']>, fact: Fact): Promise<void>;
  /**
   * Gives the open task to `to`, who acts for those before: its next attempt, announced at once.
   * @param entrusted whether `to` acts without holding the task's role
   * @returns false when the task has changed since it was read
   */
  reroute(
    task: Task,
    to: { readonly assignee: string; readonly onBehalfOf: readonly string[]; readonly entrusted: boolean },
    fact: Fact,
  ): Promise<boolean>;
}
