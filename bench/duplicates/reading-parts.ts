import { leadingPlaces } from '../../functions/shared/domain/matching/regions.ts';

function cut(name: string): { region: string; rest: string } {
  const length = leadingPlaces(name).at(-1)?.length ?? 0;
  return { region: name.slice(0, length), rest: name.slice(length) };
}

/** Rearrangements that need to know where the region ends. */
export const readings = {
  withoutRegion: (name: string): string => cut(name).rest,
  toBracket: (name: string): string => {
    const { region, rest } = cut(name);
    return region === '' || name.includes('(') ? name : rest.replace(/有限/u, `(${region})有限`);
  },
};
