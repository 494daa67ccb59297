import * as z from 'zod/mini';

const names = z.array(z.string().check(z.trim(), z.minLength(2)));

/** In a function's environment: what the organisation and its channel partners are called, a JSON list; absent for none. */
export const ownCompaniesText = z.string().check(z.refine((text) => namesIn(text) !== undefined, 'no list of names'));

/** @param text as `ownCompaniesText` */
export function ownCompaniesOf(text: string | undefined): readonly string[] {
  return (text === undefined ? undefined : namesIn(text)) ?? [];
}

function namesIn(text: string): readonly string[] | undefined {
  try {
    return z.safeParse(names, JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
