import type { LegalForm, Reading } from './company-name.ts';
import type { ReadFacts } from './customer-facts.ts';

/** Forms that people write for one another; a cooperative is never a limited company. */
const families: Readonly<Record<LegalForm, string>> = {
  limited: 'company',
  stock: 'company',
  company: 'company',
  none: 'company',
  cooperative: 'cooperative',
  partnership: 'partnership',
  works: 'works',
};

const maximumPlaces = 4;

function placeCodes({ places }: Reading): readonly string[] {
  const codes = [...new Set(places.flatMap((place) => place.codes))].slice(0, maximumPlaces);
  return codes.length === 0 ? [''] : codes;
}

/**
 * What only one customer may hold, for the conditions of the entering transaction (IN-2): two customers whose names are
 * certainly the same share one of these however they are spelled, so that of two salespeople who enter them in the same
 * millisecond one is refused by the database. Likely duplicates share none; they are the check's business.
 *
 * @returns `name:` claims, one for each way to read the name and each place in it, and a `phone:` claim for each number
 */
export function claimsOf(read: ReadFacts): readonly string[] {
  const phones = read.phones.filter(({ areaMissing }) => !areaMissing).map(({ digits }) => `phone:${digits}`);
  return [...new Set([...nameClaims(read), ...phones])];
}

function nameClaims({ name }: ReadFacts): string[] {
  if (name === undefined) return [];
  if (name.script === 'latin') {
    const { brand, trade, places } = name.name;
    const place = places[0]?.codes[0] ?? '';
    return [`name:${place}:${[...brand, ...trade].join(' ')}:company:`];
  }
  const { readings, legalForm, group, branch } = name.name;
  return readings
    .filter(({ farFetched }) => !farFetched)
    .flatMap((reading) => {
      const words = [reading.brand, ...[...reading.trade].sort()].join('');
      return placeCodes(reading).map(
        (code) => `name:${code}:${words}:${group ? 'group' : families[legalForm]}:${branch}`,
      );
    });
}
