import type { Resource } from './resolve-stacks.ts';

/**
 * `Ref` of the one resource of a type that is meant.
 * @param idOrPrefix logical id, its beginning, or the last names of the construct's path.
 * @throws Error naming the candidates when none or several are meant.
 */
export function physicalName(resources: readonly Resource[], type: string, idOrPrefix: string): string {
  const ofType = resources.filter((resource) => resource.type === type);
  const exact = ofType.filter(({ logicalId, path }) => logicalId === idOrPrefix || path.endsWith(`/${idOrPrefix}`));
  const found = exact.length > 0 ? exact : ofType.filter(({ logicalId }) => logicalId.startsWith(idOrPrefix));
  const [only] = found;
  if (only && found.length === 1) return only.ref;
  const names = (found.length > 1 ? found : ofType).map(({ logicalId }) => logicalId).join(', ');
  throw new Error(`${found.length === 0 ? 'no' : 'more than one'} ${type} is named ${idOrPrefix}: there are ${names}`);
}

/** What changes nothing on one machine: one line per reason. */
export function withoutEffect(resources: readonly Resource[]): string[] {
  const reasons = new Map<string, Set<string>>();
  for (const { type, noLocalEffect } of resources) {
    if (noLocalEffect === undefined) continue;
    const types = reasons.get(noLocalEffect) ?? new Set();
    reasons.set(noLocalEffect, types.add(type));
  }
  return [...reasons].map(([reason, types]) => `without effect here, as ${reason}: ${[...types].join(', ')}`);
}
