import { type FileDeed, fileDeeds } from '../shared/pages/upload-view.ts';
import type { Bringing, TakeFilesWorld } from '../tasks-api/judge-upload.ts';
import { dropWaiting, takeWaiting } from '../tasks-api/take-waiting.ts';

/** What a form of ours says of files that wait: which of them, and what to do where it is about nothing else. */
export interface FilesWish {
  readonly uploads: readonly string[];
  readonly deed: FileDeed | undefined;
}

/** Reads it from a submitted form. */
export function filesWish(body: string): FilesWish {
  const form = new URLSearchParams(body);
  return { uploads: form.getAll('upload'), deed: fileDeeds.find((deed) => deed === form.get('do')) };
}

/** Does it. @throws as `takeWaiting` does */
export async function doWithFiles(
  world: TakeFilesWorld,
  bringing: Bringing,
  { uploads, deed }: FilesWish,
): Promise<void> {
  await (deed === 'drop-files' ? dropWaiting : takeWaiting)(world, bringing, uploads);
}
