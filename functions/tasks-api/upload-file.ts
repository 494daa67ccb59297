import { notYours } from '../decide-task/refusals.ts';
import { refusalByStanding } from '../decide-task/standing.ts';
import { mayAct } from '../shared/domain/assignment.ts';
import type { Attachment } from '../shared/domain/attachment.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Task, Way } from '../shared/domain/task.ts';
import type { AnnouncedFile, UploadAddress } from '../shared/domain/upload.ts';
import type { Identity } from '../shared/http/identity.ts';
import { judgeAnnounced, ownFiles, requireRoom, type TakeFilesWorld } from './judge-upload.ts';
import { type ReadTaskWorld, visibleTask } from './read-task.ts';

/** What taking a file needs of the world. */
export interface UploadFileWorld extends ReadTaskWorld, TakeFilesWorld {
  readonly cases: ReadTaskWorld['cases'] & TakeFilesWorld['cases'];
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
  /** For a comment on the task; for the task itself when left out. */
  readonly purpose?: 'comment' | undefined;
  readonly identity: Identity;
}

/**
 * Gives whoever may decide an open task an address that takes one content: of the announced length, type and hash. What
 * arrives there is no file of the case before `completeFile` has judged it. Whoever sees a task gets one for a comment.
 * @throws SopError TaskNotFound (404), TaskNotVisible, NotYourTask (403), TaskAlreadyDecided, TaskCancelled, FilesTooMany (409), TaskExpired (410)
 */
export async function announceFile(
  world: UploadFileWorld,
  { actor, id, identity, purpose, ...announced }: Announcement,
): Promise<{ file: AnnouncedFile; address: UploadAddress }> {
  const { task } = await visibleTask(world, actor, id);
  if (purpose === undefined) {
    requireActing(task, actor, world.now());
    requireRoom(await ownFiles(world, task));
  }
  const fileId = identity.code(20, 0);
  const { caseId } = task;
  const key = `incoming/${caseId}/${fileId}`;
  const file = {
    ...{ id: fileId, caseId, taskId: id, ...announced, key, by: actor.id, at: identity.at.toISOString() },
    ...(purpose === undefined ? {} : { purpose }),
  };
  return { file, address: await world.files.uploads.announce(file, world.now()) };
}

/**
 * Judges what arrived by its size, hash and content, and makes it a file of the task (AD-5), or removes it and says why.
 * Completing again what was kept, also at the same time, gives the same file.
 * @throws SopError TaskNotFound, FileUnknown (404), TaskNotVisible, NotYourTask (403), TaskAlreadyDecided, TaskCancelled,
 *   FileNotArrived, FilesTooMany (409), TaskExpired (410), FileRefused (422)
 */
export async function completeFile(
  world: UploadFileWorld,
  { actor, id, fileId, via }: { actor: Actor; id: string; fileId: string; via: Way },
): Promise<Attachment> {
  const { task } = await visibleTask(world, actor, id);
  const file = await world.files.uploads.find(fileId);
  if (file === undefined || file.taskId !== id || file.by !== actor.id || file.purpose !== undefined) {
    throw fileUnknown();
  }
  const before = await ownFiles(world, task);
  const kept = keptOf(file, before);
  if (kept !== undefined) return kept;
  const at = world.now();
  requireActing(task, actor, at);
  requireRoom(before);
  const judged = await judgeAnnounced(world, { task, by: actor.id, via }, file);
  const admitted = judged === undefined ? undefined : await world.files.uploads.admit(file, judged, { at, via });
  // What is not there may have been completed a moment ago, by the same call made twice.
  const found = admitted ?? keptOf(file, await ownFiles(world, task));
  if (found !== undefined) return found;
  requireActing((await visibleTask(world, actor, id)).task, actor, world.now());
  throw notArrived();
}

function keptOf({ sha256 }: AnnouncedFile, own: readonly Attachment[]): Attachment | undefined {
  const hash = Buffer.from(sha256, 'base64').toString('hex');
  return own.find((other) => other.hash === hash);
}

/** @throws SopError NotYourTask (403), TaskAlreadyDecided, TaskCancelled (409), TaskExpired (410) */
export function requireActing(task: Task, actor: Actor, at: Date): void {
  if (!mayAct(actor, task)) throw notYours(task);
  const ended = refusalByStanding(task, at);
  if (ended !== undefined) throw ended;
}

/** What was announced for something else counts as unknown. */
export function fileUnknown(): SopError {
  return new SopError('FileUnknown', 404, {
    zh: '您没有为此任务申请过这个上传，或已过期，请重新申请。',
    en: 'You announced no such file for this task, or too long ago: announce it again.',
  });
}

export function notArrived(): SopError {
  return new SopError('FileNotArrived', 409, {
    zh: '还没有收到文件内容：请先用 PUT 上传，再完成。',
    en: 'Nothing has arrived yet: PUT the content to the address first, then complete it.',
  });
}
