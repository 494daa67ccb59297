import { SopError } from './errors.ts';

/** A list's cursor that no list of ours has handed out, or not this one. */
export function badCursor(): SopError {
  const text = {
    zh: '翻页游标无效，请从第一页重新读取。',
    en: 'This cursor is not one of this list: read the list from its first page.',
  };
  return new SopError('CursorInvalid', 400, text, { fields: [{ pointer: '?cursor', text }] });
}
