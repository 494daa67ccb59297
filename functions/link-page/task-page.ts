import { wording } from '../shared/domain/language.ts';
import { type HtmlValue, html } from '../shared/pages/html.ts';
import { type PageAnswer, page } from '../shared/pages/page.ts';
import { decisionForm, decisionFormId, type TaskContent, taskParts } from '../shared/pages/task-parts.ts';
import type { FilesPart } from './task-files.ts';

/**
 * The page a person decides on: what is asked, on what grounds, and one button per outcome.
 * @param about what is said of the task itself, right below what is asked
 */
export function taskPage(status: number, content: TaskContent, files: FilesPart, about: HtmlValue): PageAnswer {
  const { bound, language } = content;
  const { step, salesCase } = bound;
  return page(status, {
    language,
    title: `${wording(step.title, language)} · ${salesCase.id}`,
    above: salesCase.id,
    form: decisionFormId,
    imagesFrom: files.imagesFrom,
    uploadsTo: files.uploadsTo,
    main: html`${taskParts(content, about)}
${files.grounds}
${files.own}
${decisionForm(content)}`,
    below:
      language === 'en'
        ? 'This link is yours alone: please do not forward it. Nothing is submitted until you press a button.'
        : '此链接只供您本人使用，请勿转发。点击按钮之前，不会提交任何内容。',
  });
}
