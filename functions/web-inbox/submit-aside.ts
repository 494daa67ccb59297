import { filesWish } from '../link-page/submit-files.ts';
import { SopError } from '../shared/domain/errors.ts';
import { instantOf } from '../shared/domain/local-clock.ts';
import { freshIdentity } from '../shared/http/identity.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { commentTask } from '../tasks-api/comment-task.ts';
import { commentText, followUpWish } from '../tasks-api/contract.ts';
import { setFollowUp } from '../tasks-api/follow-up.ts';
import { delegateTask, reassignTask } from '../tasks-api/pass-on.ts';
import { visibleTask } from '../tasks-api/read-task.ts';
import { dropWaiting } from '../tasks-api/take-waiting.ts';
import type { Aside } from './asides.ts';
import type { Asked } from './asked.ts';
import { submitTaskFiles } from './task-files-part.ts';
import { showTask } from './task-page.ts';

/**
 * `POST /inbox/tasks/{id}/{aside}`: talks about a task, passes it on, or sets a reminder. Refused, the page is shown again
 * with what was typed. @throws SopError TaskNotFound (404), TaskNotVisible (403)
 */
export async function submitAside(asked: Asked, id: string, aside: Aside): Promise<PageAnswer> {
  const typed = new URLSearchParams(asked.request.body);
  try {
    await perform[aside](asked, id, typed);
    return seeOther(`/inbox/tasks/${id}${aside === 'comments' || aside === 'files' ? `#${aside}` : ''}`);
  } catch (error) {
    if (!(error instanceof SopError) || error.name === 'TaskNotFound' || error.name === 'TaskNotVisible') throw error;
    return showTask(asked, id, { aside, typed, error });
  }
}

const perform: Readonly<Record<Aside, (asked: Asked, id: string, typed: URLSearchParams) => Promise<unknown>>> = {
  delegation: async ({ world, reader }, id, typed) => {
    const to = typed.get('to') ?? '';
    if (to === '') throw nobodyChosen();
    return delegateTask(world, { actor: reader, id, via: 'inbox', to });
  },

  reassignment: async ({ world, reader }, id, typed) => {
    const to = typed.get('to') ?? '';
    if (to === '') throw nobodyChosen();
    return reassignTask(world, { actor: reader, id, via: 'inbox', to });
  },

  comments: async (asked, id, typed) => {
    const { world, reader } = asked;
    const { uploads, deed } = filesWish(asked.request.body);
    if (deed === 'drop-files') return dropCommentFiles(asked, id, uploads);
    const read = commentText.safeParse({ text: typed.get('text') ?? '' });
    if (!read.success) {
      throw new SopError('CommentInvalid', 422, {
        zh: '请填写评论，最多 4000 个字。',
        en: 'Say something, in 4000 characters at most.',
      });
    }
    const identity = freshIdentity(world.now());
    const files = { waiting: uploads };
    return commentTask(world, { actor: reader, id, text: read.data.text, files, via: 'inbox', identity });
  },

  files: (asked, id) => submitTaskFiles(asked, id),

  'follow-up': async ({ world, reader }, id, typed) => {
    if (typed.get('do') === 'remove') {
      await visibleTask(world, reader, id);
      return world.followUps.remove(reader.id, id);
    }
    const wish = followUpWish.safeParse({ at: instantOf(typed.get('at') ?? ''), note: typed.get('note') ?? '' });
    if (!wish.success) {
      throw new SopError('FollowUpInvalid', 422, {
        zh: '请填写提醒的日期和时间。',
        en: 'Give the day and time of the reminder.',
      });
    }
    return setFollowUp(world, reader, id, wish.data);
  },
};

async function dropCommentFiles({ world, reader }: Asked, id: string, uploads: readonly string[]): Promise<void> {
  const { task } = await visibleTask(world, reader, id);
  await dropWaiting(world, { task, by: reader.id }, uploads, 'comment');
}

function nobodyChosen(): SopError {
  return new SopError('PersonMissing', 422, { zh: '请选择交给谁。', en: 'Choose who is to have it.' });
}
