import { mayCorrect } from '../customers-api/correct-facts.ts';
import { readFacts, readProposal } from '../customers-api/read-facts.ts';
import type { Customer } from '../shared/domain/customer.ts';
import { type CorrectableFact, factNames, type ReplacedFacts } from '../shared/domain/customer-correction.ts';
import { survivorOf } from '../shared/domain/customer-merge.ts';
import { wording } from '../shared/domain/language.ts';
import { mayAtAll } from '../shared/domain/pool-rights.ts';
import { type HtmlValue, html } from '../shared/pages/html.ts';
import { shortMomentText } from '../shared/pages/moments.ts';
import { speaker } from '../web-inbox/asked.ts';
import { namesOf } from '../web-inbox/people-names.ts';
import { pagesPath } from './contract.ts';
import type { CustomersAsked } from './customers-world.ts';

/** Where a record went that was merged; nothing for every other. */
export async function mergedNote({ world, language }: CustomersAsked, customer: Customer): Promise<HtmlValue> {
  if (customer.mergedInto === undefined) return undefined;
  const say = speaker(language);
  const { id, name } = await survivorOf(world.customers, customer);
  const when = customer.mergedAt === undefined ? '' : shortMomentText(customer.mergedAt, language);
  return html`<div class="note"><p>${say(`该客户已于 ${when} 合并到`, `This customer was merged at ${when} into `)}<a href="${pagesPath}/${id}">${name}（${id}）</a>${say('，请在那里继续。以下为合并前的记录。', ': go on there. Below is what is on record of it.')}</p></div>`;
}

/** The ways to correct the customer's facts, and to what may be the same company, as far as the reader's rights go. */
export async function changeLinks({ world, reader, language }: CustomersAsked, customer: Customer): Promise<HtmlValue> {
  if (customer.mergedInto !== undefined) return undefined;
  const say = speaker(language);
  const [corrects, proposed] = await Promise.all([
    mayCorrect(world.people, reader, customer),
    readProposal(world.customers, reader, customer),
  ]);
  const merges = mayAtAll(reader, 'merge');
  const address = `${pagesPath}/${customer.id}`;
  return html`${
    proposed !== undefined &&
    html`<div class="note"><p>${say('有一项资料更正与其他客户相同或相近，资料未改，等待审批组处理。', 'A correction looks like another customer: nothing was changed, and the approval group has to settle it.')}</p></div>`
  }${
    (corrects || merges) &&
    html`<div class="deeds">${corrects && html`<a class="button quiet" href="${address}/correction">${proposed !== undefined && merges ? say('处理更正…', 'Settle the correction…') : say('更正资料…', 'Correct the facts…')}</a>`}${merges && html`<a class="button quiet" href="${address}/lookalikes">${say('查找同一公司…', 'Look for the same company…')}</a>`}</div>`
  }`;
}

/** Every correction with what stood there before, the latest first; of records that were merged into it, too. */
export async function correctionsView(asked: CustomersAsked, customer: Customer): Promise<HtmlValue> {
  const { world, reader, language } = asked;
  const { replaced } = await readFacts(world, reader, customer.id);
  if (replaced.length === 0) return undefined;
  const say = speaker(language);
  const nameOf = await namesOf(
    world.people,
    replaced.map(({ by }) => by),
  );
  const was = ({ facts, oldName }: ReplacedFacts, fact: CorrectableFact): HtmlValue => {
    const mistaken = fact === 'name' && oldName === 'mistaken' && say('（录错）', ' (mistaken)');
    return html`${wording(factNames[fact], language)}${say('，原为：', ', was: ')}${facts[fact] ?? say('空', 'empty')}${mistaken}`;
  };
  return html`<h2>${say('资料更正', 'Corrections')}</h2>
<div class="sheet"><ol class="facts">${replaced
    .toReversed()
    .map(
      (each) =>
        html`<li>${each.changed.map((fact) => html`<p>${was(each, fact)}</p>`)}${each.reason !== '' && html`<p class="said">${each.reason}</p>`}<p class="at">${shortMomentText(each.at, language)} · ${nameOf(each.by)}${each.customerId !== customer.id && ` · ${each.customerId}`}</p></li>`,
    )}</ol></div>`;
}
