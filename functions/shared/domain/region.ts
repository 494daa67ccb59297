import type { CustomerFacts } from './customer.ts';
import { namePlaces, type ReadFacts, readFacts } from './matching/customer-facts.ts';
import { placeName, wholePlace } from './matching/regions.ts';

/** Municipalities and special regions, whose districts are not told apart. */
const undivided = new Set(['11', '12', '31', '50', '71', '81', '82']);

/**
 * The region of a customer (IN-4): the prefecture that its city, address or else name states, the province where they
 * leave the prefecture open.
 * @returns a division code of 4 or 2 digits; undefined where nothing tells
 */
export function regionOf({ place, name }: Pick<ReadFacts, 'place' | 'name'>): string | undefined {
  const codes = (place ?? namePlaces(name).find(({ firm }) => firm))?.codes ?? [];
  for (const length of [4, 2]) {
    const [region, ...others] = new Set(codes.map((code) => divisionOf(code.slice(0, length))));
    if (region !== undefined && others.length === 0) return region;
  }
  return undefined;
}

/** The region of a customer by its facts, for those that were entered before regions were written. */
export function regionOfFacts({ name, address, city }: Pick<CustomerFacts, 'name' | 'address' | 'city'>) {
  return regionOf(readFacts({ name, address, ...(city === undefined ? {} : { city }) }));
}

/** The code of the province or prefecture that a text names (浙江, 杭州市, 3301); undefined where it names none. */
export function regionNamed(text: string): string | undefined {
  const code = /^\d{2}(?:\d{2})?$/.test(text) ? divisionOf(text) : undefined;
  if (code !== undefined) return placeName(code) === code ? undefined : code;
  const codes = wholePlace(text)?.codes ?? [];
  const [region] = codes;
  return codes.length === 1 && region !== undefined && region.length <= 4 ? divisionOf(region) : undefined;
}

/** What a region is called: 浙江省杭州市. */
export function regionName(region: string): string {
  const province = placeName(region.slice(0, 2));
  if (region.length === 2) return province;
  const prefecture = placeName(region);
  // Counties under a province itself share a code that names none of them.
  return prefecture === region || prefecture.includes('直辖') ? province : `${province}${prefecture}`;
}

function divisionOf(code: string): string {
  return undivided.has(code.slice(0, 2)) ? code.slice(0, 2) : code;
}
