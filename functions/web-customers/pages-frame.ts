import { mayImport, seesAllImports } from '../customers-api/imports.ts';
import { type Text, wording } from '../shared/domain/language.ts';
import { mayAtAll, reachesOf } from '../shared/domain/pool-rights.ts';
import { type Html, type HtmlValue, html } from '../shared/pages/html.ts';
import { speaker } from '../web-inbox/asked.ts';
import { pagesPath } from './contract.ts';
import type { CustomersAsked } from './customers-world.ts';

/** The pages beside the one that is shown. */
export type Part = 'pool' | 'public' | 'new' | 'import' | 'forecast';

/** The ways to the other pages about customers, as far as the reader's rights go. */
export function partsView({ reader, language }: CustomersAsked, shown?: Part): Html {
  const say = speaker(language);
  const seesPublic = mayAtAll(reader, 'pick') || reachesOf(reader, 'view').includes('all');
  const way = (part: Part, path: string, title: string): HtmlValue =>
    part !== shown && html`<a class="button quiet" href="${pagesPath}${path}">${title}</a> `;
  return html`<div class="deeds">${way('pool', '', reader.roles.includes('sales') ? say('我的客户', 'My customers') : say('仓库', 'Pools'))}${
    seesPublic && way('public', '/public', say('公海', 'Public pool'))
  }${mayAtAll(reader, 'enter') && way('new', '/new', say('＋ 录入客户', '＋ Enter a customer'))}${(mayImport(reader) || seesAllImports(reader)) && way('import', '/import', say('批量导入', 'Import a file'))}${mayAtAll(reader, 'view') && way('forecast', '/forecast', say('回收预测', 'What returns next'))}</div>`;
}

/** What a form has just done, as the page it leads to says it. */
const deeds = {
  entered: { zh: '已录入，客户在您的仓库中。', en: 'Entered: the customer is in your pool.' },
  picked: { zh: '该客户已在公海，已挑入您的仓库。', en: 'The customer was in the public pool and is in yours now.' },
  claimed: { zh: '已挑入您的仓库。', en: 'Claimed: the customer is in your pool.' },
  released: { zh: '已释放到公海。', en: 'Released to the public pool.' },
  transferred: { zh: '已转给新的销售。', en: 'Transferred.' },
  reversed: {
    zh: '已撤销违规录入，客户归还给应得的销售。',
    en: 'The illegal entry is reversed: its rightful holder has it.',
  },
  corrected: { zh: '资料已更正，以前的资料保留在记录中。', en: 'Corrected; the earlier facts stay on record.' },
  merged: { zh: '已合并，双方归属人会收到邮件。', en: 'Merged; both holders are mailed.' },
  contacted: { zh: '联系已登记。', en: 'The contact is on record.' },
} as const satisfies Readonly<Record<string, Text>>;
export type Done = keyof typeof deeds;

function isDone(name: string): name is Done {
  return Object.hasOwn(deeds, name);
}

/** Says what the form that led here did; nothing where none did. */
export function doneView({ request, language }: CustomersAsked): HtmlValue {
  const { done = '' } = request.query;
  return isDone(done) && html`<div class="note done" role="status"><p>${wording(deeds[done], language)}</p></div>`;
}
