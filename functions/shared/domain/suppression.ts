import type { AddressMark } from './delivery.ts';
import type { Fact } from './history.ts';
import type { Page, PageRequest } from './ports.ts';
import type { Task, Way } from './task.ts';

/** Who took a mark off an address, and what it was; kept under the address for good. */
export interface Clearing {
  readonly mark: AddressMark;
  readonly by: string;
  readonly via: Way;
  readonly at: string;
}

/** An open task whose notice bounced at the address, and the fact that mails are sent there again. */
export interface Resending {
  readonly task: Task;
  readonly person: string;
  readonly fact: Fact;
}

/** The addresses that no mail is sent to. */
export interface Suppressions {
  /** The latest mark first. */
  list(page: PageRequest): Promise<Page<AddressMark>>;
  get(hash: string): Promise<AddressMark | undefined>;
  /**
   * Takes the mark off, with the record of it and the fact, and makes the notices of `resend` due at once for whoever no
   * mail is on record for then, all in one transaction.
   * @returns `gone` when the mark is not there any more; `changed` when one of the tasks is not open at its attempt
   */
  clear(
    clearing: Clearing,
    fact: Fact | undefined,
    resend: readonly Resending[],
  ): Promise<'cleared' | 'gone' | 'changed'>;
}

/** The mail service's own list, which outlives ours. */
export interface SuppressionList {
  /** Takes the address off; nothing happens where it is not on it. */
  remove(email: string): Promise<void>;
}
