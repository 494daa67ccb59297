import { type DocumentDifference, tellDifference } from '../shared/domain/difference.ts';
import { type FieldError, SopError } from '../shared/domain/errors.ts';
import type { Text } from '../shared/domain/language.ts';
import type { Person } from '../shared/domain/person.ts';
import { roles } from '../shared/domain/roles.ts';
import type { Separation } from '../shared/domain/separation.ts';
import type { Decision, Task } from '../shared/domain/task.ts';

/** Why a decision is refused: the names are stable, the sentences are what the person reads. */

export function taskNotFound(): SopError {
  return new SopError('TaskNotFound', 404, {
    zh: '没有这个任务，请核对任务编号。',
    en: 'There is no such task: check its id.',
  });
}

export function notYours(task: Pick<Task, 'role'>): SopError {
  const { zh, en } = roles[task.role];
  return new SopError('NotYourTask', 403, {
    zh: `此任务不由您处理：须由负责人（${zh}）本人决定。`,
    en: `This task is not yours: the person in charge (${en}) must decide it.`,
  });
}

export function signInNeeded(): SopError {
  return new SopError('SignInNeeded', 403, {
    zh: '签字盖章和收款须登录后由本人办理，不能通过邮件中的链接或回复完成。',
    en: 'Signing, stamping and payments are recorded signed in, not through a mail’s link or a reply.',
  });
}

export function alreadyDecided(task: Pick<Task, 'id' | 'step'>, decision: Decision): SopError {
  return new SopError(
    'TaskAlreadyDecided',
    409,
    {
      zh: '此任务已有决定，以最先的决定为准；您的这次提交没有生效。',
      en: 'This task has been decided already: the first decision stands, and yours had no effect.',
    },
    { extension: { taskId: task.id, step: task.step, decision } },
  );
}

export function cancelled(): SopError {
  return new SopError('TaskCancelled', 409, {
    zh: '此任务已取消：流程已经结束。',
    en: 'This task was cancelled: its case has ended.',
  });
}

export function expired(task: Pick<Task, 'expiresAt'>): SopError {
  return new SopError(
    'TaskExpired',
    410,
    {
      zh: '此任务已过期，已交由销售经理处理。',
      en: 'This task has expired: the sales manager has been asked to decide.',
    },
    { extension: { expiresAt: task.expiresAt } },
  );
}

export function reissued(): SopError {
  return new SopError('TaskReissued', 409, {
    zh: '此任务已重新发出，请使用最新的邮件或刷新页面后再决定。',
    en: 'This task has been issued again: use the latest mail, or reload the page, and decide there.',
  });
}

/** @param difference what has changed, field by field; empty where that is not known */
export function contentChanged(difference: readonly DocumentDifference[]): SopError {
  const told = tellDifference(difference);
  return new SopError(
    'ContentChanged',
    409,
    {
      zh: `您查看之后内容已有变化${told.zh === '' ? '' : `：${told.zh}`}。您的决定没有生效，请查看最新内容后再决定。`,
      en: `What you decide on has changed since you saw it${told.en === '' ? '' : `: ${told.en}`}. Your decision had no effect: look at it as it is now, then decide.`,
    },
    { extension: { difference } },
  );
}

export function outcomeUnknown(allowed: readonly string[], text: Text): SopError {
  return new SopError(
    'OutcomeUnknown',
    422,
    { zh: '此步骤没有这个选项。', en: 'This step has no such outcome.' },
    { fields: [{ pointer: '/outcome', text }], extension: { allowed } },
  );
}

export function commentTooLong(most: number): SopError {
  const text = { zh: `最多 ${most} 个字。`, en: `At most ${most} characters.` };
  return new SopError(
    'CommentTooLong',
    422,
    { zh: '说明过长。', en: 'The comment is too long.' },
    { fields: [{ pointer: '/comment', text }] },
  );
}

export function commentMissing(): SopError {
  return new SopError(
    'CommentMissing',
    422,
    { zh: '请说明原因。', en: 'Say why.' },
    {
      fields: [
        {
          pointer: '/comment',
          text: {
            zh: '选择此项须填写原因，原因会转给下一位处理人。',
            en: 'This outcome needs a reason: it is passed on to whoever acts next.',
          },
        },
      ],
    },
  );
}

export function formInvalid(fields: readonly FieldError[]): SopError {
  return new SopError(
    'FormInvalid',
    422,
    { zh: '表单有误，请按提示改正。', en: 'The form is not right yet: correct the fields named.' },
    { fields },
  );
}

/** So many people are named who could decide instead. */
const MOST_NAMED = 5;

/** @param candidates those of the role whom no rule keeps away */
export function dutiesSeparated(rule: Separation, candidates: readonly Pick<Person, 'id' | 'name'>[]): SopError {
  const named = candidates.slice(0, MOST_NAMED);
  const others = candidates.length > MOST_NAMED;
  const could =
    named.length === 0
      ? {
          zh: '目前没有其他人可以决定，请联系销售经理。',
          en: 'Nobody else could decide at present: ask a sales manager.',
        }
      : {
          zh: `可以决定的人：${named.map(({ name }) => name).join('、')}${others ? ' 等' : ''}。`,
          en: `Who could decide: ${named.map(({ name }) => name).join(', ')}${others ? ' and others' : ''}.`,
        };
  return new SopError(
    'DutiesSeparated',
    403,
    {
      zh: `按职责分离的规定，${rule.text.zh}。${could.zh}`,
      en: `Duties are separated: ${rule.text.en}. ${could.en}`,
    },
    { extension: { rule: rule.id, candidates: named.map(({ id, name }) => ({ id, name })) } },
  );
}
