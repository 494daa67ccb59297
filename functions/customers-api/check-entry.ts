import type { CustomerFacts } from '../shared/domain/customer.ts';
import { SopError } from '../shared/domain/errors.ts';
import { flagTexts } from '../shared/domain/intake-flags.ts';
import type { Actor } from '../shared/domain/person.ts';
import { mayAtAll } from '../shared/domain/pool-rights.ts';
import type { Customers, People } from '../shared/domain/ports.ts';
import type { CheckAnswer } from './contract.ts';
import { matchView } from './match-view.ts';

/** What checking needs of the world. */
export interface CheckEntryWorld {
  readonly customers: Pick<Customers, 'get' | 'turns' | 'index'>;
  readonly people: Pick<People, 'get'>;
  /** What the organisation and its channel partners are called, where that is set. */
  readonly ownCompanies?: readonly string[];
}

/**
 * What entering the customer would come to, without entering it and without telling anybody (IN-2, IN-5, IN-6).
 * @throws SopError RoleMissing (403), FactsInvalid (422)
 */
export async function checkEntry(
  world: CheckEntryWorld,
  actor: Actor,
  { callerId, ...facts }: CustomerFacts & { readonly callerId?: string | undefined },
): Promise<CheckAnswer> {
  if (!mayAtAll(actor, 'enter') && !mayAtAll(actor, 'decide')) throw checkNotYours();
  const [{ assessEntry }, { mustTell }] = await Promise.all([import('./assess-entry.ts'), import('./must-tell.ts')]);
  mustTell(facts, world.ownCompanies);
  const { verdict, matches, flags } = await assessEntry(world.customers, facts, callerId);
  const views = matches.map(async (match) => matchView(match, actor, await world.people.get(match.customer.holder)));
  return {
    verdict,
    matches: await Promise.all(views),
    flags: flags.map((id) => ({ id, text: flagTexts[id].text })),
    advice: matches[0]?.advice ?? { zh: '未发现重复，可以录入。', en: 'No duplicate found; it can be entered.' },
  };
}

function checkNotYours(): SopError {
  return new SopError('RoleMissing', 403, {
    zh: '只有销售和审批组可以查重。',
    en: 'Only salespeople and the approval group check for duplicates.',
  });
}
