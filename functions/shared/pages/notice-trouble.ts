import type { Language, Text } from '../domain/language.ts';
import type { Task } from '../domain/task.ts';
import { type HtmlValue, html } from './html.ts';
import { momentText } from './moments.ts';

type Trouble = NonNullable<Task['notice']>;

/** What became of a task's mail, in two or three words. */
export const troubleTitles: Readonly<Record<Trouble['state'], Text>> = {
  bounced: { zh: '邮件被退回', en: 'mail bounced' },
  complained: { zh: '邮件被标为垃圾', en: 'mail marked as spam' },
  delayed: { zh: '邮件延迟', en: 'mail delayed' },
};

/**
 * That an open task's mail did not simply arrive, so that whoever sees the task knows who may not have heard of it.
 * @param reader the id of the person who reads it
 * @param name what the mail's addressee is called
 */
export function noticeTrouble(
  { notice, status, assignee }: Pick<Task, 'notice' | 'status' | 'assignee'>,
  { reader, name, language }: { readonly reader: string; readonly name: string; readonly language: Language },
): HtmlValue {
  if (notice === undefined || status !== 'OPEN') return undefined;
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  const { state, person, at } = notice;
  const when = momentText(at, language);
  const own = person === reader;
  // Who has the task now is not who was not reached.
  const passedOn = assignee !== undefined && assignee !== person;
  const happened: Readonly<Record<Trouble['state'], string>> = {
    bounced: own
      ? say(`发给您的通知邮件于 ${when} 被退回。`, `The mail to you about this task bounced on ${when}.`)
      : say(
          `发给${name}的通知邮件于 ${when} 被退回，对方可能还不知道此任务。`,
          `The mail to ${name} about this task bounced on ${when}: they may not know of it.`,
        ),
    complained: own
      ? say(
          `发给您的通知邮件于 ${when} 被标为垃圾邮件，此后的邮件不会再送达。`,
          `The mail to you about this task was marked as spam on ${when}: no further mail will reach you.`,
        )
      : say(
          `${name}的邮箱于 ${when} 将通知邮件标为垃圾邮件，此后的邮件不会再送达。`,
          `The mail to ${name} about this task was marked as spam on ${when}: no further mail will reach them.`,
        ),
    delayed: own
      ? say(`发给您的通知邮件延迟送达（${when}）。`, `The mail to you about this task is late (${when}).`)
      : say(
          `发给${name}的通知邮件延迟送达（${when}），对方可能还没有看到。`,
          `The mail to ${name} about this task is late (${when}): they may not have seen it yet.`,
        ),
  };
  const advice =
    state === 'delayed'
      ? undefined
      : own
        ? say('请核对您的邮箱，并请总部恢复投递。', 'Check your mailbox and ask headquarters to have mails sent again.')
        : passedOn
          ? say('任务已转由他人处理。', 'Somebody else has the task now.')
          : say('请换一种方式告知对方。', 'Please tell them in another way.');
  return html`<div class="note undelivered" role="note"><p>${happened[state]}${advice !== undefined && ` ${advice}`}</p></div>`;
}
