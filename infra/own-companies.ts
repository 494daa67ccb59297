import type { StageSettings } from './config.ts';

/** What functions that enter customers are told of the organisation's own companies; nothing where none is set. */
export function ownCompanies({ ownCompanies: names }: StageSettings): { readonly OWN_COMPANIES?: string } {
  return names === undefined ? {} : { OWN_COMPANIES: JSON.stringify(names) };
}
