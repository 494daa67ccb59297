import type { NameRelation, RegionRelation } from './name-relation.ts';
import { type Place, relatePlaces } from './regions.ts';

/** Provinces without prefectures: whose districts are one city. */
const undivided = new Set(['11', '12', '31', '50', '71', '81', '82']);

/**
 * A place without its district: companies move within their city, and forms name now the city, now the district. Counties
 * under a province itself (90) have no city in common.
 */
export function cityOf({ codes, firm }: Place): Place {
  const cut = (code: string): string => code.slice(0, undivided.has(code.slice(0, 2)) ? 2 : 4);
  return { codes: codes.map((code) => (code.slice(2, 4) === '90' ? code : cut(code))), firm };
}

function areApart(a: Place, b: Place): boolean {
  const places = relatePlaces(cityOf(a), cityOf(b));
  return places === 'sibling' || places === 'far';
}

/**
 * What the customers' own places add to the regions in their names: 安徽某公司 in Hefei is not 芜湖某公司 in Wuhu. A name
 * without region gets its customer's, which agrees with the other's or speaks against it.
 */
function refineRegion(region: RegionRelation, a: Place, b: Place): RegionRelation {
  const apart = areApart(a, b);
  if (region === 'oneMissing') return apart ? apartAs(a, b) : 'oneImplied';
  if (region === 'bothMissing') return apart ? apartAs(a, b) : 'bothImplied';
  if (region === 'contains') return apart ? 'sibling' : 'containsImplied';
  return region === 'within' && apart ? 'sibling' : region;
}

function apartAs(a: Place, b: Place): RegionRelation {
  return relatePlaces(a, b) === 'sibling' ? 'sibling' : 'far';
}

/** The region that one name states is where the other's customer is known to be; elsewhere it would prove nothing. */
function confirmRegion(region: RegionRelation, stated: Place, known: Place): RegionRelation {
  const places = relatePlaces(stated, known);
  if (region === 'oneMissing') return places === 'same' || places === 'contains' ? 'oneImplied' : region;
  return region === 'contains' && places === 'same' ? 'containsImplied' : region;
}

function regionOf({ region, regions }: NameRelation, a: Place | undefined, b: Place | undefined): RegionRelation {
  if (a !== undefined && b !== undefined) return refineRegion(region, a, b);
  const [statedA, statedB] = regions;
  if (a !== undefined && statedB !== undefined) return confirmRegion(region, statedB, a);
  if (b !== undefined && statedA !== undefined) return confirmRegion(region, statedA, b);
  return region;
}

/** The relation with its region seen in the light of what is known of both customers' places. */
export function withPlaces(relation: NameRelation, a: Place | undefined, b: Place | undefined): NameRelation {
  const region = regionOf(relation, a, b);
  return region === relation.region ? relation : { ...relation, region };
}
