import type { PastCommission } from '../shared/domain/commission.ts';
import type { Customer } from '../shared/domain/customer.ts';
import { mustNotBeMerged } from '../shared/domain/customer-merge.ts';
import { SopError } from '../shared/domain/errors.ts';
import { PARTNER_CAPACITY, SALESPERSON_CAPACITY } from '../shared/domain/intake.ts';
import type { Text } from '../shared/domain/language.ts';
import { localTime } from '../shared/domain/local-clock.ts';
import type { Actor, Person } from '../shared/domain/person.ts';
import { mayAtAll, mayInPool, type PoolAction, reachesOf } from '../shared/domain/pool-rights.ts';
import {
  CLAIMS_A_DAY,
  commissionsOf,
  coolDownEnd,
  isPublic,
  type Move,
  movedCustomer,
  moveOf,
  poolLimits,
} from '../shared/domain/pools.ts';
import type { Customers, Now, People } from '../shared/domain/ports.ts';
import { accountClosed, mustBeInRegion } from './entry-rights.ts';
import { customerNotFound } from './read-customer.ts';

/** What moving a customer needs of the world. */
export interface MoveCustomerWorld {
  readonly customers: Pick<Customers, 'get' | 'move' | 'moves'>;
  readonly people: Pick<People, 'get'>;
  readonly now: Now;
}

/** The moves people make themselves; the rest follows from an application, or from time, or from nobody's care (IN-10). */
export type OwnMove = Exclude<Move['kind'], 'transfer-in' | 'recycling' | 'merge'>;

const actions: Readonly<Record<OwnMove, PoolAction>> = {
  release: 'release',
  claim: 'pick',
  transfer: 'transfer',
  reversal: 'reverse',
};

/**
 * Releases, claims, transfers a customer, or reverses an illegal entry (IN-4, IN-8, IN-9). The move, the counts of both
 * pools and of partners', the commission and the record of it are one write: of two who pick the same customer one has it.
 * @throws SopError CustomerNotFound (404), CustomerMerged (409), MoveNotAllowed (403), AccountClosed (403), OtherRegion (409), CoolingDown (409),
 *   PoolFull (409), PartnerPoolFull (409), ClaimsUsedUp (409), CustomerMoved (409), PersonUnknown (422)
 */
export async function moveCustomer(
  world: MoveCustomerWorld,
  actor: Actor,
  wanted: { readonly kind: OwnMove; readonly id: string; readonly to?: string; readonly reason: string },
): Promise<Customer> {
  const { kind, id, reason } = wanted;
  const customer = await world.customers.get(id);
  if (customer === undefined) throw customerNotFound();
  await mustNotBeMerged(world.customers, customer);
  // Who is a moment late with a pick lacks no right.
  if (kind === 'claim' && !isPublic(customer.holder) && mayAtAll(actor, 'pick')) throw picked(actor, customer);
  if (!(await mayMove(world, actor, customer, kind))) throw notAllowed();
  // A token may outlive the account for an hour, in which nobody takes or gives customers away.
  if ((await world.people.get(actor.id))?.closedAt !== undefined) throw accountClosed();
  const to = kind === 'release' ? undefined : await receiver(world, actor, customer, wanted);
  const at = world.now().toISOString();
  // Who gave an illegal entry up in the meantime loses its commission all the same.
  const ended =
    kind === 'reversal' && isPublic(customer.holder) ? await lastClaim(world.customers, customer) : undefined;
  const move = moveOf(customer, { kind, to, by: actor.id, at, reason, ended });
  const result = await world.customers.move(move, poolLimits);
  if (result !== 'moved') throw refusals[result]();
  return movedCustomer(customer, move);
}

/** The claim to the commission that was the last one before a customer came into the public pool. */
async function lastClaim(customers: Pick<Customers, 'moves'>, customer: Customer): Promise<PastCommission | undefined> {
  return commissionsOf(customer, await customers.moves(customer.id)).at(-1);
}

/** IN-8: nobody takes from the public pool but who picks, or reverses an entry; and nothing else is picked. */
async function mayMove(
  { people }: MoveCustomerWorld,
  actor: Actor,
  { holder }: Customer,
  kind: OwnMove,
): Promise<boolean> {
  if (kind === 'claim') return isPublic(holder) && mayAtAll(actor, 'pick');
  if (isPublic(holder)) return kind === 'reversal' && mayAtAll(actor, 'reverse');
  return mayInPool(people, actor, actions[kind], { id: holder, person: await people.get(holder) });
}

/** Who is to hold the customer. A directory that does not know who picks knows of no partner and no regions either. */
async function receiver(
  world: MoveCustomerWorld,
  actor: Actor,
  customer: Customer,
  { kind, to }: { readonly kind: OwnMove; readonly to?: string },
): Promise<Pick<Person, 'id' | 'partner'>> {
  if (kind !== 'claim') return mustSell(world, actor, customer, { kind, to: to ?? '' });
  const person = await world.people.get(actor.id);
  await mustBeInRegion(person, customer);
  const end = coolDownEnd(actor.id, customer, world.now());
  if (end !== undefined) throw coolingDown(end);
  return person ?? { id: actor.id };
}

/**
 * Another salesperson with an open account. What a partner's people hold goes to the partner's people, unless somebody
 * moves it whose right reaches every pool.
 * @throws SopError PersonUnknown (422)
 */
async function mustSell(
  { people }: MoveCustomerWorld,
  actor: Actor,
  customer: Customer,
  { kind, to }: { readonly kind: OwnMove; readonly to: string },
): Promise<Person> {
  const person = await people.get(to);
  const sells = person?.roles.includes('sales') === true && person.closedAt === undefined && to !== customer.holder;
  if (!sells)
    throw personUnknown({
      zh: '须是另一位在职销售的用户名。',
      en: 'It must be the user name of another salesperson whose account is open.',
    });
  if (kind === 'reversal' && to === actor.id)
    throw personUnknown({
      zh: '不能归还给自己：请由审批组的其他同事撤销。',
      en: 'Nobody reverses an entry in their own favour: leave it to a colleague of the approval group.',
    });
  const free = reachesOf(actor, actions[kind]).includes('all');
  if (!free && person.partner !== (await people.get(customer.holder))?.partner) {
    throw personUnknown({
      zh: '渠道商的客户只能在其内部转移，公司自有销售的客户也不能转给渠道商。',
      en: 'Customers of a channel partner stay among its people, and those of the company’s own salespeople among them.',
    });
  }
  return person;
}

function personUnknown(text: Text): SopError {
  return new SopError('PersonUnknown', 422, text, { fields: [{ pointer: '/to', text }] });
}

function conflict(name: string, text: Text): () => SopError {
  return () => new SopError(name, 409, text);
}

const refusals = {
  full: conflict('PoolFull', {
    zh: `接收方的仓库已满（${SALESPERSON_CAPACITY} 个客户）。`,
    en: `The receiving pool is full (${SALESPERSON_CAPACITY} customers).`,
  }),
  'partner-full': partnerPoolFull,
  'quota-used': conflict('ClaimsUsedUp', {
    zh: `每天最多挑入 ${CLAIMS_A_DAY} 个客户，请明天再来。`,
    en: `You may pick ${CLAIMS_A_DAY} customers a day: come back tomorrow.`,
  }),
  changed: conflict('CustomerMoved', {
    zh: '该客户刚被他人转移，请刷新后再试。',
    en: 'Somebody else has just moved this customer: look again.',
  }),
};

/** IN-7: the refusal of a customer that the partner has no room for. */
export function partnerPoolFull(): SopError {
  return new SopError('PartnerPoolFull', 409, {
    zh: `渠道商的仓库已满（全渠道商共 ${PARTNER_CAPACITY} 个客户），请先由渠道商内部释放客户。`,
    en: `The channel partner’s pool is full (${PARTNER_CAPACITY} customers of all its people): release some first.`,
  });
}

function coolingDown(end: Date): SopError {
  const until = end.toISOString();
  const shown = localTime(end).replace('T', ' ');
  return new SopError(
    'CoolingDown',
    409,
    {
      zh: `该客户刚从您的仓库退回公海，${shown} 之前不能再挑入。`,
      en: `This customer was in your pool not long ago: you may not pick it again before ${shown}.`,
    },
    { extension: { until } },
  );
}

/** IN-4: the customer has left the public pool; with whom it is, is told to nobody else. */
function picked(actor: Actor, { id, holder }: Customer): SopError {
  const own = holder === actor.id;
  const text = own
    ? { zh: '该客户已在您的仓库中，无需再挑入。', en: 'This customer is in your own pool already.' }
    : {
        zh: '该客户已不在公海，可能刚被他人挑入，不能再挑入。请另选公海客户；有新线索时可重新录入，系统会告知归属人。',
        en: 'This customer is not in the public pool any more; somebody else may have just picked it. Choose another one; where you have a lead, enter it and you are told whose it is.',
      };
  return new SopError('CustomerMoved', 409, text, own ? { extension: { customerId: id } } : {});
}

function notAllowed(): SopError {
  return new SopError('MoveNotAllowed', 403, {
    zh: '您无权这样转移该客户：释放和转出由归属销售、销售经理或总部进行，渠道商可在其人员之间转移，挑入由销售进行且只限公海客户，撤销违规录入由审批组进行。',
    en: 'You may not move this customer so: its holder, a sales manager or headquarters releases and transfers it, a channel partner transfers among its people, salespeople pick from the public pool, the approval group reverses illegal entries.',
  });
}
