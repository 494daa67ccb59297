import type { Customer } from '../shared/domain/customer.ts';
import { SopError } from '../shared/domain/errors.ts';
import { SALESPERSON_CAPACITY } from '../shared/domain/intake.ts';
import type { Text } from '../shared/domain/language.ts';
import type { Actor } from '../shared/domain/person.ts';
import { CLAIMS_A_DAY, coolDownEnd, type Move, mayMove, PUBLIC_POOL } from '../shared/domain/pools.ts';
import type { Customers, Now, People } from '../shared/domain/ports.ts';
import { customerNotFound } from './read-customer.ts';

/** What moving a customer needs of the world. */
export interface MoveCustomerWorld {
  readonly customers: Pick<Customers, 'get' | 'move'>;
  readonly people: Pick<People, 'get'>;
  readonly now: Now;
}

/**
 * Releases, claims, transfers a customer, or reverses an illegal entry (IN-4, IN-8, IN-9). The move, both pools' counts and
 * the record of it are one write: of two who pick the same customer one has it.
 * @throws SopError CustomerNotFound (404), MoveNotAllowed (403), CoolingDown (409), PoolFull (409), ClaimsUsedUp (409),
 *   CustomerMoved (409), PersonUnknown (422)
 */
export async function moveCustomer(
  world: MoveCustomerWorld,
  actor: Actor,
  wanted: { readonly kind: Move['kind']; readonly id: string; readonly to?: string; readonly reason: string },
): Promise<Customer> {
  const { kind, id, reason } = wanted;
  const customer = await world.customers.get(id);
  if (customer === undefined) throw customerNotFound();
  if (!mayMove(actor, customer, kind)) throw notAllowed();
  const to = kind === 'release' ? PUBLIC_POOL : kind === 'claim' ? actor.id : (wanted.to ?? '');
  if (kind === 'transfer' || kind === 'reversal') await mustSell(world, customer, to);
  const end = kind === 'claim' ? coolDownEnd(actor, customer, world.now()) : undefined;
  if (end !== undefined) throw coolingDown(end);
  const at = world.now().toISOString();
  const move: Move = { kind, customerId: id, from: customer.holder, to, by: actor.id, at, reason };
  const result = await world.customers.move(move, { capacity: SALESPERSON_CAPACITY, claimsADay: CLAIMS_A_DAY });
  if (result !== 'moved') throw refusals[result]();
  return { ...customer, holder: to, ...(to === PUBLIC_POOL ? { releasedBy: customer.holder, releasedAt: at } : {}) };
}

/** @throws SopError PersonUnknown (422) */
async function mustSell(world: MoveCustomerWorld, customer: Customer, to: string): Promise<void> {
  const person = await world.people.get(to);
  if (person?.roles.includes('sales') === true && to !== customer.holder) return;
  const text = { zh: '须是另一位销售的用户名。', en: 'It must be the user name of another salesperson.' };
  throw new SopError('PersonUnknown', 422, text, { fields: [{ pointer: '/to', text }] });
}

function conflict(name: string, text: Text): () => SopError {
  return () => new SopError(name, 409, text);
}

const refusals = {
  full: conflict('PoolFull', {
    zh: `接收方的仓库已满（${SALESPERSON_CAPACITY} 个客户）。`,
    en: `The receiving pool is full (${SALESPERSON_CAPACITY} customers).`,
  }),
  'quota-used': conflict('ClaimsUsedUp', {
    zh: `每天最多挑入 ${CLAIMS_A_DAY} 个客户，请明天再来。`,
    en: `You may pick ${CLAIMS_A_DAY} customers a day: come back tomorrow.`,
  }),
  changed: conflict('CustomerMoved', {
    zh: '该客户刚被他人转移，请刷新后再试。',
    en: 'Somebody else has just moved this customer: look again.',
  }),
};

function coolingDown(end: Date): SopError {
  const until = end.toISOString();
  return new SopError(
    'CoolingDown',
    409,
    {
      zh: `您释放过该客户，${until} 之前不能再挑入。`,
      en: `You gave this customer up and may not pick it again before ${until}.`,
    },
    { extension: { until } },
  );
}

function notAllowed(): SopError {
  return new SopError('MoveNotAllowed', 403, {
    zh: '您无权这样转移该客户：释放和转出由归属销售或销售经理进行，挑入只限公海客户，撤销违规录入由审批组进行。',
    en: 'You may not move this customer so: its holder or a sales manager releases and transfers it, salespeople pick from the public pool, the approval group reverses illegal entries.',
  });
}
