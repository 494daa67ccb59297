import type { Diagnostic, Json } from '../contract.ts';

/** Parses a definition's text, or tells what AWS tells of text that is no JSON. */
export function parseText(text: string): { readonly value: Json } | { readonly diagnostic: Diagnostic } {
  try {
    return { value: JSON.parse(text) };
  } catch (thrown) {
    const { message, line, column } = problemOf(text, thrown);
    const location = `[Source: (String)"${text}"; line: ${line}, column: ${column}]`;
    return {
      diagnostic: {
        severity: 'ERROR',
        code: 'INVALID_JSON_DESCRIPTION',
        message: `${message}\n at ${location}`,
        location,
      },
    };
  }
}

function problemOf(text: string, thrown: unknown): { message: string; line: number; column: number } {
  const word = /^\s*([A-Za-z_$][\w$]*)/.exec(text);
  if (word !== null) {
    const [all, token = ''] = word;
    return {
      message: `Unrecognized token '${token}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`,
      ...placeOf(text, all.length),
    };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const at = /position (\d+)/.exec(message)?.[1];
  return { message, ...placeOf(text, at === undefined ? text.length : Number(at)) };
}

/** Line and column after that many characters, counted from 1. */
function placeOf(text: string, characters: number): { line: number; column: number } {
  const lines = text.slice(0, characters).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
