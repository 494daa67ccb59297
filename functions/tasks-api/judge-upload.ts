import {
  type Attachment,
  type Attachments,
  fileTypes,
  MAX_FILES,
  type SniffType,
} from '../shared/domain/attachment.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Cases, Now, Observer } from '../shared/domain/ports.ts';
import { type RefusedFile, refusedFact } from '../shared/domain/refused-file.ts';
import type { Task, Way } from '../shared/domain/task.ts';
import {
  type AnnouncedFile,
  type ArrivedFile,
  MAX_UPLOAD_BYTES,
  type StagedFile,
  type UploadRefusal,
  type Uploads,
  uploadRefusals,
  type WaitingFile,
} from '../shared/domain/upload.ts';

/** The files of tasks, and those on their way there. */
export interface TaskFiles {
  readonly attachments: Pick<Attachments, 'list'>;
  readonly uploads: Uploads;
  readonly sniff: SniffType;
}

/** What taking files needs of the world. */
export interface TakeFilesWorld {
  readonly files: TaskFiles;
  readonly cases: Pick<Cases, 'record'>;
  readonly observer: Observer;
  readonly now: Now;
}

/** Who brings a file, to which task, and by which way. */
export interface Bringing {
  readonly task: Pick<Task, 'id' | 'caseId' | 'step'>;
  readonly by: string;
  readonly via: Way;
}

/** A content that may become a file of the case: what was found out about it, and what names this very content. */
export interface JudgedFile {
  readonly file: AnnouncedFile;
  readonly etag: string;
}

/**
 * Judges what arrived for an announced file by size, hash and content; undefined when nothing is there.
 * @throws SopError FileRefused (422): it is removed, and the refusal on record
 */
export async function judgeAnnounced(
  world: TakeFilesWorld,
  bringing: Bringing,
  file: AnnouncedFile,
): Promise<JudgedFile | undefined> {
  const { uploads, sniff } = world.files;
  const arrived = await uploads.arrived(file);
  if (arrived === undefined) return undefined;
  const hash = arrived.sha256 === undefined ? undefined : inHex(arrived.sha256);
  const told = { size: arrived.size, hash, announced: file.type };
  if (!isAsAnnounced(arrived, file)) throw await refuse(world, bringing, file, file.at, { ...told, why: 'altered' });
  const beginning = await uploads.beginning(file);
  if (beginning === undefined) return undefined;
  const found = await sniff(beginning);
  const why = !isTaken(found) ? 'type' : found === file.type ? undefined : 'mismatch';
  if (why !== undefined) throw await refuse(world, bringing, file, file.at, { ...told, found, why });
  return { file, etag: arrived.etag };
}

/**
 * Judges what arrived through a form, of which nobody said what it is; undefined when it is not there any more.
 * @throws SopError FileRefused (422): it is removed, and the refusal on record
 */
export async function judgeWaiting(
  world: TakeFilesWorld,
  bringing: Bringing,
  waiting: WaitingFile,
): Promise<JudgedFile | undefined> {
  const { uploads, sniff } = world.files;
  const { id, name, size, at, key, etag } = waiting;
  if (size === 0 || size > MAX_UPLOAD_BYTES) throw await refuse(world, bringing, waiting, at, { why: 'size', size });
  const [sha256, beginning] = await Promise.all([uploads.digest(waiting), uploads.beginning(waiting)]);
  if (sha256 === undefined || beginning === undefined) return undefined;
  const type = await sniff(beginning);
  if (!isTaken(type)) {
    throw await refuse(world, bringing, waiting, at, { why: 'type', size, hash: inHex(sha256), found: type });
  }
  const { task, by } = bringing;
  return { file: { id, caseId: task.caseId, taskId: task.id, name, type, size, sha256, key, by, at }, etag };
}

/** @throws SopError FilesTooMany (409) when `own` and one more are too many */
export function requireRoom(own: readonly Attachment[]): void {
  if (own.length < MAX_FILES) return;
  throw new SopError('FilesTooMany', 409, {
    zh: `每个任务最多 ${MAX_FILES} 个文件。`,
    en: `A task takes ${MAX_FILES} files at most.`,
  });
}

/** The task's own files: what came with comments is not among them. */
export async function ownFiles(
  { files }: Pick<TakeFilesWorld, 'files'>,
  task: Bringing['task'],
): Promise<Attachment[]> {
  return (await files.attachments.list(task.caseId)).filter(
    ({ taskId, comment }) => taskId === task.id && comment === undefined,
  );
}

function isAsAnnounced(arrived: ArrivedFile, file: AnnouncedFile): boolean {
  return arrived.size === file.size && arrived.sha256 === file.sha256;
}

function isTaken(type: string | undefined): type is string {
  return type !== undefined && Object.hasOwn(fileTypes, type);
}

/** Puts the refusal on record, then removes the content: who breaks off in between refuses it again, on record once. */
async function refuse(
  world: TakeFilesWorld,
  { task, by, via }: Bringing,
  staged: StagedFile,
  since: string,
  refused: RefusedFile & { readonly why: UploadRefusal },
): Promise<SopError> {
  const fact = refusedFact(task, refused, { by, via, at: world.now(), since });
  await world.cases.record(fact);
  world.observer.fact(fact);
  await world.files.uploads.discard(staged);
  const { zh, en } = uploadRefusals[refused.why];
  const text = { zh: `文件没有保存：${zh}。`, en: `The file was not kept: ${en}.` };
  return new SopError('FileRefused', 422, text, { extension: { reason: refused.why } });
}

function inHex(sha256: string): string {
  return Buffer.from(sha256, 'base64').toString('hex');
}
