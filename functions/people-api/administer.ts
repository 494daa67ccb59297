import { SopError } from '../shared/domain/errors.ts';
import type { Actor, Person } from '../shared/domain/person.ts';
import { mayInPool, reachesOf } from '../shared/domain/pool-rights.ts';
import type { Now, People } from '../shared/domain/ports.ts';

/** What looking after people needs of the world. */
export interface AdministerWorld {
  readonly people: Pick<People, 'get' | 'change'>;
  readonly now: Now;
}

/**
 * The person, if the actor sees what they do (IN-8): oneself, those above, the partner, and whoever sees everybody.
 * @throws SopError PersonNotYours (403), PersonNotFound (404)
 */
export async function visiblePerson(people: Pick<People, 'get'>, actor: Actor, id: string): Promise<Person> {
  const person = await people.get(id);
  if (id !== actor.id && !(await mayInPool(people, actor, 'view', { id, person }))) {
    throw new SopError('PersonNotYours', 403, {
      zh: '只能查看自己、下属和本渠道商人员的资料。',
      en: 'You may only see yourself, the people below you, and those of your partner.',
    });
  }
  if (person === undefined) throw personNotFound();
  return person;
}

/**
 * The person, if the actor assigns their regions and opens and closes their account (IN-8): a channel manager those of the
 * partners' salespeople below them, a director those of every salesperson.
 * @throws SopError PersonNotYours (403), PersonNotFound (404)
 */
export async function administeredPerson(people: Pick<People, 'get'>, actor: Actor, id: string): Promise<Person> {
  const person = await people.get(id);
  const everywhere = reachesOf(actor, 'administer').includes('all');
  const sells = person === undefined || person.roles.some((role) => role === 'sales' || role === 'partner');
  const within = everywhere || person === undefined || person.partner !== undefined;
  const may = await mayInPool(people, actor, 'administer', { id, person });
  if (!may || !sells || !within || id === actor.id) throw notAdministered();
  if (person === undefined) throw personNotFound();
  return person;
}

/** The refusal of people whom the actor does not look after. */
export function notAdministered(): SopError {
  return new SopError('PersonNotYours', 403, {
    zh: '只有渠道经理（限其下属的渠道商人员）和总监（限销售和渠道商）可以分配区域、开通和关闭账号。',
    en: 'Regions are assigned and accounts opened and closed by channel managers, for the partners’ people below them, and by directors, for salespeople and partners.',
  });
}

/** The refusal of an id that nobody in the directory has. */
export function personNotFound(): SopError {
  return new SopError('PersonNotFound', 404, {
    zh: '没有这个人，请核对用户名。',
    en: 'There is no such person: check the user name.',
  });
}
