import { randomUUID } from 'node:crypto';
import type { ImportView } from '../customers-api/import-contract.ts';
import {
  createImport,
  mayImport,
  mustImport,
  readImport,
  resumeImport,
  seesAllImports,
  startImport,
  tryImport,
} from '../customers-api/imports.ts';
import { MAX_FILE_BYTES, type RowOutcome, rowOutcomes, uploadKey } from '../shared/domain/customer-import.ts';
import { type Text, wording } from '../shared/domain/language.ts';
import { type Html, html } from '../shared/pages/html.ts';
import { dayText, momentText } from '../shared/pages/moments.ts';
import { once } from '../shared/pages/once.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { speaker } from '../web-inbox/asked.ts';
import { inboxPage } from '../web-inbox/inbox-page.ts';
import { pagesPath } from './contract.ts';
import type { CustomersAsked } from './customers-world.ts';
import { importsView } from './import-list.ts';
import { partsView } from './pages-frame.ts';

const path = `${pagesPath}/import`;

/** The kinds of files, with what each is called where nobody names it. */
const kinds = { csv: 'customers.csv', xlsx: 'customers.xlsx' } as const;

function isKind(kind: string): kind is keyof typeof kinds {
  return Object.hasOwn(kinds, kind);
}

/** How long a list's name is at most, in characters. */
const LONGEST_NAME = 100;

/** What a list is called, by the name its maker gave it. */
function fileNameOf(name: string, kind: keyof typeof kinds): string {
  const given = name.trim().slice(0, LONGEST_NAME);
  return given === '' ? kinds[kind] : `${given}.${kind}`;
}

/** Seconds after which a page looks again how far an import is. */
const LOOK_AGAIN = 3;

const columns: readonly (readonly [name: string, what: Text])[] = [
  ['公司名称 name', { zh: '必填', en: 'required' }],
  ['座机 landline', { zh: '必填', en: 'required' }],
  ['传真 fax', { zh: '必填', en: 'required' }],
  ['地址 address', { zh: '必填', en: 'required' }],
  ['城市 city', { zh: '选填', en: 'optional' }],
  [
    '销售 holder',
    {
      zh: '选填：用户名，只限销售经理、审批组和总部',
      en: 'optional: a user name; managers, approval group, headquarters only',
    },
  ],
  [
    '已核实 confirmed',
    {
      zh: '选填：已向客户核实的项目，见结果文件',
      en: 'optional: what the customer confirmed, as the result file names it',
    },
  ],
];

/**
 * `GET /inbox/customers/import`: what a file looks like, the choice of its kind, and the imports there are.
 * @throws SopError ImportNotAllowed (403)
 */
export async function showNewImport(asked: CustomersAsked): Promise<PageAnswer> {
  if (!seesAllImports(asked.reader)) mustImport(asked.reader);
  const say = speaker(asked.language);
  return page(
    asked,
    html`<h1>${say('批量导入客户', 'Import customers')}</h1>
${partsView(asked, 'import')}
${mayImport(asked.reader) && formView(asked)}
${await importsView(asked)}`,
  );
}

function formView(asked: CustomersAsked): Html {
  const say = speaker(asked.language);
  return html`<p class="ask">${say('每行一个客户，逐行查重后录入；完成后可下载结果文件，每一行的结果都在其中。', 'One customer a row, each checked and entered; then a result file tells what became of every row.')}</p>
<div class="sheet"><h3>${say('首行是列名', 'The first row names the columns')}</h3><dl>${columns.map(([name, what]) => html`<div class="row"><dt>${name}</dt><dd>${wording(what, asked.language)}</dd></div>`)}</dl>
<p><a class="more" href="${path}/template.xlsx">${say('下载模板（Excel）', 'Template (Excel)')}</a> · <a class="more" href="${path}/template.csv">${say('下载模板（CSV）', 'Template (CSV)')}</a></p></div>
<form method="post" action="${path}"><input type="hidden" name="key" value="${randomUUID()}">
<p class="hint">${say(`文件最大 ${MAX_FILE_BYTES / 1024 / 1024} MB；CSV 为 UTF-8 或 GB18030 编码，Excel 取第一个工作表；列名前可以有标题行。`, `${MAX_FILE_BYTES / 1024 / 1024} MB at most; CSV in UTF-8 or GB18030, of Excel the first sheet; above the column names there may be a title.`)}</p>
<div class="field"><label for="name">${say('名单名称', 'Name of the list')} <small>${say('选填', 'optional')}</small></label><input id="name" name="name" maxlength="${LONGEST_NAME}" autocomplete="off"></div>
<div class="outcomes"><button name="kind" value="xlsx">${say('导入 Excel（.xlsx）', 'Import Excel (.xlsx)')}</button><button class="second" name="kind" value="csv">${say('导入 CSV', 'Import CSV')}</button></div></form>`;
}

/** `POST /inbox/customers/import`: makes the import that the file is uploaded to. @throws SopError ImportNotAllowed (403) */
export async function submitImport(asked: CustomersAsked): Promise<PageAnswer> {
  const { world, reader, request } = asked;
  const sent = new URLSearchParams(request.body);
  const kind = sent.get('kind') ?? '';
  if (!isKind(kind)) return showNewImport(asked);
  const form = { by: reader.id, address: path, key: sent.get('key') ?? '', values: sent, otherwise: path };
  return once(world, form, async (identity) => {
    const fileName = fileNameOf(sent.get('name') ?? '', kind);
    const { id } = await createImport(world, reader, fileName, identity);
    return seeOther(`${path}/${id}`);
  });
}

/**
 * `GET /inbox/customers/import/{id}`: the form for the file, then how far it is, then what became of it. While it is under
 * way the page loads itself anew. @throws SopError ImportNotFound (404)
 */
export async function showImport(asked: CustomersAsked, id: string): Promise<PageAnswer> {
  const { world, reader } = asked;
  const one = await readImport(world, reader, id);
  switch (one.status) {
    case 'AWAITING_FILE':
      return one.by === reader.id ? awaitingPage(asked, one) : importPage(asked, one, notYetView(asked));
    case 'READING':
    case 'ENTERING': {
      const answer = await importPage(asked, one, progressView(asked, one));
      return { ...answer, headers: { ...answer.headers, refresh: String(LOOK_AGAIN) } };
    }
    case 'STOPPED':
      return importPage(asked, one, stoppedView(asked, one));
    case 'REFUSED':
      return importPage(asked, one, refusedView(asked, one));
    case 'TRIED':
    case 'DONE':
      return importPage(asked, one, doneView(asked, one));
  }
}

/**
 * `POST /inbox/customers/import/{id}`: starts it, the file having arrived or been tried; or tries it; or has it go on where
 * it stopped; again it is the same import. @throws as above, SopError ImportExpired (410)
 */
export async function submitImportStart(asked: CustomersAsked, id: string): Promise<PageAnswer> {
  const { world, reader, request } = asked;
  const deed = new URLSearchParams(request.body).get('deed');
  if (deed === 'resume') await resumeImport(world, reader, id);
  else if (deed === 'try') await tryImport(world, reader, id);
  else await startImport(world, reader, id);
  return seeOther(`${path}/${id}`);
}

function notYetView({ language }: CustomersAsked): Html {
  return html`<p class="empty">${speaker(language)('文件尚未开始录入。', 'Entering the file has not begun.')}</p>`;
}

/** The bucket leads back here and says where it put the file; until then there is its form. */
async function awaitingPage(asked: CustomersAsked, one: ImportView): Promise<PageAnswer> {
  const { world, request, language } = asked;
  const say = speaker(language);
  const { id, fileName } = one;
  if (request.query.key === uploadKey(id)) {
    return importPage(
      asked,
      one,
      html`<div class="note done" role="status"><p>${say('文件已收到，尚未开始录入。', 'The file is here; nothing is entered yet.')}</p></div>
<form method="post" action="${path}/${id}"><div class="outcomes"><button name="deed" value="start">${say('开始录入', 'Start entering')}</button><button class="second" name="deed" value="try">${say('先试算，不录入', 'Try it first, enter nothing')}</button><a class="button quiet" href="${path}/${id}">${say('换一个文件', 'Another file')}</a></div></form>`,
    );
  }
  const { action, fields } = await world.importForm(id, `${world.publicUrl}${path}/${id}`, world.now());
  const accept = fileName.endsWith('.xlsx') ? '.xlsx' : '.csv,text/csv';
  return importPage(
    asked,
    one,
    html`<form class="sheet" method="post" action="${action}" enctype="multipart/form-data">${Object.entries(
      fields,
    ).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<div class="field"><label for="file">${accept === '.xlsx' ? say('Excel 文件（.xlsx）', 'Excel file (.xlsx)') : say('CSV 文件', 'CSV file')}</label>
<p class="hint" id="file-hint">${say('一小时之内上传，上传后再开始录入。', 'Upload it within the hour; entering starts when you say so.')}</p>
<input id="file" type="file" name="file" accept="${accept}" aria-describedby="file-hint" required></div>
<button>${say('上传', 'Upload')}</button></form>`,
    new URL(action).origin,
  );
}

function progressView({ language }: CustomersAsked, { rows, rowsDone, dryRun = false }: ImportView): Html {
  const say = speaker(language);
  return html`<div class="note" role="status"><p>${rows === undefined ? say('正在读取文件…', 'Reading the file…') : `${dryRun ? say('试算中，不录入：', 'Trying, entering nothing: ') : ''}${say(`已处理 ${rowsDone} / ${rows} 行`, `${rowsDone} of ${rows} rows done`)}`}</p></div>
<p class="hint">${say('本页自动刷新。可以离开，稍后再打开此地址；中断后会自动继续，不会重复录入。', 'This page loads itself anew. You may leave and come back to this address; what breaks off goes on by itself, and no row is entered twice.')}</p>`;
}

/** Why it stopped, how far it is, and for who made it how it goes on; after some months its file is gone. */
function stoppedView({ language, reader }: CustomersAsked, one: ImportView): Html {
  const say = speaker(language);
  const { id, by, stopped, rows, rowsDone, expiresAt = '', expired } = one;
  const until = dayText(expiresAt.slice(0, 10), language);
  const goOn =
    expired === true
      ? html`<p>${say(`上传的文件只保留到${until}，请重新导入；已录入的行会显示为重复。`, `The uploaded file was kept until ${until}: import it again; rows that were entered turn out as duplicates.`)}</p><p><a class="button" href="${path}">${say('重新导入', 'Import again')}</a></p>`
      : by === reader.id &&
        html`<form method="post" action="${path}/${id}"><input type="hidden" name="deed" value="resume"><button>${say('继续录入', 'Go on')}</button></form>
<p class="hint">${say(`${until}之前可以继续；已录入的行不会重复录入。`, `It can go on until ${until}, and no row is entered twice.`)}</p>`;
  return html`<div class="alert" role="alert"><p><strong>${say('导入停止了', 'The import stopped')}</strong>${stopped !== undefined && say(`（${momentText(stopped.at, language)}）`, `, ${momentText(stopped.at, language)}`)}</p>${stopped !== undefined && html`<p>${wording(stopped.reason, language)}</p>`}</div>
${rows !== undefined && html`<p class="lead">${say(`已处理 ${rowsDone} / ${rows} 行`, `${rowsDone} of ${rows} rows done`)}</p>`}
${goOn}`;
}

function refusedView({ language }: CustomersAsked, { refusal }: ImportView): Html {
  return html`<div class="alert" role="alert"><p>${refusal !== undefined && wording(refusal, language)}</p></div>
<p><a class="button" href="${path}">${speaker(language)('重新导入', 'Import again')}</a></p>`;
}

const outcomeTitles: Readonly<Record<RowOutcome, Text>> = {
  entered: { zh: '已录入', en: 'Entered' },
  duplicate: { zh: '已有该客户，请转交线索', en: 'There already: hand the lead over' },
  asked: { zh: '可能重复，已提交审批组', en: 'Possibly there: the approval group decides' },
  unconfirmed: { zh: '号码待核实，核实后再导入', en: 'Numbers to be confirmed: confirm, import again' },
  full: { zh: '仓库已满，释放后再导入', en: 'The pool is full: release some, import again' },
  invalid: { zh: '资料有误，更正后再导入', en: 'Faulty: correct, import again' },
};

/** What a trial calls otherwise than an import. */
const triedTitles: Readonly<Partial<Record<RowOutcome, Text>>> = {
  entered: { zh: '可以录入', en: 'Can be entered' },
  asked: { zh: '可能重复，录入时提交审批组', en: 'Possibly there: the approval group would decide' },
};

/** What became of the rows, or would; from a trial it goes on to entering. */
function doneView({ language, reader }: CustomersAsked, one: ImportView): Html {
  const say = speaker(language);
  const { id, by, counts, rows = 0, result, expiresAt = '', status } = one;
  const tried = status === 'TRIED';
  const title = (outcome: RowOutcome): Text => (tried ? triedTitles[outcome] : undefined) ?? outcomeTitles[outcome];
  const until = dayText(expiresAt.slice(0, 10), language);
  return html`<div class="note done" role="status"><p>${tried ? say(`试算完成：共 ${rows} 行，未录入任何客户`, `Tried: ${rows} rows, nothing is entered`) : say(`已完成：共 ${rows} 行`, `Done: ${rows} rows`)}</p></div>
<div class="sheet"><dl>${rowOutcomes.map((outcome) => counts[outcome] > 0 && html`<div class="row"><dt>${wording(title(outcome), language)}</dt><dd>${counts[outcome]}</dd></div>`)}</dl></div>
${tried && by === reader.id && result !== undefined && html`<form method="post" action="${path}/${id}"><button name="deed" value="start">${say('正式录入', 'Enter them')}</button></form>`}
<div class="deeds">${result !== undefined && html`<a class="button" href="${result}">${say('下载结果文件', 'Download the result file')}</a> `}<a class="button quiet" href="${path}">${say('再导入一个文件', 'Import another file')}</a></div>
<p class="hint">${
    result === undefined
      ? say(`结果文件只保留到${until}，已删除。`, `The result file was kept until ${until} and is gone.`)
      : say(
          `结果文件列出每一行的结果和要做的事，保留到${until}。下载地址 15 分钟内有效，过期后刷新本页。`,
          `The result file tells of every row what became of it and what to do, and is kept until ${until}. Its address is good for 15 minutes: load this page anew after that.`,
        )
  }</p>`;
}

async function importPage(asked: CustomersAsked, one: ImportView, main: Html, uploadsTo?: string): Promise<PageAnswer> {
  const { id, fileName, by } = one;
  const { world, reader } = asked;
  const say = speaker(asked.language);
  const maker = by === reader.id ? undefined : ((await world.people.get(by))?.name ?? by);
  return page(
    asked,
    html`<p class="crumb"><a href="${path}">← ${say('批量导入', 'Import')}</a></p>
<h1>${say('批量导入客户', 'Import customers')}</h1>
<p class="lead"><span class="number">${id}</span> · ${fileName}${maker !== undefined && ` · ${maker}`}</p>
${main}`,
    uploadsTo,
  );
}

function page(asked: CustomersAsked, main: Html, uploadsTo?: string): PageAnswer {
  const title = speaker(asked.language)('批量导入客户', 'Import customers');
  return inboxPage(200, asked, {
    title,
    section: 'customers',
    main,
    ...(uploadsTo === undefined ? {} : { uploadsTo }),
  });
}
