import { createHash } from 'node:crypto';
import {
  type Attachments,
  type FileRefusal,
  fileName,
  judgeFile,
  type SniffType,
} from '../shared/domain/attachment.ts';
import type { Cases, Now, Observer } from '../shared/domain/ports.ts';
import { refusedFact } from '../shared/domain/refused-file.ts';
import type { MailFile } from '../shared/domain/reply-mail.ts';
import type { Task } from '../shared/domain/task.ts';

export interface FileKeeping {
  readonly attachments: Pick<Attachments, 'keep'>;
  readonly sniff: SniffType;
  readonly cases: Pick<Cases, 'record'>;
  readonly observer: Observer;
  readonly now: Now;
}

/** What became of a mail's files, by name. */
export interface KeptFiles {
  readonly kept: readonly string[];
  readonly refused: readonly { readonly name: string; readonly why: FileRefusal }[];
  /** Those nobody looked at, since the mail decided nothing. */
  readonly left: readonly string[];
}

export const noFiles: KeptFiles = { kept: [], refused: [], left: [] };

/** The files of a mail that decides nothing: none is kept. */
export function leftFiles(files: readonly MailFile[]): KeptFiles {
  return { ...noFiles, left: meantFiles(files).map(({ name }) => shown(name)) };
}

/** Pictures inside the text below this size are logos, smileys and signatures. */
const SMALLEST_PICTURE = 30 * 1024;

/**
 * Keeps a reply's files as documents of the case, judged by their content and size (AD-5); what is refused is on record.
 * @param receivedAt when the mail came in: taken again, it puts no refusal on record twice
 */
export async function keepFiles(
  world: FileKeeping,
  task: Task,
  by: string,
  files: readonly MailFile[],
  receivedAt: Date,
): Promise<KeptFiles> {
  const kept: string[] = [];
  const refused: { name: string; why: FileRefusal }[] = [];
  for (const [position, { name, content }] of meantFiles(files).entries()) {
    const judged = await judgeFile(content, position, world.sniff);
    if ('refused' in judged) {
      refused.push({ name: shown(name), why: judged.refused });
      await recordRefusal(world, task, by, { why: judged.refused, content, receivedAt });
      continue;
    }
    const file = { name: fileName(name, judged.type), type: judged.type, content, by, at: world.now() };
    kept.push((await world.attachments.keep(task.caseId, task.id, file)).name);
  }
  return { kept, refused, left: [] };
}

function meantFiles(files: readonly MailFile[]): readonly MailFile[] {
  return files.filter(({ inline, content }) => !inline || content.byteLength >= SMALLEST_PICTURE);
}

async function recordRefusal(
  { cases, observer, now }: FileKeeping,
  task: Task,
  by: string,
  { why, content, receivedAt }: { readonly why: FileRefusal; readonly content: Uint8Array; readonly receivedAt: Date },
): Promise<void> {
  const hash = createHash('sha256').update(content).digest('hex');
  const refused = { why, size: content.byteLength, hash };
  const fact = refusedFact(task, refused, { by, via: 'mail', at: now(), since: receivedAt.toISOString() });
  await cases.record(fact);
  observer.fact(fact);
}

/** A foreign name as it may stand in a mail. */
function shown(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 100) || 'attachment';
}
