import type { AddressMark } from './delivery.ts';
import type { Fact } from './history.ts';
import type { Page, PageRequest } from './ports.ts';
import type { Way } from './task.ts';

/** Who took a mark off an address, and what it was; kept under the address for good. */
export interface Clearing {
  readonly mark: AddressMark;
  readonly by: string;
  readonly via: Way;
  readonly at: string;
}

/** The addresses that no mail is sent to. */
export interface Suppressions {
  /** The latest mark first. */
  list(page: PageRequest): Promise<Page<AddressMark>>;
  get(hash: string): Promise<AddressMark | undefined>;
  /** Takes the mark off, with the record of it and the fact, in one transaction; false when it is not there any more. */
  clear(clearing: Clearing, fact: Fact | undefined): Promise<boolean>;
}

/** The mail service's own list, which outlives ours. */
export interface SuppressionList {
  /** Takes the address off; nothing happens where it is not on it. */
  remove(email: string): Promise<void>;
}
