import { type AnyName, relateAnyNames } from './any-name.ts';
import { thresholds } from './fact-weights.ts';
import type { NameRelation } from './name-relation.ts';
import { nameWeights } from './name-weights.ts';
import { withPlaces } from './place-evidence.ts';
import type { Place } from './regions.ts';

export type Weights = Readonly<Record<string, number>>;

/** The features of a relation that carry a weight; the fitting script and the scorer share them. */
export function featuresOf(relation: NameRelation): string[] {
  const { trade, region, legal, branch, brandLength, rareBrand, numbersDiffer, groupDiffers, more } = relation;
  // No pairs tell how a translated brand weighs: as one that is spelled.
  const brand = relation.brand === 'translated' ? 'spelled' : relation.brand;
  const features = [
    'bias',
    `brand=${brand}`,
    `brand=${brand} length=${brandLength}`,
    `trade=${trade}`,
    `region=${region}`,
    `legal=${legal}`,
    `branch=${branch}`,
    `brand=${brand} trade=${trade}`,
    `brand=${brand} region=${region}`,
    `trade=${trade} region=${region}`,
  ];
  if (rareBrand) features.push('rareBrand', `rareBrand trade=${trade}`, `rareBrand brand=${brand}`);
  if (more !== '') features.push(`trade=${trade} more=${more}`);
  if (legal !== 'same') features.push(`trade=${trade} legal=${legal}`);
  if (numbersDiffer) features.push('numbersDiffer');
  if (groupDiffers) features.push(`groupDiffers trade=${trade}`);
  return features;
}

export interface NameScore {
  /** Natural log of the odds that both names mean one company. */
  readonly logit: number;
  readonly relation: NameRelation;
}

/** A name with the place its customer is known to be at. */
export interface PlacedName {
  readonly name: AnyName;
  readonly place: Place | undefined;
}

/** What relations of each kind weigh: there are a few thousand kinds, and a check meets dozens of relations. */
const weighed = new WeakMap<Weights, Map<string, number>>();

function logitOf(relation: NameRelation, weights: Weights): number {
  const { brand, trade, more, region, legal, branch, brandLength, rareBrand, numbersDiffer, groupDiffers } = relation;
  const kind = `${brand} ${trade} ${more} ${region} ${legal} ${branch} ${brandLength} ${rareBrand} ${numbersDiffer} ${groupDiffers}`;
  const known = weighed.get(weights) ?? new Map<string, number>();
  weighed.set(weights, known);
  const logit = known.get(kind) ?? featuresOf(relation).reduce((sum, feature) => sum + (weights[feature] ?? 0), 0);
  known.set(kind, logit);
  return logit;
}

/**
 * The likeliest way to relate two names, with its log odds. One that has the same brand goes before any other of which one
 * would ask: names of different brands are asked about only where one leaves out characters of the other. Where nobody
 * would ask, the names stand as they are usually read, for that is what explains why.
 */
export function scoreNames(a: PlacedName, b: PlacedName, weights: Weights = nameWeights): NameScore {
  let best: NameScore | undefined;
  let sameBrand: NameScore | undefined;
  let plain: NameScore | undefined;
  for (const named of relateAnyNames(a.name, b.name)) {
    const relation = withPlaces(named, a.place, b.place);
    const score = { logit: logitOf(relation, weights), relation };
    best = likelier(best, score);
    if (relation.brand !== 'different') sameBrand = likelier(sameBrand, score);
    if (relation.plain) plain = likelier(plain, score);
  }
  if (best === undefined) throw new Error('two names always have at least one relation');
  if (best.logit < thresholds.ask) return { ...best, relation: plain?.relation ?? best.relation };
  return sameBrand !== undefined && sameBrand.logit >= thresholds.ask ? sameBrand : best;
}

function likelier(before: NameScore | undefined, score: NameScore): NameScore {
  return before === undefined || score.logit > before.logit ? score : before;
}
