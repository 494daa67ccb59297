import type { Attachment } from '../domain/attachment.ts';
import type { Language } from '../domain/language.ts';
import { type Html, html } from './html.ts';
import { momentText } from './moments.ts';

/** A file with the address it can be read at for a while. */
export interface ShownFile {
  readonly file: Attachment;
  readonly address: string;
}

/** Media types that a browser shows as a picture. */
const pictures: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export function isPicture({ type }: Pick<Attachment, 'type'>): boolean {
  return pictures.has(type);
}

/** Files to look at: pictures as they are, everything else to be downloaded. */
export function filesView(files: readonly ShownFile[], language: Language): Html {
  return html`${files.map(
    ({ file, address }) =>
      html`<figure class="file">${
        isPicture(file) && html`<img src="${address}" alt="${file.name}" loading="lazy">`
      }<figcaption><a href="${address}"${!isPicture(file) && html` download`} target="_blank" rel="noopener noreferrer">${file.name}</a> <small>${sizeText(file.size)} · ${momentText(file.at, language)}</small></figcaption></figure>`,
  )}`;
}

/** Files as a list of names, each leading to its content. */
export function fileLinks(files: readonly ShownFile[]): Html {
  return html`<ul class="files">${files.map(
    ({ file, address }) =>
      html`<li><a class="file-name" href="${address}"${!isPicture(file) && html` download`} target="_blank" rel="noopener noreferrer">${file.name}</a> <small>${sizeText(file.size)}</small></li>`,
  )}</ul>`;
}

/** A file's size as people read it. */
export function sizeText(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
