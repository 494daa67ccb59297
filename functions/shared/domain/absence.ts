import type { Absence } from './inbox.ts';
import type { Absences } from './ports.ts';

/** So many substitutes follow one another at most. */
const LONGEST_CHAIN = 20;

/** Whether the absence covers the instant. */
export function isAway({ from, to }: Pick<Absence, 'from' | 'to'>, at: string): boolean {
  return from <= at && at < to;
}

/**
 * Who acts for `person` at the instant `at`: those who are away, the person first, then the first who is there. Just the
 * person where they are not away, or nobody in their chain is there.
 */
export async function substitutesAt(
  absences: Pick<Absences, 'of'>,
  person: string,
  at: string,
): Promise<{ readonly acting: string; readonly away: readonly string[] }> {
  const away: string[] = [];
  let next = person;
  while (away.length < LONGEST_CHAIN && !away.includes(next)) {
    const absence = await absences.of(next);
    if (absence === undefined || !isAway(absence, at)) return { acting: next, away };
    away.push(next);
    next = absence.substitute;
  }
  return { acting: person, away: [] };
}

/**
 * The people through whom the substitutes of `wanted` would lead back to who is away, for as long as all of them are away
 * at once; undefined where they do not.
 */
export async function ringOf(absences: Pick<Absences, 'of'>, wanted: Absence): Promise<readonly string[] | undefined> {
  const through: string[] = [];
  let { from, to, substitute: next } = wanted;
  while (next !== wanted.person) {
    through.push(next);
    const absence = await absences.of(next);
    if (absence === undefined || through.length > LONGEST_CHAIN) return undefined;
    from = from > absence.from ? from : absence.from;
    to = to < absence.to ? to : absence.to;
    if (from >= to) return undefined;
    next = absence.substitute;
  }
  return through;
}
