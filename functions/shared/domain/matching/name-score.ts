import { type AnyName, relateAnyNames } from './any-name.ts';
import type { NameRelation } from './name-relation.ts';
import { nameWeights } from './name-weights.ts';
import { withPlaces } from './place-evidence.ts';
import type { Place } from './regions.ts';

export type Weights = Readonly<Record<string, number>>;

/** The features of a relation that carry a weight; the fitting script and the scorer share them. */
export function featuresOf(relation: NameRelation): string[] {
  const { brand, trade, region, legal, branch, brandLength, rareBrand, numbersDiffer } = relation;
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
  if (numbersDiffer) features.push('numbersDiffer');
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
  const { brand, trade, region, legal, branch, brandLength, rareBrand, numbersDiffer } = relation;
  const kind = `${brand} ${trade} ${region} ${legal} ${branch} ${brandLength} ${rareBrand} ${numbersDiffer}`;
  const known = weighed.get(weights) ?? new Map<string, number>();
  weighed.set(weights, known);
  const logit = known.get(kind) ?? featuresOf(relation).reduce((sum, feature) => sum + (weights[feature] ?? 0), 0);
  known.set(kind, logit);
  return logit;
}

/** The likeliest way to relate two names, with its log odds. */
export function scoreNames(a: PlacedName, b: PlacedName, weights: Weights = nameWeights): NameScore {
  let best: NameScore | undefined;
  for (const named of relateAnyNames(a.name, b.name)) {
    const relation = withPlaces(named, a.place, b.place);
    const logit = logitOf(relation, weights);
    if (best === undefined || logit > best.logit) best = { logit, relation };
  }
  if (best === undefined) throw new Error('two names always have at least one relation');
  return best;
}
