import type { ImportSummary } from '../customers-api/import-contract.ts';
import { listImports, mayImport, seesAllImports } from '../customers-api/imports.ts';
import {
  type RowOutcome,
  rowOutcomes,
  rowOutcomeTitles,
  triedOutcomeTitles,
} from '../shared/domain/customer-import.ts';
import { type Text, wording } from '../shared/domain/language.ts';
import { type Html, type HtmlValue, html } from '../shared/pages/html.ts';
import { dayText, shortMomentText } from '../shared/pages/moments.ts';
import { speaker } from '../web-inbox/asked.ts';
import { pagesPath } from './contract.ts';
import type { CustomersAsked } from './customers-world.ts';

const path = `${pagesPath}/import`;

/** So many are on a page. */
const PAGE_SIZE = 10;

/**
 * One's imports, newest first, or everybody's for who sees every pool (IN-8): how far each is and what its rows came to.
 * @throws SopError ImportNotAllowed (403), ImportsNotYours (403), CursorInvalid (400)
 */
export async function importsView(asked: CustomersAsked): Promise<Html> {
  const { world, reader, request, language } = asked;
  const say = speaker(language);
  const { scope: wanted, before: cursor } = request.query;
  const scope = wanted === 'all' || !mayImport(reader) ? 'all' : 'own';
  const page = { limit: PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) };
  const { items, cursor: next } = await listImports(world, reader, scope, page);
  const names = scope === 'all' ? await namesOf(asked, items) : undefined;
  const following = new URLSearchParams({ scope, ...(next === undefined ? {} : { before: next }) });
  return html`<h2 id="list">${scope === 'all' ? say('所有人的导入', 'Everybody’s imports') : say('我的导入', 'My imports')}</h2>
${seesAllImports(reader) && mayImport(reader) && html`<p><a class="more" href="${path}?scope=${scope === 'all' ? 'own' : 'all'}#list">${scope === 'all' ? say('只看我的导入', 'Only my imports') : say('查看所有人的导入', 'Everybody’s imports')}</a></p>`}
${
  items.length === 0
    ? html`<p class="empty">${say('还没有导入。', 'There are no imports yet.')}</p>`
    : html`<ul class="items">${items.map((one) => itemView(one, names?.get(one.by), asked))}</ul>`
}
${next !== undefined && html`<p><a class="more" href="${path}?${following.toString()}#list">${say('更早的导入 →', 'Earlier imports →')}</a></p>`}`;
}

async function namesOf(
  { world }: CustomersAsked,
  items: readonly ImportSummary[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(items.map(({ by }) => by))];
  const people = await Promise.all(ids.map((id) => world.people.get(id)));
  return new Map(ids.map((id, at) => [id, people[at]?.name ?? id]));
}

const statuses: Readonly<Record<ImportSummary['status'], Text & { readonly tag: string }>> = {
  AWAITING_FILE: { zh: '等待文件', en: 'awaits its file', tag: 'CLOSED' },
  READING: { zh: '读取中', en: 'being read', tag: 'RUNNING' },
  ENTERING: { zh: '录入中', en: 'being entered', tag: 'RUNNING' },
  TRIED: { zh: '已试算', en: 'tried', tag: '' },
  DONE: { zh: '已完成', en: 'done', tag: '' },
  REFUSED: { zh: '文件无法导入', en: 'file refused', tag: 'late' },
  STOPPED: { zh: '已停止', en: 'stopped', tag: 'late' },
};

function itemView(one: ImportSummary, name: string | undefined, { language }: CustomersAsked): Html {
  const say = speaker(language);
  const { id, fileName, status, createdAt, rows, rowsDone, counts } = one;
  const { tag, ...title } = statuses[status];
  const titles = (outcome: RowOutcome): Text =>
    (one.dryRun === true ? triedOutcomeTitles[outcome] : undefined) ?? rowOutcomeTitles[outcome];
  const told = rowOutcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${wording(titles(outcome), language)} ${counts[outcome]}`);
  return html`<li class="item"><div class="what"><h3><a href="${path}/${id}">${fileName}</a> <span class="tag ${tag}">${wording(title, language)}</span></h3>
<p class="where"><span class="number">${id}</span> · ${name !== undefined && `${name} · `}${shortMomentText(createdAt, language)}</p>${
    told.length > 0 &&
    html`
<p class="where">${told.join(say('，', ', '))}</p>`
  }</div>
<p class="when">${rows !== undefined && html`<strong>${status === 'DONE' || status === 'TRIED' ? say(`${rows} 行`, rows === 1 ? '1 row' : `${rows} rows`) : say(`${rowsDone} / ${rows} 行`, `${rowsDone} of ${rows} rows`)}</strong>`}${keptView(one, language)}</p></li>
`;
}

/** Until when the result is kept, or an import that stopped can go on. */
function keptView({ expiresAt, expired, status }: ImportSummary, language: CustomersAsked['language']): HtmlValue {
  if (expiresAt === undefined) return undefined;
  const say = speaker(language);
  if (expired === true)
    return status !== 'STOPPED' ? say('结果已过期', 'result expired') : say('文件已过期', 'file expired');
  const day = dayText(expiresAt.slice(0, 10), language);
  return status !== 'STOPPED'
    ? say(`结果保留到${day}`, `result kept until ${day}`)
    : say(`${day}前可继续`, `can go on until ${day}`);
}
