import { type Language, type Text, wording } from '../shared/domain/language.ts';
import { html } from '../shared/pages/html.ts';
import { type PageAnswer, page } from '../shared/pages/page.ts';

/** What is said where there is nothing to decide; it tells nothing of the case. */
export interface Notice {
  readonly status: number;
  readonly title: Text;
  readonly text: Text;
}

const askSales: Text = {
  zh: '如有疑问，请联系负责您项目的销售人员。',
  en: 'If in doubt, ask the salesperson in charge of your case.',
};

export const notices = {
  unknown: {
    status: 404,
    title: { zh: '链接无效', en: 'This link leads nowhere' },
    text: {
      zh: '没有这个链接，或地址不完整。请从邮件中重新打开，或把完整地址复制到浏览器。',
      en: 'There is no such link, or its address is incomplete. Open it from the mail again, or copy the whole address.',
    },
  },
  superseded: {
    status: 410,
    title: { zh: '链接已被新邮件取代', en: 'A newer mail has replaced this link' },
    text: {
      zh: '此任务已重新发出，请使用最新一封邮件中的链接。',
      en: 'The task was issued again: use the link in the latest mail.',
    },
  },
  reassigned: {
    status: 410,
    title: { zh: '此任务已由他人处理', en: 'Somebody else has this task' },
    text: {
      zh: '此任务已分配或转交给其他人，您不需要再处理。',
      en: 'The task was taken by, or given to, somebody else. There is nothing for you to do.',
    },
  },
  expired: {
    status: 410,
    title: { zh: '链接已过期', en: 'This link has expired' },
    text: {
      zh: '处理时间已过，此任务已交由销售经理处理。',
      en: 'The time to act has passed, and the sales manager has been asked to decide.',
    },
  },
  cancelled: {
    status: 410,
    title: { zh: '此任务已取消', en: 'This task was cancelled' },
    text: { zh: '流程已经结束，您不需要再处理。', en: 'Its case has ended. There is nothing for you to do.' },
  },
  busy: {
    status: 503,
    title: { zh: '系统繁忙', en: 'The system is busy' },
    text: {
      zh: '您的决定尚未记录，请返回上一页再提交一次。',
      en: 'Your decision is not recorded yet: go back and submit it once more.',
    },
  },
  failed: {
    status: 500,
    title: { zh: '系统出错', en: 'Something went wrong' },
    text: {
      zh: '这是我们的问题，请稍后重新打开邮件中的链接。',
      en: 'The fault is ours: open the link in your mail again a little later.',
    },
  },
} as const satisfies Record<string, Notice>;

/** A page that only says something, in the reader's language. */
export function noticePage({ status, title, text }: Notice, language: Language): PageAnswer {
  return page(status, {
    language,
    title: wording(title, language),
    main: html`<h1>${wording(title, language)}</h1>
<div class="sheet"><p class="ask">${wording(text, language)}</p><p>${wording(askSales, language)}</p></div>`,
  });
}
