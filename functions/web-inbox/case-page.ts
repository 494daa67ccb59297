import { factTitles } from '../cases-api/case-view.ts';
import { changeableKinds } from '../cases-api/change-document.ts';
import { customerNow } from '../cases-api/customer-now.ts';
import { readCase, readDocuments } from '../cases-api/read-case.ts';
import { gateTitles, priorityTitles } from '../cases-api/setting-titles.ts';
import { mayCancel, mayChangeContact, mayPrioritise } from '../shared/domain/access.ts';
import type { CaseContact, DocumentVersion, SalesCase } from '../shared/domain/case.ts';
import { hasEnded } from '../shared/domain/case-course.ts';
import { type DocumentKind, documents as documentKinds } from '../shared/domain/documents.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Fact } from '../shared/domain/history.ts';
import { type Language, type Text, wording } from '../shared/domain/language.ts';
import { latestOf } from '../shared/domain/latest-documents.ts';
import { priorities } from '../shared/domain/priority.ts';
import { findStep } from '../shared/domain/steps.ts';
import { type Way, ways } from '../shared/domain/task.ts';
import { wayTitles } from '../shared/pages/decision-view.ts';
import { documentView } from '../shared/pages/document-view.ts';
import { type Html, type HtmlValue, html } from '../shared/pages/html.ts';
import { momentText, shortMomentText } from '../shared/pages/moments.ts';
import type { PageAnswer } from '../shared/pages/page.ts';
import { type Asked, speaker } from './asked.ts';
import { aboutFile, caseFilesView } from './case-files-view.ts';
import { statusTag } from './case-list.ts';
import { inboxPage } from './inbox-page.ts';
import { namesOf } from './people-names.ts';
import { aboutAttempt } from './refused-attempt.ts';
import { taskItem } from './task-list.ts';

/** So many facts are shown at once; the earlier ones behind a fold. */
const LATEST_FACTS = 20;

/**
 * `GET /inbox/cases/{id}`: where the case stands, its documents, and everything that happened in it.
 * @throws SopError CaseNotFound (404), CaseNotYours (403)
 */
export async function casePage(asked: Asked, id: string): Promise<PageAnswer> {
  const { world, reader, language } = asked;
  const { salesCase, tasks, documents } = await readCase(world, reader, id);
  const facts = (await world.cases.factsSince(id, salesCase.createdAt)).toReversed();
  const named = [
    salesCase.sales,
    salesCase.assistant,
    ...tasks.map(({ assignee }) => assignee),
    ...facts.flatMap((fact) => [fact.by, handedTo(fact)]),
  ];
  const kinds = documents.map(({ kind }) => kind);
  const [nameOf, changeable, customer] = await Promise.all([
    namesOf(world.people, named, salesCase),
    changeableKinds(world, reader, salesCase, kinds),
    customerNow(world.customers, salesCase),
  ]);
  const say = speaker(language);
  return inboxPage(200, asked, {
    title: `${salesCase.title} · ${id}`,
    section: 'cases',
    main: html`<p class="crumb"><a href="/inbox/cases">← ${say('项目', 'Cases')}</a></p>
<div class="bar"><h1>${salesCase.title}</h1>${statusTag(salesCase, language)}</div>
${aboutView(asked, salesCase, { nameOf, customer })}
${
  tasks.length > 0 &&
  html`<h2>${say('现在要做的', 'What is to be done now')}</h2>
<ul class="items">${tasks.map((task) => taskItem(asked, task, undefined, nameOf))}</ul>`
}
${
  documents.length > 0 &&
  html`<h2>${say('文件', 'Documents')}</h2>
${documents.map(
  (
    document,
  ) => html`<details><summary>${wording(documentKinds[document.kind].title, language)} · ${say(`第 ${document.version} 版`, `version ${document.version}`)}</summary>
${documentView(document, language)}
${changeable.has(document.kind) && html`<p><a class="button quiet" href="/inbox/cases/${id}/documents/${document.kind}/change">${say(`修改${documentKinds[document.kind].title.zh}…`, 'Change this document…')}</a></p>`}${document.version > 1 && html`<p><a href="/inbox/cases/${id}/documents/${document.kind}">${say(`全部 ${document.version} 个版本`, `All ${document.version} versions`)}</a></p>`}</details>`,
)}`
}
${await caseFilesView(asked, id)}
<h2>${say('经过', 'What happened')}</h2>
<div class="sheet">${timeline(facts.slice(0, LATEST_FACTS), language, nameOf)}${
      facts.length > LATEST_FACTS &&
      html`<details><summary>${say(`更早的 ${facts.length - LATEST_FACTS} 条`, `${facts.length - LATEST_FACTS} earlier`)}</summary>${timeline(facts.slice(LATEST_FACTS), language, nameOf)}</details>`
    }</div>`,
  });
}

/**
 * `GET /inbox/cases/{id}/documents/{kind}`: every version of a document, the newest first, each with what it changed.
 * @throws SopError DocumentNotFound, CaseNotFound (404), CaseNotYours (403)
 */
export async function versionsPage(asked: Asked, id: string, kind: string): Promise<PageAnswer> {
  const { language } = asked;
  const versions = await readDocuments(asked.world, asked.reader, id, kind);
  const newest = isKind(kind) ? latestOf(versions, kind) : undefined;
  if (newest === undefined) {
    throw new SopError('DocumentNotFound', 404, {
      zh: '此项目没有这种文件。',
      en: 'The case has no such document.',
    });
  }
  const title = wording(documentKinds[newest.kind].title, language);
  const before = ({ version }: DocumentVersion): DocumentVersion | undefined =>
    versions.find((other) => other.version === version - 1);
  return inboxPage(200, asked, {
    title: `${title} · ${id}`,
    section: 'cases',
    main: html`<p class="crumb"><a href="/inbox/cases/${id}">← ${speaker(language)('项目', 'Case')} ${id}</a></p>
<h1>${title}</h1>
${versions.toSorted((a, b) => b.version - a.version).map((version) => documentView(version, language, before(version)))}`,
  });
}

function isKind(kind: string): kind is DocumentKind {
  return Object.hasOwn(documentKinds, kind);
}

function aboutView(
  asked: Asked,
  salesCase: SalesCase,
  { nameOf, customer }: { nameOf: (id: string) => string; customer: Awaited<ReturnType<typeof customerNow>> },
): Html {
  const { reader, language } = asked;
  const say = speaker(language);
  const { contact, settings } = salesCase;
  const { priority = 'normal', publicationGate = 'none' } = settings;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [say('项目编号', 'Case number'), salesCase.id],
    [say('客户', 'Customer'), salesCase.customerName],
    [say('客户现为', 'Customer by now'), customer && `${customer.name} · ${customer.id}`],
    [say('客户联系人', 'Contact'), `${contact.name} · ${contact.email}`],
    [say('销售', 'Salesperson'), nameOf(salesCase.sales)],
    [say('销售助理', 'Sales assistant'), nameOf(salesCase.assistant)],
    [say('优先级', 'Priority'), wording(priorityTitles[priority], language)],
    [say('发布广告须等待', 'Publication waits for'), wording(gateTitles[publicationGate], language)],
    [say('开始时间', 'Begun'), momentText(salesCase.createdAt, language)],
    [say('结束时间', 'Ended'), salesCase.endedAt === undefined ? undefined : momentText(salesCase.endedAt, language)],
    [say('结束原因', 'Why it ended'), salesCase.endReason],
  ];
  return html`<div class="sheet"><dl>${rows.map(
    ([label, value]) =>
      value !== undefined && html`<div class="row"><dt>${label}</dt><dd class="said">${value}</dd></div>`,
  )}</dl>${priorityButton(asked, salesCase)}${!hasEnded(salesCase) && mayChangeContact(reader, salesCase) && html`<div class="bar"><a class="button quiet" href="/inbox/cases/${salesCase.id}/contact">${say('更正联系人…', 'Correct the contact…')}</a></div>`}${!hasEnded(salesCase) && mayCancel(reader, salesCase) && html`<div class="bar"><a class="button quiet danger" href="/inbox/cases/${salesCase.id}/cancellation">${say('取消项目…', 'Cancel the case…')}</a></div>`}</div>`;
}

/** Makes the case urgent, or normal again. */
function priorityButton({ reader, language }: Asked, salesCase: SalesCase): HtmlValue {
  if (hasEnded(salesCase) || !mayPrioritise(reader, salesCase)) return undefined;
  const say = speaker(language);
  const urgent = salesCase.settings.priority === 'urgent';
  return html`<form class="bar" method="post" action="/inbox/cases/${salesCase.id}/priority"><input type="hidden" name="priority" value="${urgent ? 'normal' : 'urgent'}"><button class="quiet">${urgent ? say('改为普通', 'Make it normal') : say('改为加急', 'Make it urgent')}</button><p class="hint">${say('加急：各步时限减半，超时更早上报；未完成的任务一并调整。', 'Urgent: half the time for each step, supervisors told sooner; open tasks too.')}</p></form>`;
}

function timeline(facts: readonly Fact[], language: Language, nameOf: (id: string) => string): Html {
  return html`<ol class="facts">${facts.map(
    (
      fact,
    ) => html`<li class="${markOf(fact)}"><p>${wording(factTitles[fact.type], language)}${aboutFact(fact, language)}${handView(fact, nameOf)}</p>
<p class="at">${shortMomentText(fact.at, language)}${fact.by !== undefined && ` · ${nameOf(fact.by)}`}${isWay(fact.via) && ` · ${wording(wayTitles[fact.via], language)}`}</p></li>
`,
  )}</ol>`;
}

const marked: ReadonlySet<Fact['type']> = new Set(['case.started', 'case.ended', 'task.decided']);
const bad: ReadonlySet<Fact['type']> = new Set([
  'case.cancelled',
  'task.expired',
  'task.refused-attempt',
  'document.refused',
  'task.notice-refused',
  'task.notice-bounced',
  'task.notice-complained',
  'publication.notice-refused',
]);

function markOf({ type }: Fact): string {
  return bad.has(type) ? 'bad' : marked.has(type) ? 'mark' : '';
}

function handView(fact: Fact, nameOf: (id: string) => string): HtmlValue {
  const to = handedTo(fact);
  return to !== undefined && ` → ${nameOf(to)}`;
}

/** To whom a task was passed on. */
function handedTo({ detail }: Fact): string | undefined {
  return typeof detail?.to === 'string' ? detail.to : undefined;
}

/** Which step a fact belongs to, and the outcome or the document it tells of. */
function aboutFact(fact: Fact, language: Language): HtmlValue {
  const { step, detail } = fact;
  const found = step === undefined ? undefined : findStep(step);
  const outcome = found?.outcomes.find(({ id }) => id === detail?.outcome)?.title;
  const kind = typeof detail?.kind === 'string' && isKind(detail.kind) ? documentKinds[detail.kind].title : undefined;
  const priority = priorities.find((each) => each === detail?.priority);
  const version = language === 'en' ? `version ${detail?.version}` : `第 ${detail?.version} 版`;
  return [
    found !== undefined && html` · ${found.id.replace(/\D.*$/, '')} ${wording(found.title, language)}`,
    outcome !== undefined && html`${language === 'en' ? ': ' : '：'}<strong>${wording(outcome, language)}</strong>`,
    kind !== undefined && html` · ${wording(kind, language)} ${version}`,
    priority !== undefined &&
      html`${language === 'en' ? ': ' : '：'}<strong>${wording(priorityTitles[priority], language)}</strong>`,
    aboutContact(fact, language),
    aboutFile(fact, language),
    aboutAttempt(fact, language),
  ];
}

const contactFields: Readonly<Record<keyof CaseContact, Text>> = {
  name: { zh: '姓名', en: 'name' },
  email: { zh: '邮箱', en: 'e-mail address' },
  language: { zh: '语言', en: 'language' },
};

/** What of a contact was corrected. */
function aboutContact({ type, detail }: Fact, language: Language): HtmlValue {
  if (type !== 'case.contact-changed') return undefined;
  const changed = String(detail?.fields).split(' ');
  const words = Object.entries(contactFields).flatMap(([field, text]) =>
    changed.includes(field) ? [wording(text, language)] : [],
  );
  return language === 'en' ? `: ${words.join(', ')}` : `：${words.join('、')}`;
}

function isWay(via: string | undefined): via is Way {
  return ways.some((way) => way === via);
}
