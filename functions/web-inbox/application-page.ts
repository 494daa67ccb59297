import { factTitles } from '../cases-api/case-view.ts';
import { kindTitles, outcomeTitles } from '../customers-api/application-titles.ts';
import type { ApplicationDetail, Likeness, RivalView } from '../customers-api/contract.ts';
import { applicationAnswer } from '../customers-api/contract.ts';
import { decideApplication } from '../customers-api/decide-application.ts';
import { readApplication } from '../customers-api/read-application.ts';
import { applicationOutcomes } from '../shared/domain/application.ts';
import { resultText } from '../shared/domain/application-results.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Fact } from '../shared/domain/history.ts';
import { flagTexts } from '../shared/domain/intake-flags.ts';
import { type Text, wording } from '../shared/domain/language.ts';
import { mayAtAll } from '../shared/domain/pool-rights.ts';
import { isPublic } from '../shared/domain/pools.ts';
import { ways } from '../shared/domain/task.ts';
import { wayTitles } from '../shared/pages/decision-view.ts';
import { type Html, type HtmlValue, html } from '../shared/pages/html.ts';
import { momentText, shortMomentText } from '../shared/pages/moments.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { standingText } from './application-list.ts';
import { type Asked, speaker } from './asked.ts';
import { inboxPage } from './inbox-page.ts';
import { namesOf } from './people-names.ts';

const formId = 'application';

/**
 * `GET /inbox/applications/{id}`: the records side by side, what the matcher makes of them, and the decision (IN-4).
 * @throws SopError ApplicationNotFound (404), ApplicationNotYours (403)
 */
export async function showApplication(asked: Asked, id: string): Promise<PageAnswer> {
  const application = await readApplication(asked.world, asked.reader, id);
  return applicationPage(asked, 200, application, '');
}

/**
 * `POST /inbox/applications/{id}`: the approval group's word. What is typed survives a refusal.
 * @throws SopError RoleMissing, ApplicationYourOwn, ApplicationNotYours (403), ApplicationNotFound (404)
 */
export async function submitApplicationDecision(asked: Asked, id: string): Promise<PageAnswer> {
  const { world, reader, request } = asked;
  const typed = new URLSearchParams(request.body);
  const comment = typed.get('comment') ?? '';
  const outcome = applicationOutcomes.find((each) => each === typed.get('outcome'));
  const before = await readApplication(world, reader, id);
  if (typed.has('do') || outcome === undefined) return applicationPage(asked, 200, before, comment);
  const answer = applicationAnswer.safeParse({ outcome, comment });
  if (!answer.success) return applicationPage(asked, 422, before, comment, tooLong);
  try {
    await decideApplication(world, reader, id, answer.data, 'inbox');
    return seeOther(`/inbox/applications/${id}`);
  } catch (error) {
    if (!(error instanceof SopError) || (error.status !== 409 && error.status !== 422)) throw error;
    const now = await readApplication(world, reader, id);
    // A second press of the same button finds what the first decided.
    if (now.decision?.by === reader.id && now.decision.outcome === outcome) {
      return seeOther(`/inbox/applications/${id}`);
    }
    return applicationPage(asked, error.status, now, comment, error.text);
  }
}

const tooLong: Text = { zh: '审批意见最多 2000 个字。', en: 'The comment is 2000 characters at most.' };

async function applicationPage(
  asked: Asked,
  status: number,
  application: ApplicationDetail,
  comment: string,
  alert?: Text,
): Promise<PageAnswer> {
  const { world, reader, language } = asked;
  const say = speaker(language);
  const { id, applicant, decision, rivals } = application;
  const { name } = application.facts;
  const facts = await world.cases.factsSince(id, application.createdAt);
  const nameOf = await namesOf(world.people, [applicant, ...facts.map(({ by }) => by), decision?.by]);
  const decides = mayAtAll(reader, 'decide');
  const open = application.status === 'OPEN' && decides && applicant !== reader.id;
  return inboxPage(status, asked, {
    title: `${name} · ${id}`,
    section: 'applications',
    ...(open ? { form: formId } : {}),
    main: html`${alert !== undefined && html`<div class="alert" role="alert" tabindex="-1" autofocus><p>${wording(alert, language)}</p></div>`}
<p class="crumb"><a href="/inbox/applications">← ${say('申请', 'Applications')}</a></p>
<div class="bar"><h1>${name}</h1><span class="tag">${standingText({ ...application, rivals: [] }, language)}</span></div>
<p class="ask">${askText(asked, application)}</p>
${asked.request.query.again !== undefined && html`<div class="note"><p>${say('您已申请过这个客户，没有另建；要改资料请先撤回。', 'You have applied for it already: no other one was made. To change it withdraw it first.')}</p></div>`}
${aboutView(asked, application, nameOf)}
<h2>${say('资料比对', 'The records side by side')}</h2>
${recordsView(asked, application)}
${othersView(asked, application)}
${rivals.map((rival) => likenessView(asked, rival))}
${open ? decisionForm(asked, application, comment) : decidedView(asked, application, nameOf)}
${historyView(asked, facts, nameOf)}`,
  });
}

/** What is asked of the group; what an applicant waits for, and how it ended and what they do next. */
function askText(
  { reader, language }: Asked,
  { kind, applicant, status, ended, result = ended?.result }: ApplicationDetail,
): string {
  const say = speaker(language);
  if (applicant === reader.id) {
    if (result !== undefined) return wording(resultText(kind, result), language);
    return status === 'OPEN'
      ? say(
          '已提交审批组，结果会邮件告知您；三十天内无人决定即过期。',
          'The approval group has it and you are told by mail; undecided for thirty days it expires.',
        )
      : say('审批组已决定，正在办理，结果会邮件告知您。', 'It is decided and being carried out; you are told by mail.');
  }
  return kind === 'transfer-in'
    ? say(
        '申请人要把公海中其他区域的客户调入自己的仓库。',
        'The applicant asks for a customer of the public pool from another region.',
      )
    : say(
        '该客户可能与已有客户重复：请比对两份资料，判断是否为同一客户。',
        'This customer may be one that is there already: compare the records and say whether it is the same.',
      );
}

function aboutView(
  { language }: Asked,
  { id, kind, applicant, createdAt, reason, confirmed, rivals, applicantRegions }: ApplicationDetail,
  nameOf: (id: string) => string,
): Html {
  const say = speaker(language);
  const rows: readonly (readonly [string, HtmlValue])[] = [
    [say('申请', 'Application'), `${id} · ${wording(kindTitles[kind], language)}`],
    [say('申请人', 'Applicant'), nameOf(applicant)],
    [say('申请人的区域', 'Applicant’s regions'), applicantRegions?.join('、')],
    [say('客户的区域', 'Customer’s region'), rivals[0]?.region],
    [say('提交时间', 'Submitted'), momentText(createdAt, language)],
    [say('申请理由', 'Reason'), reason],
    [
      say('已向客户核实', 'Confirmed with the customer'),
      confirmed.length > 0 &&
        html`<ul>${confirmed.map((flag) => html`<li>${wording(flagTexts[flag].text, language)}</li>`)}</ul>`,
    ],
  ];
  return html`<div class="sheet"><dl>${rows.map(
    ([label, value]) =>
      value !== undefined &&
      value !== '' &&
      value !== false &&
      html`<div class="row"><dt>${label}</dt><dd class="said">${value}</dd></div>`,
  )}</dl></div>`;
}

/** One row a fact, one column a record; on a phone each fact is a card. */
function recordsView({ language }: Asked, { kind, facts, rivals }: ApplicationDetail): Html {
  const say = speaker(language);
  const own = kind === 'transfer-in' ? say('申请人填写', 'As applied') : say('申请录入', 'To be entered');
  const columns = [
    own,
    ...rivals.map(({ holder }) => {
      const name = isPublic(holder.id) ? say('公海', 'public pool') : holder.name;
      return say(`已有客户（${name}）`, `There already (${name})`);
    }),
  ];
  const hidden = say('（不显示）', '(not shown)');
  const rows: readonly (readonly [string, readonly (string | undefined)[]])[] = [
    [say('公司名称', 'Company name'), [facts.name, ...rivals.map(({ name }) => name)]],
    [say('座机', 'Landline'), [facts.landline, ...rivals.map(({ landline }) => landline)]],
    [say('传真', 'Fax'), [facts.fax, ...rivals.map(({ fax }) => fax)]],
    [say('地址', 'Address'), [facts.address, ...rivals.map(({ address }) => address)]],
  ];
  return html`<div class="sheet"><table class="records"><thead><tr><th scope="col">${say('资料', 'Fact')}</th>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([label, values]) =>
      html`<tr><th scope="row">${label}</th>${values.map((value, i) => html`<td data-label="${columns[i]}"><div>${value ?? hidden}</div></td>`)}</tr>`,
  )}</tbody></table>${
    rivals.length === 0 &&
    html`<p class="hint">${say('与之比对的客户已不存在。', 'The customers it was compared with are there no more.')}</p>`
  }</div>`;
}

const verdictTitles: Readonly<Record<Likeness['verdict'], Text>> = {
  duplicate: { zh: '很可能是同一客户', en: 'Most likely the same customer' },
  possible: { zh: '可能是同一客户', en: 'Possibly the same customer' },
  unique: { zh: '看来是不同的客户', en: 'Seemingly another customer' },
};

const strengthTitles: Readonly<Record<Likeness['findings'][number]['strength'], Text>> = {
  strong: { zh: '强支持', en: 'For' },
  some: { zh: '支持', en: 'Partly for' },
  none: { zh: '无影响', en: 'Neutral' },
  against: { zh: '反对', en: 'Against' },
};

/** A likelihood below this says nothing: a shared number alone is asked about, however different the names. */
const TOLD = 0.05;

/** Why the matcher takes the two for one customer, fact by fact. */
function likenessView({ language }: Asked, { name, likeness }: RivalView): HtmlValue {
  if (likeness === undefined) return undefined;
  const say = speaker(language);
  const { verdict, score, findings } = likeness;
  return html`<section class="document"><h3>${say('查重依据：', 'What the matcher found: ')}${name} <small>${wording(verdictTitles[verdict], language)}${score >= TOLD && ` · ${say(`相似度 ${Math.round(score * 100)}%`, `likelihood ${Math.round(score * 100)}%`)}`}</small></h3>
<ul class="findings">${findings.map(
    ({ strength, text }) =>
      html`<li><span class="mark ${strength}">${wording(strengthTitles[strength], language)}</span>${wording(text, language)}</li>`,
  )}</ul></section>`;
}

function decisionForm({ language }: Asked, { id, kind }: ApplicationDetail, comment: string): Html {
  const say = speaker(language);
  const titles = outcomeTitles[kind];
  return html`<h2>${say('您的决定', 'Your decision')}</h2>
<form class="sheet" id="${formId}" method="post" action="/inbox/applications/${id}" accept-charset="utf-8" novalidate>
<div class="field"><label for="comment">${say('审批意见', 'Comment')}</label><p class="hint" id="comment-hint">${say('不通过时必须填写理由；申请人会看到。', 'A refusal needs its reason. The applicant reads it.')}</p>
<textarea id="comment" name="comment" rows="3" maxlength="2000" aria-describedby="comment-hint">
${comment}</textarea></div>
<div class="outcomes"><button name="outcome" value="accepted">${wording(titles.accepted, language)}</button><button class="second" name="outcome" value="refused">${wording(titles.refused, language)}</button></div>
</form>`;
}

/** Who else applies for the same customer: the approval group compares them, their applicants know that there are some. */
function othersView({ language }: Asked, { others = [] }: ApplicationDetail): HtmlValue {
  const say = speaker(language);
  return (
    others.length > 0 &&
    html`<div class="note"><p>${say('同一客户另有申请，一个通过，其余即结束：', 'Others apply for it, too; once one is accepted the rest end: ')}${others.map(
      ({ id, applicant, createdAt }, i) =>
        html`${i > 0 && say('，', ', ')}${id === undefined ? shortMomentText(createdAt, language) : html`<a href="/inbox/applications/${id}">${applicant?.name}</a>`}`,
    )}</p></div>`
  );
}

/** What was done with the application, and by whom. */
function historyView({ language }: Asked, facts: readonly Fact[], nameOf: (id: string) => string): HtmlValue {
  const say = speaker(language);
  return (
    facts.length > 0 &&
    html`<h2>${say('经过', 'What happened')}</h2>
<div class="sheet"><ol class="facts">${facts.map((fact) => {
      const way = ways.find((each) => each === fact.via);
      return html`<li><p>${wording(factTitles[fact.type], language)}</p>
<p class="at">${shortMomentText(fact.at, language)}${fact.by !== undefined && ` · ${nameOf(fact.by)}`}${way !== undefined && ` · ${wording(wayTitles[way], language)}`}</p></li>`;
    })}</ol></div>`
  );
}

function decidedView(
  { reader, language }: Asked,
  application: ApplicationDetail,
  nameOf: (id: string) => string,
): HtmlValue {
  const say = speaker(language);
  const { decision, kind, applicant, customerId } = application;
  if (decision === undefined) {
    const own = applicant === reader.id && application.status === 'OPEN';
    return (
      own &&
      html`${mayAtAll(reader, 'decide') && html`<p class="note">${say('本人的申请由其他同事决定。', 'Your own application is decided by a colleague.')}</p>`}
<form method="post" action="/inbox/customers/applications/${application.id}"><button class="danger">${say('撤回申请', 'Withdraw it')}</button></form>`
    );
  }
  const rows: readonly (readonly [string, HtmlValue])[] = [
    [say('决定', 'Decision'), wording(outcomeTitles[kind][decision.outcome], language)],
    ...(decision.comment === '' ? [] : [[say('审批意见', 'Comment'), decision.comment] as const]),
    [say('审批人', 'Decided by'), nameOf(decision.by)],
    [say('时间', 'Time'), momentText(decision.at, language)],
    [say('结果', 'Result'), standingText({ ...application, rivals: [] }, language)],
    ...(customerId === undefined
      ? []
      : [[say('客户', 'Customer'), html`<a href="/inbox/customers/${customerId}">${customerId}</a>`] as const]),
  ];
  return html`<h2>${say('决定', 'The decision')}</h2>
<div class="sheet"><dl>${rows.map(([label, value]) => html`<div class="row"><dt>${label}</dt><dd class="said">${value}</dd></div>`)}</dl></div>`;
}
