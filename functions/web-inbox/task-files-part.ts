import { doWithFiles, filesWish } from '../link-page/submit-files.ts';
import { type FilesPart, filesPart } from '../link-page/task-files.ts';
import { wording } from '../shared/domain/language.ts';
import { html } from '../shared/pages/html.ts';
import type { TaskContent } from '../shared/pages/task-parts.ts';
import { visibleTask } from '../tasks-api/read-task.ts';
import { takeWaiting } from '../tasks-api/take-waiting.ts';
import { requireActing } from '../tasks-api/upload-file.ts';
import type { RefusedAside } from './asides.ts';
import type { Asked } from './asked.ts';

/** The files of a task's page; who may decide it may add some. @param refused a form about them that was refused */
export function taskFilesPart(
  { world, reader, language }: Asked,
  { bound: { task, step }, subject }: Pick<TaskContent, 'bound' | 'subject'>,
  mayDecide: boolean,
  refused?: RefusedAside,
): Promise<FilesPart> {
  const mistake =
    refused?.aside === 'files' && html`<p class="error" role="alert">${wording(refused.error.text, language)}</p>`;
  const adding = mayDecide
    ? {
        back: `${world.publicUrl}/inbox/tasks/${task.id}`,
        action: `/inbox/tasks/${task.id}/files`,
        now: world.now(),
        mistake,
      }
    : undefined;
  return filesPart(world.files, { task, step, by: reader.id, adding }, subject, language);
}

/**
 * Keeps or removes what the reader's forms brought for the task.
 * @throws SopError as `visibleTask`, `requireActing` and `takeWaiting` do
 */
export async function submitTaskFiles({ world, reader, request }: Asked, id: string): Promise<void> {
  const { task } = await visibleTask(world, reader, id);
  requireActing(task, reader, world.now());
  await doWithFiles(world, { task, by: reader.id, via: 'inbox' }, filesWish(request.body));
}

/** Takes along with a decision what the page showed as waiting. @throws SopError as `submitTaskFiles` does */
export async function takeAlong({ world, reader, request }: Asked, { task }: TaskContent['bound']): Promise<void> {
  const { uploads } = filesWish(request.body);
  if (uploads.length === 0) return;
  requireActing(task, reader, world.now());
  await takeWaiting(world, { task, by: reader.id, via: 'inbox' }, uploads);
}
