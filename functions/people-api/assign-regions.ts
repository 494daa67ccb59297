import { SopError } from '../shared/domain/errors.ts';
import type { Actor, Person } from '../shared/domain/person.ts';
import { type AdministerWorld, administeredPerson } from './administer.ts';

/**
 * Says in which regions somebody picks customers (IN-4, IN-8); with none they do everywhere.
 * @param wanted provinces and prefectures, by name (浙江, 杭州市) or division code (33, 3301)
 * @throws SopError PersonNotYours (403), PersonNotFound (404), RegionUnknown (422)
 */
export async function assignRegions(
  { people }: AdministerWorld,
  actor: Actor,
  id: string,
  wanted: readonly string[],
): Promise<Person> {
  const person = await administeredPerson(people, actor, id);
  const regions = await regionCodes(wanted);
  const changed = await people.change(id, (known) => {
    if (known === undefined) return undefined;
    const { regions: _, ...rest } = known;
    return regions.length === 0 ? rest : { ...rest, regions: [...regions] };
  });
  return changed ?? person;
}

/**
 * The division codes of provinces and prefectures that are named, each once.
 * @throws SopError RegionUnknown (422)
 */
export async function regionCodes(wanted: readonly string[]): Promise<readonly string[]> {
  if (wanted.length === 0) return [];
  const { regionNamed } = await import('../shared/domain/region.ts');
  const codes = wanted.map((text) => regionNamed(text));
  const unknown = codes.flatMap((code, index) => (code === undefined ? [index] : []));
  if (unknown.length > 0) throw regionUnknown(unknown);
  return [...new Set(codes)].filter((code) => code !== undefined).sort();
}

function regionUnknown(indexes: readonly number[]): SopError {
  const text = {
    zh: '须是省级或地级行政区的名称或代码，例如“浙江”“杭州市”“3301”。',
    en: 'It must be a province or a prefecture, by name or division code: 浙江, 杭州市, 3301.',
  };
  const fields = indexes.map((index) => ({ pointer: `/regions/${index}`, text }));
  return new SopError('RegionUnknown', 422, text, { fields });
}
