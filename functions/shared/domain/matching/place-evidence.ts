import type { NameRelation, RegionRelation } from './name-relation.ts';
import { type Place, relatePlaces } from './regions.ts';

/**
 * What the customers' own places add to the regions in their names: a name without region gets its customer's, and
 * 安徽某公司 in Hefei is not 芜湖某公司 in Wuhu.
 */
export function refineRegion(region: RegionRelation, a: Place | undefined, b: Place | undefined): RegionRelation {
  if (a === undefined || b === undefined) return region;
  const places = relatePlaces(a, b);
  const apart = places === 'sibling' || places === 'far';
  if (region === 'oneMissing' || region === 'bothMissing') return apart ? places : 'contains';
  if (region === 'contains' && apart) return 'sibling';
  return region;
}

/** The relation with its region seen in the light of both customers' places. */
export function withPlaces(relation: NameRelation, a: Place | undefined, b: Place | undefined): NameRelation {
  const region = refineRegion(relation.region, a, b);
  return region === relation.region ? relation : { ...relation, region };
}
