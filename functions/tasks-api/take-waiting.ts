import type { Attachment } from '../shared/domain/attachment.ts';
import type { UploadPlace } from '../shared/domain/upload.ts';
import { type Bringing, judgeWaiting, ownFiles, requireRoom, type TakeFilesWorld } from './judge-upload.ts';

/**
 * Makes files of the task (AD-5) of what the person's forms brought for it, judged by content. One that is not waiting any
 * more was taken or removed before and is passed over.
 * @param ids of waiting files; nothing is asked for when there are none
 * @throws SopError FileRefused (422), FilesTooMany (409)
 */
export async function takeWaiting(
  world: TakeFilesWorld,
  bringing: Bringing,
  ids: readonly string[],
): Promise<readonly Attachment[]> {
  const kept: Attachment[] = [];
  for (const waiting of await chosen(world, bringing, ids)) {
    requireRoom(await ownFiles(world, bringing.task));
    const judged = await judgeWaiting(world, bringing, waiting);
    if (judged === undefined) continue;
    const file = await world.files.uploads.admit(judged.file, judged, { at: world.now(), via: bringing.via });
    if (file !== undefined) kept.push(file);
  }
  return kept;
}

/** Removes what the person's forms brought for the task and they do not want to keep. */
export async function dropWaiting(
  world: Pick<TakeFilesWorld, 'files'>,
  bringing: Pick<Bringing, 'task' | 'by'>,
  ids: readonly string[],
  purpose: UploadPlace['purpose'] = 'task',
): Promise<void> {
  for (const file of await chosen(world, bringing, ids, purpose)) await world.files.uploads.discard(file);
}

/** Those of the waiting files that are named. */
export async function chosen(
  { files }: Pick<TakeFilesWorld, 'files'>,
  bringing: Pick<Bringing, 'task' | 'by'>,
  ids: readonly string[],
  purpose: UploadPlace['purpose'] = 'task',
) {
  if (ids.length === 0) return [];
  const waiting = await files.uploads.waiting(placeOf(bringing, purpose));
  return waiting.filter(({ id }) => ids.includes(id));
}

/** Where the person's forms send to. */
export function placeOf({ task, by }: Pick<Bringing, 'task' | 'by'>, purpose: UploadPlace['purpose']): UploadPlace {
  return { caseId: task.caseId, taskId: task.id, by, purpose };
}
