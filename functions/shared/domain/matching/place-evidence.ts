import type { NameRelation, RegionRelation } from './name-relation.ts';
import { type Place, relatePlaces } from './regions.ts';

/**
 * What the customers' own places add to the regions in their names: 安徽某公司 in Hefei is not 芜湖某公司 in Wuhu. A name
 * without region gets its customer's, which agrees with the other's or speaks against it.
 */
export function refineRegion(region: RegionRelation, a: Place | undefined, b: Place | undefined): RegionRelation {
  if (a === undefined || b === undefined) return region;
  const places = relatePlaces(a, b);
  const apart = places === 'sibling' || places === 'far';
  if (region === 'oneMissing') return apart ? places : 'oneImplied';
  if (region === 'bothMissing') return apart ? places : 'bothImplied';
  return region === 'contains' && apart ? 'sibling' : region;
}

/** The relation with its region seen in the light of both customers' places. */
export function withPlaces(relation: NameRelation, a: Place | undefined, b: Place | undefined): NameRelation {
  const region = refineRegion(relation.region, a, b);
  return region === relation.region ? relation : { ...relation, region };
}
