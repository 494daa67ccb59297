import { ringOf } from '../shared/domain/absence.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Absence } from '../shared/domain/inbox.ts';
import type { Text } from '../shared/domain/language.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Absences, Now, People } from '../shared/domain/ports.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import type { AbsenceEntry } from './contract.ts';

/** What entering an absence needs of the world. */
export interface EnterAbsenceWorld {
  readonly people: Pick<People, 'get'>;
  readonly absences: Pick<Absences, 'of' | 'version' | 'enter'>;
  readonly now: Now;
}

/** How often entering is tried where somebody else's entry was faster. */
const MAX_ROUNDS = 8;

/** The longest absence, in days. */
const LONGEST_DAYS = 366;

/**
 * Enters when the actor is away and who acts for them: tasks that fall to them then go to the substitute, or to the
 * substitute's own while that one is away too. Replaces an absence entered before. Substitutes who would lead back to the
 * actor are refused, also when two people name each other at the same time.
 *
 * @throws SopError AbsenceInvalid (422), SubstitutesRing (409)
 */
export async function enterAbsence(world: EnterAbsenceWorld, actor: Actor, entry: AbsenceEntry): Promise<Absence> {
  const absence = await checked(world, actor, entry);
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const version = await world.absences.version();
    const ring = await ringOf(world.absences, absence);
    if (ring !== undefined) throw substitutesRing(ring);
    if (await world.absences.enter(absence, version)) return absence;
  }
  throw new TransientFailure(new Error('Absences kept changing while one was entered'));
}

async function checked(world: EnterAbsenceWorld, actor: Actor, entry: AbsenceEntry): Promise<Absence> {
  const from = new Date(entry.from);
  const to = new Date(entry.to);
  if (to <= from) throw invalid('/to', { zh: '结束时间须在开始时间之后。', en: 'It must end after it begins.' });
  if (to <= world.now()) throw invalid('/to', { zh: '结束时间已过。', en: 'It is over already.' });
  if (to.getTime() - from.getTime() > LONGEST_DAYS * 24 * 60 * 60 * 1000) {
    throw invalid('/to', { zh: `最长 ${LONGEST_DAYS} 天。`, en: `It is ${LONGEST_DAYS} days at the longest.` });
  }
  const { substitute } = entry;
  if (substitute === actor.id) {
    throw invalid('/substitute', { zh: '代理人不能是本人。', en: 'Nobody is their own substitute.' });
  }
  const person = await world.people.get(substitute);
  if (person === undefined || !person.roles.some((role) => actor.roles.includes(role))) {
    throw invalid('/substitute', {
      zh: '代理人须与您至少有一个相同的角色；可选的人见 GET /people?role=…。',
      en: 'A substitute shares a role with you at least: GET /people?role=… lists who does.',
    });
  }
  return { person: actor.id, from: from.toISOString(), to: to.toISOString(), substitute };
}

function invalid(pointer: string, text: Text): SopError {
  return new SopError(
    'AbsenceInvalid',
    422,
    { zh: '不能这样登记，请按 errors 改正。', en: 'The absence does not fit: correct the fields under errors.' },
    { fields: [{ pointer, text }] },
  );
}

function substitutesRing(through: readonly string[]): SopError {
  return new SopError(
    'SubstitutesRing',
    409,
    {
      zh: `这段时间内代理关系会形成循环（经由 ${through.join('、')} 又回到您），请另选代理人。`,
      en: `While all of you are away the substitutes would lead back to you (through ${through.join(', ')}): choose somebody else.`,
    },
    { fields: [{ pointer: '/substitute', text: { zh: '请另选代理人。', en: 'Choose somebody else.' } }] },
  );
}
