import type { FileContent } from '../shared/domain/customer-import.ts';
import type { SopError } from '../shared/domain/errors.ts';
import { fileRefused, unreadable } from './file-refused.ts';
import { readParts, type XmlListener } from './xlsx-parts.ts';

/** The last column of a sheet of customers, counted from 0: cells further right are left out. */
const LAST_COLUMN = 255;

/** The most rows a sheet has. */
const LAST_ROW = 1_048_576;

/** The most characters of distinct texts that are held, each text counting `TEXT_OVERHEAD` more. */
const MAX_TEXTS = 128 * 1024 * 1024;
const TEXT_OVERHEAD = 16;

/**
 * The rows of an XLSX workbook's first sheet that is not hidden, one after the other, its header among them; what
 * is left blank between them comes as rows without cells, so that rows count as the sheet numbers them. The
 * archive is unpacked and parsed as a stream, twice: what is held at once are the workbook's distinct texts, which cells
 * refer to by number, never its rows.
 * @throws SopError ImportFileUnreadable (422), ImportFileTooLarge (422) where the texts are too many
 */
export async function* xlsxRows(archive: FileContent): AsyncGenerator<readonly string[]> {
  const book = await readBook(archive);
  const ready: string[][] = [];
  let found = false;
  const reading = readParts(archive, (part) => {
    if (part !== book.sheet) return undefined;
    found = true;
    return sheetListener(book.texts, (row) => ready.push(row));
  });
  for await (const _ of reading) yield* ready.splice(0);
  if (!found) throw unreadable();
}

/** Where the first sheet that is shown is, and the texts that cells refer to by number. */
async function readBook(archive: FileContent): Promise<{ readonly sheet: string; readonly texts: readonly string[] }> {
  const texts: string[] = [];
  const targets = new Map<string, string>();
  const sheets: { readonly id: string | undefined; readonly hidden: boolean }[] = [];
  const silent = { text: () => {}, close: () => {} };
  const listeners: Readonly<Record<string, XmlListener>> = {
    'xl/sharedStrings.xml': textsListener(texts),
    'xl/workbook.xml': {
      ...silent,
      open: (name, { state, ...attributes }) => {
        if (name !== 'sheet') return;
        const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1];
        sheets.push({ id, hidden: state === 'hidden' || state === 'veryHidden' });
      },
    },
    'xl/_rels/workbook.xml.rels': {
      ...silent,
      open: (name, { Id, Target }) => {
        if (name === 'Relationship' && Id !== undefined && Target !== undefined) targets.set(Id, Target);
      },
    },
  };
  for await (const _ of readParts(archive, (part) => listeners[part]));
  const first = (sheets.find(({ hidden }) => !hidden) ?? sheets[0])?.id;
  const target = first === undefined ? undefined : targets.get(first);
  if (target === undefined) throw unreadable();
  return { sheet: target.startsWith('/') ? target.slice(1) : `xl/${target}`, texts };
}

function tooManyTexts(): SopError {
  return fileRefused('ImportFileTooLarge', {
    zh: '工作簿中的文字过多，请拆分后分别导入，或另存为 CSV。',
    en: 'The workbook has too many texts: split it, or save it as CSV.',
  });
}

/** Gathers shared texts; how a text is read aloud (`rPh`) is no part of it. */
function textsListener(texts: string[]): XmlListener {
  let current = '';
  let inText = false;
  let aloud = false;
  let held = 0;
  const keep = (text: string): void => {
    held += text.length + TEXT_OVERHEAD;
    if (held > MAX_TEXTS) throw tooManyTexts();
    // A copy: cut from the XML, each would hold on to the piece it was cut from.
    texts.push(Buffer.from(text).toString());
  };
  return {
    open: (name) => {
      if (name === 'si') current = '';
      else if (name === 'rPh') aloud = true;
      else if (name === 't') inText = !aloud;
    },
    text: (text) => {
      if (inText) current += text;
    },
    close: (name) => {
      if (name === 'si') keep(current);
      else if (name === 'rPh') aloud = false;
      else if (name === 't') inText = false;
    },
  };
}

function sheetListener(texts: readonly string[], take: (row: string[]) => void): XmlListener {
  let row: string[] = [];
  let number = 0;
  let taken = 0;
  let column = -1;
  let type = '';
  let value = '';
  let inValue = false;
  return {
    open: (name, { r, t }) => {
      if (name === 'row') {
        row = [];
        number = r === undefined ? number + 1 : Number(r);
        column = -1;
      } else if (name === 'c') {
        column = r === undefined ? column + 1 : columnOf(r);
        type = t ?? 'n';
        value = '';
      } else if (name === 'v' || name === 't') inValue = true;
    },
    text: (text) => {
      if (inValue) value += text;
    },
    close: (name) => {
      if (name === 'v' || name === 't') inValue = false;
      else if (name === 'c' && column >= 0 && column <= LAST_COLUMN) {
        while (row.length < column) row.push('');
        row[column] = cellText(type, value, texts);
      } else if (name === 'row' && row.some((cell) => cell.trim() !== '')) {
        for (; taken + 1 < Math.min(number, LAST_ROW); taken++) take([]);
        take(row);
        taken++;
      }
    },
  };
}

/** What a cell shows; what a formula failed at (`#N/A`) is no fact. */
function cellText(type: string, value: string, texts: readonly string[]): string {
  if (type === 's') return texts[Number(value)] ?? '';
  if (type === 'e') return '';
  return type === 'n' ? plainNumber(value) : value;
}

/** `C12` → 2 */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]+/.exec(reference)?.[0] ?? '') column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** A telephone number that Excel took for a number: `5.7186543210E10` → `57186543210`. */
function plainNumber(value: string): string {
  return /e/i.test(value) && Number.isFinite(Number(value)) ? BigInt(Math.round(Number(value))).toString() : value;
}
