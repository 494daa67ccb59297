import { SopError } from '../shared/domain/errors.ts';
import type { Text } from '../shared/domain/language.ts';
import { isAbove } from '../shared/domain/organisation.ts';
import type { Actor, Person } from '../shared/domain/person.ts';
import { mayAtAll, reachesOf } from '../shared/domain/pool-rights.ts';
import type { People } from '../shared/domain/ports.ts';
import type { UserAccounts } from '../shared/domain/user-accounts.ts';
import { notAdministered } from './administer.ts';
import { regionCodes } from './assign-regions.ts';
import type { AccountOpening } from './contract.ts';

/** What opening an account needs of the world. */
export interface OpenAccountWorld {
  readonly people: Pick<People, 'get' | 'change' | 'ofPartner'>;
  readonly accounts: UserAccounts;
}

/**
 * Opens the account of a salesperson or a channel partner (IN-8): a channel manager for partners below them, a director also
 * for the company's own. Its owner is invited by mail, and is in the directory at once, with supervisor, partner and
 * regions. Asked again with the same address it is the same account.
 * @throws SopError PersonNotYours (403), UserNameTaken (409), PlaceInvalid (422), RegionUnknown (422)
 */
export async function openAccount(world: OpenAccountWorld, actor: Actor, wanted: AccountOpening): Promise<Person> {
  const { user: id, name, email, language, role, partner } = wanted;
  const everywhere = reachesOf(actor, 'administer').includes('all');
  if (!mayAtAll(actor, 'administer') || (!everywhere && partner === undefined)) throw notAdministered();
  const supervisor = await superiorOf(world, actor, wanted, everywhere);
  const regions = await regionCodes(wanted.regions ?? []);
  const known = await world.people.get(id);
  if (known !== undefined && known.email.toLowerCase() !== email.toLowerCase()) throw userNameTaken();
  if (known !== undefined) return known;
  if ((await world.accounts.open({ id, name, email, language, role })) === 'taken') throw userNameTaken();
  const person: Person = {
    id,
    name,
    email,
    language,
    roles: [role],
    supervisor,
    ...(partner === undefined ? {} : { partner }),
    ...(regions.length === 0 ? {} : { regions: [...regions] }),
  };
  // Where its owner was faster and signed in, the directory has them already.
  return (await world.people.change(id, (now) => ({ ...now, ...person }))) ?? person;
}

/** Who is above the new one: whoever is named, the owner of their partner, else who opens the account. */
async function superiorOf(
  { people }: OpenAccountWorld,
  actor: Actor,
  { supervisor, partner, role, user }: AccountOpening,
  everywhere: boolean,
): Promise<string> {
  const members = partner === undefined ? [] : await people.ofPartner(partner);
  const owner = role === 'partner' ? undefined : members.find(({ roles }) => roles.includes('partner'));
  const chosen = supervisor ?? owner?.id ?? actor.id;
  if (chosen === user) throw supervisorInvalid();
  if (chosen === actor.id) {
    // A partner that has people already is somebody's: it is not taken over by opening one account more.
    const theirs = await Promise.all(members.map((member) => isAbove(people, actor.id, member)));
    if (everywhere || theirs.every(Boolean)) return chosen;
    throw notAdministered();
  }
  const superior = await people.get(chosen);
  if (superior === undefined) throw supervisorInvalid();
  if (!everywhere && !(await isAbove(people, actor.id, superior))) throw notAdministered();
  if (!everywhere && superior.partner !== undefined && superior.partner !== partner) throw supervisorInvalid();
  return chosen;
}

function supervisorInvalid(): SopError {
  const text: Text = {
    zh: '上级须是另一位已登记的人员，并属于同一渠道商。',
    en: 'The supervisor must be somebody else in the directory, of the same partner.',
  };
  return new SopError('PlaceInvalid', 422, text, { fields: [{ pointer: '/supervisor', text }] });
}

function userNameTaken(): SopError {
  const text: Text = {
    zh: '该用户名或邮箱已被他人使用，请换一个。',
    en: 'This user name or address is somebody else’s: choose another.',
  };
  return new SopError('UserNameTaken', 409, text, { fields: [{ pointer: '/user', text }] });
}
