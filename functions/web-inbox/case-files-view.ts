import { shown } from '../link-page/task-files.ts';
import { wording } from '../shared/domain/language.ts';
import { findStep } from '../shared/domain/steps.ts';
import { parseTaskId } from '../shared/domain/task-id.ts';
import { fileLinks, type ShownFile } from '../shared/pages/files-view.ts';
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
