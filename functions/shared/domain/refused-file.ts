import { type FileRefusal, fileRefusals } from './attachment.ts';
import type { Fact } from './history.ts';
import type { Text } from './language.ts';
import { onceFact } from './new-fact.ts';
import type { Task, Way } from './task.ts';
import { type UploadRefusal, uploadRefusals } from './upload.ts';

/** A file that was brought to a task and not kept. */
export interface RefusedFile {
  readonly why: FileRefusal | UploadRefusal;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the content in hex, where it was worked out. */
  readonly hash?: string | undefined;
  /** Media type by the content, where it is a known one. */
  readonly found?: string | undefined;
  /** Media type as it was announced. */
  readonly announced?: string | undefined;
}

/**
 * The `document.refused` fact of a file: who brought it, by which way, and why it was not kept; never its name.
 * @param since when it was announced or arrived: the same file refused again is the same fact
 */
export function refusedFact(
  { caseId, id: taskId, step }: Pick<Task, 'caseId' | 'id' | 'step'>,
  { why, size, hash, found, announced }: RefusedFile,
  { by, via, at, since }: { readonly by: string; readonly via: Way; readonly at: Date; readonly since: string },
): Fact {
  const detail = {
    why,
    size,
    ...(hash === undefined ? {} : { hash }),
    ...(found === undefined ? {} : { found }),
    ...(announced === undefined ? {} : { announced }),
  };
  return onceFact({ caseId, taskId, step, type: 'document.refused', by, via, detail }, at, since);
}

/** Why a file was refused, in words, from the fact of it; undefined of any other fact. */
export function refusalWords({ type, detail }: Pick<Fact, 'type' | 'detail'>): Text | undefined {
  if (type !== 'document.refused') return undefined;
  const words: Readonly<Record<string, Text>> = { ...fileRefusals, ...uploadRefusals };
  return typeof detail?.why === 'string' && Object.hasOwn(words, detail.why) ? words[detail.why] : undefined;
}
