import { notYours } from '../decide-task/refusals.ts';
import { refusalByStanding } from '../decide-task/standing.ts';
import { mayAct } from '../shared/domain/assignment.ts';
import {
  type Attachment,
  type Attachments,
  fileTypes,
  MAX_FILES,
  type SniffType,
} from '../shared/domain/attachment.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Now } from '../shared/domain/ports.ts';
import type { Task, Way } from '../shared/domain/task.ts';
import {
  type AnnouncedFile,
  type ArrivedFile,
  type UploadAddress,
  type UploadRefusal,
  type Uploads,
  uploadRefusals,
} from '../shared/domain/upload.ts';
import type { Identity } from '../shared/http/identity.ts';
import { type ReadTaskWorld, visibleTask } from './read-task.ts';

/** The files of tasks, and those on their way there. */
export interface TaskFiles {
  readonly attachments: Pick<Attachments, 'list'>;
  readonly uploads: Uploads;
  readonly sniff: SniffType;
}

/** What taking a file needs of the world. */
export interface UploadFileWorld extends ReadTaskWorld {
  readonly files: TaskFiles;
  readonly now: Now;
}

export interface Announcement {
  readonly actor: Actor;
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the content, in base64. */
  readonly sha256: string;
  readonly identity: Identity;
}

/**
 * Gives whoever may decide an open task an address that takes one content: of the announced length, type and hash.
 * What arrives there is no file of the case before `completeFile` has judged it.
 * @throws SopError TaskNotFound (404), TaskNotVisible, NotYourTask (403), TaskAlreadyDecided, TaskCancelled, FilesTooMany (409), TaskExpired (410)
 */
export async function announceFile(
  world: UploadFileWorld,
  { actor, id, identity, ...announced }: Announcement,
): Promise<{ file: AnnouncedFile; address: UploadAddress }> {
  const { task } = await visibleTask(world, actor, id);
  requireActing(task, actor, world.now());
  requireRoom(await ownFiles(world, task));
  const fileId = identity.code(20, 0);
  const { caseId } = task;
  const key = `incoming/${caseId}/${fileId}`;
  const file = { id: fileId, caseId, taskId: id, ...announced, key, by: actor.id, at: identity.at.toISOString() };
  return { file, address: await world.files.uploads.announce(file, world.now()) };
}

/**
 * Judges what arrived by its size, hash and content, and makes it a file of the task (AD-5), or removes it and says why.
 * Completing again what was kept gives the same file.
 * @throws SopError TaskNotFound, FileUnknown (404), TaskNotVisible, NotYourTask (403), TaskAlreadyDecided, TaskCancelled,
 *   FileNotArrived, FilesTooMany (409), TaskExpired (410), FileRefused (422)
 */
export async function completeFile(
  world: UploadFileWorld,
  { actor, id, fileId, via }: { actor: Actor; id: string; fileId: string; via: Way },
): Promise<Attachment> {
  const { task } = await visibleTask(world, actor, id);
  const { uploads } = world.files;
  const file = await uploads.find(fileId);
  if (file === undefined || file.taskId !== id || file.by !== actor.id) throw unknown();
  const hash = Buffer.from(file.sha256, 'base64').toString('hex');
  const own = await ownFiles(world, task);
  const kept = own.find((other) => other.hash === hash);
  if (kept !== undefined) return kept;
  const at = world.now();
  requireActing(task, actor, at);
  requireRoom(own);
  const arrived = await uploads.arrived(file);
  if (arrived === undefined) throw notArrived();
  const refused = await judge(world.files, file, arrived);
  if (refused !== undefined) {
    await uploads.discard(file);
    throw fileRefused(refused);
  }
  return uploads.admit(file, arrived, { at, via });
}

async function judge(
  { uploads, sniff }: TaskFiles,
  file: AnnouncedFile,
  arrived: ArrivedFile,
): Promise<UploadRefusal | undefined> {
  if (arrived.size !== file.size || arrived.sha256 !== file.sha256) return 'altered';
  const type = await sniff(await uploads.beginning(file));
  if (type === undefined || !Object.hasOwn(fileTypes, type)) return 'type';
  return type === file.type ? undefined : 'mismatch';
}

function requireActing(task: Task, actor: Actor, at: Date): void {
  if (!mayAct(actor, task)) throw notYours(task);
  const ended = refusalByStanding(task, at);
  if (ended !== undefined) throw ended;
}

async function ownFiles({ files }: UploadFileWorld, task: Task): Promise<readonly Attachment[]> {
  return (await files.attachments.list(task.caseId)).filter(({ taskId }) => taskId === task.id);
}

function requireRoom(own: readonly Attachment[]): void {
  if (own.length < MAX_FILES) return;
  throw new SopError('FilesTooMany', 409, {
    zh: `每个任务最多 ${MAX_FILES} 个文件。`,
    en: `A task takes ${MAX_FILES} files at most.`,
  });
}

function unknown(): SopError {
  return new SopError('FileUnknown', 404, {
    zh: '您没有为此任务申请过这个上传，或已过期，请重新申请。',
    en: 'You announced no such file for this task, or too long ago: announce it again.',
  });
}

function notArrived(): SopError {
  return new SopError('FileNotArrived', 409, {
    zh: '还没有收到文件内容：请先用 PUT 上传，再完成。',
    en: 'Nothing has arrived yet: PUT the content to the address first, then complete it.',
  });
}

function fileRefused(reason: UploadRefusal): SopError {
  const { zh, en } = uploadRefusals[reason];
  return new SopError(
    'FileRefused',
    422,
    { zh: `文件没有保存：${zh}。`, en: `The file was not kept: ${en}.` },
    { extension: { reason } },
  );
}
