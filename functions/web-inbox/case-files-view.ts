import { shown } from '../link-page/task-files.ts';
import { fileTypes } from '../shared/domain/attachment.ts';
import type { Fact } from '../shared/domain/history.ts';
import { type Language, wording } from '../shared/domain/language.ts';
import { refusalWords } from '../shared/domain/refused-file.ts';
import { findStep } from '../shared/domain/steps.ts';
import { parseTaskId } from '../shared/domain/task-id.ts';
import { fileLinks, type ShownFile, sizeText } from '../shared/pages/files-view.ts';
import { type HtmlValue, html } from '../shared/pages/html.ts';
import { stepCode } from '../shared/pages/step-code.ts';
import { type Asked, speaker } from './asked.ts';

/** Every file of a case, by the step it came to, to be saved under its name. */
export async function caseFilesView({ world, language }: Asked, caseId: string): Promise<HtmlValue> {
  const { attachments, links } = world.files;
  const files = await shown(links, await attachments.list(caseId));
  const byStep = Map.groupBy(files, ({ file }) => parseTaskId(file.taskId)?.step ?? '');
  const row = ([step, own]: readonly [string, readonly ShownFile[]]): HtmlValue => {
    const found = findStep(step);
    return html`<div class="row"><dt>${found !== undefined && html`${stepCode(found.id)}${wording(found.title, language)}`}</dt><dd>${fileLinks(own)}</dd></div>`;
  };
  return (
    files.length > 0 &&
    html`<h2 id="files">${speaker(language)('上传的文件', 'Files')}</h2>
<div class="sheet"><dl>${[...byStep].map(row)}</dl></div>`
  );
}

/** What the history says of a file that was added, or refused. */
export function aboutFile(fact: Fact, language: Language): HtmlValue {
  const { type, size, kind } = fact.detail ?? {};
  const refusal = refusalWords(fact);
  if (refusal !== undefined) return `${language === 'en' ? ': ' : '：'}${wording(refusal, language)}`;
  if (kind !== 'attachment' || typeof type !== 'string' || typeof size !== 'number') return undefined;
  return ` · ${(fileTypes[type] ?? type).toUpperCase()} · ${sizeText(size)}`;
}
