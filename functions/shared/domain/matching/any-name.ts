import { type CompanyName, parseCompanyName } from './company-name.ts';
import { type LatinName, parseLatinName } from './latin-name.ts';
import { relateLatinNames, relateSpelledName } from './latin-relation.ts';
import { type NameRelation, relateNames } from './name-relation.ts';
import { hasHan } from './text.ts';

export type AnyName =
  | { readonly script: 'han'; readonly name: CompanyName }
  | { readonly script: 'latin'; readonly name: LatinName };

/** Reads a company name of any script. */
export function parseName(original: string): AnyName {
  return hasHan(original) || hasHan(original.normalize('NFKC'))
    ? { script: 'han', name: parseCompanyName(original) }
    : { script: 'latin', name: parseLatinName(original) };
}

/** Every way to relate two names. */
export function relateAnyNames(a: AnyName, b: AnyName): NameRelation[] {
  if (a.script === 'han') {
    return b.script === 'han' ? relateNames(a.name, b.name) : relateSpelledName(b.name, a.name);
  }
  return b.script === 'han' ? relateSpelledName(a.name, b.name) : relateLatinNames(a.name, b.name);
}
