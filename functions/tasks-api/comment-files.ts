import { type Attachment, MAX_FILES } from '../shared/domain/attachment.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { AnnouncedFile } from '../shared/domain/upload.ts';
import { type Bringing, type JudgedFile, judgeAnnounced, judgeWaiting, type TakeFilesWorld } from './judge-upload.ts';
import { chosen } from './take-waiting.ts';
import { notArrived } from './upload-file.ts';

/** What a comment is to carry: files announced for one, or such as forms brought. */
export type CommentFiles = { readonly announced: readonly string[] } | { readonly waiting: readonly string[] };

/**
 * Judges the files and puts their contents among the case's; the comment's record is to name them. What was announced stays
 * where it arrived until it expires, so that the same request made again finds it.
 * @param comment its id
 * @throws SopError FilesTooMany, FileNotArrived (409), CommentFileUnknown, FileRefused (422)
 */
export async function commentFiles(
  world: TakeFilesWorld,
  bringing: Bringing,
  comment: string,
  wanted: CommentFiles,
): Promise<readonly Attachment[]> {
  const judged =
    'announced' in wanted
      ? await announcedOnes(world, bringing, wanted.announced)
      : await waitingOnes(world, bringing, wanted.waiting);
  const kept = new Map<string, Attachment>();
  for (const one of judged) {
    const stowed = await world.files.uploads.stow(one.file, one, world.now());
    if (stowed === undefined) throw notArrived();
    kept.set(stowed.hash, { ...stowed, comment });
  }
  return [...kept.values()];
}

async function announcedOnes(
  world: TakeFilesWorld,
  bringing: Bringing,
  ids: readonly string[],
): Promise<readonly JudgedFile[]> {
  const files: AnnouncedFile[] = [];
  for (const [index, id] of ids.entries()) {
    const file = await world.files.uploads.find(id);
    const { task, by } = bringing;
    if (file?.purpose !== 'comment' || file.taskId !== task.id || file.by !== by) throw commentFileUnknown(index);
    files.push(file);
  }
  const judged: JudgedFile[] = [];
  for (const file of files) {
    const one = await judgeAnnounced(world, bringing, file);
    if (one === undefined) throw notArrived();
    judged.push(one);
  }
  return judged;
}

async function waitingOnes(
  world: TakeFilesWorld,
  bringing: Bringing,
  ids: readonly string[],
): Promise<readonly JudgedFile[]> {
  if (ids.length > MAX_FILES) {
    throw new SopError('FilesTooMany', 409, {
      zh: `一条评论最多 ${MAX_FILES} 个附件。`,
      en: `A comment carries ${MAX_FILES} files at most.`,
    });
  }
  const judged: JudgedFile[] = [];
  for (const waiting of await chosen(world, bringing, ids, 'comment')) {
    const one = await judgeWaiting(world, bringing, waiting);
    if (one !== undefined) judged.push(one);
  }
  return judged;
}

function commentFileUnknown(index: number): SopError {
  const text = {
    zh: '您没有为此任务的评论申请过这个上传，或已过期，请重新申请。',
    en: 'You announced no such file for a comment on this task, or too long ago: announce it again.',
  };
  return new SopError('CommentFileUnknown', 422, text, { fields: [{ pointer: `/files/${index}`, text }] });
}
