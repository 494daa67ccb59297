import type { DocumentDifference } from '../shared/domain/difference.ts';
import type { Language } from '../shared/domain/language.ts';
import { changesView } from '../shared/pages/changes-view.ts';
import { html } from '../shared/pages/html.ts';
import { type PageAnswer, page } from '../shared/pages/page.ts';

/** What a link leads to whose task was issued again because a document changed: what it said then, and what it says now. */
export function changedPage(difference: readonly DocumentDifference[], language: Language): PageAnswer {
  const say = (zh: string, en: string): string => (language === 'en' ? en : zh);
  const title = say('内容已有变化，任务已重新下达', 'The content has changed: the task was issued again');
  return page(410, {
    language,
    title,
    main: html`<h1>${title}</h1>
<div class="alert" role="alert"><p>${say(
      '此链接所示的内容已不是最新，通过它不能再作决定。请使用最新一封邮件中的链接，查看最新内容后再决定。',
      'What this link showed is out of date, and nothing can be decided through it any more. Use the link in the latest mail, look at it as it is now, then decide.',
    )}</p></div>
${changesView(difference, language)}`,
  });
}
