import type { Application } from '../shared/domain/application.ts';
import { commissionOfEntry } from '../shared/domain/commission.ts';
import type { Customer, CustomerFacts } from '../shared/domain/customer.ts';
import { SopError } from '../shared/domain/errors.ts';
import { SALESPERSON_CAPACITY } from '../shared/domain/intake.ts';
import { type FlagId, flagTexts } from '../shared/domain/intake-flags.ts';
import type { Text } from '../shared/domain/language.ts';
import type { Actor } from '../shared/domain/person.ts';
import { mayAtAll } from '../shared/domain/pool-rights.ts';
import { isPublic, PUBLIC_POOL, poolsOfEntry } from '../shared/domain/pools.ts';
import type { Applications, Customers, People } from '../shared/domain/ports.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import type { Identity } from '../shared/http/identity.ts';
import type { Match, Met } from './assess-entry.ts';
import { customerIdOf } from './entry-id.ts';
import { accountClosed } from './entry-rights.ts';
import { matchView } from './match-view.ts';
import { moveCustomer, partnerPoolFull } from './move-customer.ts';
import { submitApplication } from './submit-application.ts';

/** What entering a customer needs of the world. */
export interface EnterCustomerWorld {
  readonly customers: Pick<Customers, 'enter' | 'get' | 'turns' | 'index' | 'tellClash' | 'list' | 'move' | 'moves'>;
  readonly applications: Pick<Applications, 'submit'>;
  readonly people: Pick<People, 'get'>;
  /** What the organisation and its channel partners are called, where that is set. */
  readonly ownCompanies?: readonly string[];
}

export interface EntryRequest {
  readonly actor: Actor;
  readonly facts: CustomerFacts;
  /** The number the customer called from (IN-6). */
  readonly callerId?: string | undefined;
  /** The flags that were cleared up with the customer (IN-6). */
  readonly confirmed?: readonly FlagId[] | undefined;
  /** Whether the same customer in the public pool is picked at once; else its finder is told to pick it. */
  readonly pick?: boolean;
  /** The import whose row it is. */
  readonly importId?: string;
  readonly identity: Identity;
}

/** How often an entry is checked anew because a lookalike was entered since the check. */
const MAX_ROUNDS = 10;

/** How many customers a full pool names as those to look at first. */
const SHOWN_WHEN_FULL = 5;

/**
 * As `enterOrApply`, for whoever can go on with an entered customer only.
 * @throws SopError as `enterOrApply`, and ApplicationSubmitted (409)
 */
export async function enterCustomer(world: EnterCustomerWorld, request: EntryRequest): Promise<Customer> {
  const result = await enterOrApply(world, request);
  if ('customer' in result) return result.customer;
  const { id } = result.application;
  throw new SopError(
    'ApplicationSubmitted',
    409,
    {
      zh: `可能与已有客户重复，已提交审批组决定（申请 ${id}）。结果会邮件告知您，通过后再继续。`,
      en: `This may be a customer that is there already; the approval group decides (application ${id}). You are told by mail; go on once it is accepted.`,
    },
    { extension: { applicationId: id } },
  );
}

/**
 * Enters a customer into the salesperson's private pool, unless it is another's already by name, landline, fax and address
 * together (IN-2, IN-5). Of two salespeople at the same moment one wins; the other is told whom to hand the lead over to,
 * and so is the holder (IN-3). Repeated under the same idempotency key it makes the same id and so the same entry.
 * What may be another's customer becomes an application that the approval group decides on. The same customer in the public
 * pool is picked, where it is of the salesperson's region (IN-4).
 * @throws SopError RoleMissing (403), AccountClosed (403), CustomerDuplicate (409), OtherRegion (409), CoolingDown (409),
 *   ClaimsUsedUp (409), FactsInvalid (422, IN-1), FactsUnconfirmed (422, IN-6), PoolFull (409, IN-7), PartnerPoolFull (409, IN-7)
 */
export async function enterOrApply(
  world: EnterCustomerWorld,
  request: EntryRequest,
): Promise<{ readonly customer: Customer } | { readonly application: Application }> {
  const { actor, facts, identity } = request;
  if (!mayAtAll(actor, 'enter')) throw roleMissing();
  const person = await world.people.get(actor.id);
  if (person?.closedAt !== undefined) throw accountClosed();
  const id = customerIdOf(identity);
  const before = identity.takenOver ? await world.customers.get(id) : undefined;
  if (before !== undefined) return { customer: before };
  // The matcher's tables are loaded when something is entered, not when a customer is only shown.
  const [{ assessEntry }, { mustTell }] = await Promise.all([import('./assess-entry.ts'), import('./must-tell.ts')]);
  mustTell(facts, world.ownCompanies);
  const met: Met[] = [];
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const assessed = await assessEntry(world.customers, facts, request.callerId, met);
    const [match] = assessed.matches;
    const pooled = inPublicPool(assessed.matches);
    if (match?.verdict === 'duplicate' && (pooled === undefined || request.pick === false)) {
      const picked = await pickedBefore(world, request, assessed.matches);
      if (picked !== undefined) return { customer: picked };
      throw await duplicate(world, request, assessed.matches);
    }
    const open = assessed.flags.filter((flag) => request.confirmed?.includes(flag) !== true);
    if (open.length > 0) throw unconfirmed(open);
    if (pooled !== undefined) {
      const picked = await pick(world, request, pooled);
      if (picked !== undefined) return { customer: picked };
      continue;
    }
    if (match !== undefined) {
      return { application: await submitApplication(world.applications, request, assessed) };
    }
    const createdAt = identity.at.toISOString();
    const customer: Customer = {
      ...facts,
      id,
      holder: actor.id,
      createdAt,
      commission: commissionOfEntry({ holder: actor.id, createdAt }),
      ...(assessed.region === undefined ? {} : { region: assessed.region }),
      ...(person?.partner === undefined ? {} : { partner: person.partner }),
      ...(assessed.flags.length === 0 ? {} : { confirmed: [...assessed.flags] }),
    };
    const result = await world.customers.enter(customer, assessed.claims, {
      postings: assessed.postings(id),
      turns: assessed.turns,
      ...poolsOfEntry(person ?? actor),
    });
    if (result.entered) return { customer };
    if ('full' in result) throw result.full === 'partner' ? partnerPoolFull() : await full(world, actor);
    met.push(
      'clash' in result ? { customerId: result.customerId, claim: result.clash } : { customerId: result.overtakenBy },
    );
  }
  throw new TransientFailure(new Error('Lookalikes kept being entered while this one was checked'));
}

/** The customer of the public pool that the entry is; undefined where it is somebody's, too. */
function inPublicPool(matches: readonly Match[]): Customer | undefined {
  const certain = matches.filter(({ verdict }) => verdict === 'duplicate').map(({ customer }) => customer);
  return certain.every(({ holder }) => isPublic(holder)) ? certain[0] : undefined;
}

/** IN-4: picks it; undefined where it has just been moved, and is to be searched for again. */
async function pick(
  world: EnterCustomerWorld,
  { actor, identity }: EntryRequest,
  { id }: Customer,
): Promise<Customer | undefined> {
  try {
    return await moveCustomer({ ...world, now: () => identity.at }, actor, { kind: 'claim', id, reason: '' });
  } catch (error) {
    if (error instanceof SopError && (error.name === 'CustomerMoved' || error.name === 'MoveNotAllowed'))
      return undefined;
    if (error instanceof SopError && error.name === 'PoolFull') throw await full(world, actor);
    throw error;
  }
}

/** What a run of this very request, which died, picked before. */
async function pickedBefore(
  { customers }: EnterCustomerWorld,
  { actor, identity }: EntryRequest,
  matches: readonly Match[],
): Promise<Customer | undefined> {
  const own = matches.find(({ verdict, customer }) => verdict === 'duplicate' && customer.holder === actor.id);
  if (!identity.takenOver || own === undefined) return undefined;
  const at = identity.at.toISOString();
  const moves = await customers.moves(own.customer.id);
  return moves.some((move) => move.kind === 'claim' && move.to === actor.id && move.at === at)
    ? own.customer
    : undefined;
}

/** The refusal of a customer without the right to enter any. */
export function roleMissing(): SopError {
  return new SopError('RoleMissing', 403, { zh: '只有销售可以录入客户。', en: 'Only salespeople enter customers.' });
}

const factTitles: Readonly<Record<Match['fact'], Text>> = {
  name: { zh: '公司名称', en: 'company name' },
  landline: { zh: '座机', en: 'landline' },
  fax: { zh: '传真', en: 'fax' },
};

/** Has finder and holder told, and says what to do. */
async function duplicate(
  world: EnterCustomerWorld,
  request: EntryRequest,
  matches: readonly Match[],
): Promise<SopError> {
  const { actor, facts, identity } = request;
  const certain = matches.filter(({ verdict }) => verdict === 'duplicate');
  const own = certain.find(({ customer }) => customer.holder === actor.id);
  const views = await viewsOf(world, actor, certain);
  const match = own ?? certain[0];
  const fact = match?.fact ?? 'name';
  const { zh, en } = factTitles[fact];
  const fields = [
    {
      pointer: `/${fact}`,
      text: { zh: `${zh}已被占用，请与客户核对。`, en: `This ${en} is taken: confirm it with the customer.` },
    },
  ];
  if (own !== undefined) {
    const text = {
      zh: `${zh}与您仓库中已有的客户相同，请直接使用该客户。`,
      en: `The ${en} is that of a customer already in your pool: use that customer.`,
    };
    return new SopError('CustomerDuplicate', 409, text, {
      fields,
      extension: { customerId: own.customer.id, matches: views },
    });
  }
  if (match?.customer.holder === PUBLIC_POOL) {
    const text = {
      zh: `${zh}与公海中的客户相同，请直接挑入该客户。`,
      en: `The ${en} is that of a customer in the public pool: claim that customer.`,
    };
    return new SopError('CustomerDuplicate', 409, text, {
      fields,
      extension: { customerId: match.customer.id, matches: views },
    });
  }
  for (const { customer } of certain.filter(({ customer: { holder } }) => holder !== PUBLIC_POOL)) {
    await world.customers.tellClash({
      kind: 'clash',
      customerId: customer.id,
      finder: actor.id,
      holder: customer.holder,
      typedName: facts.name,
      at: identity.at.toISOString(),
      told: [],
    });
  }
  const holder = views[0]?.holder.name ?? '?';
  return new SopError(
    'CustomerDuplicate',
    409,
    {
      zh: `${zh}与${holder}仓库中的客户相同，不能录入。请把线索转交给${holder}；系统会邮件告知双方。`,
      en: `The ${en} is that of a customer in the pool of ${holder} and cannot be entered. Hand the lead over to ${holder}; both of you are told by mail.`,
    },
    { fields, extension: { matches: views } },
  );
}

async function viewsOf(world: EnterCustomerWorld, actor: Actor, matches: readonly Match[]) {
  return Promise.all(
    matches.map(async (match) => matchView(match, actor, await world.people.get(match.customer.holder))),
  );
}

/** The refusal of facts that look odd and were not confirmed (IN-6). */
export function unconfirmed(flags: readonly FlagId[]): SopError {
  return new SopError(
    'FactsUnconfirmed',
    422,
    {
      zh: '有些号码需要向客户核实。核实后更正，或在 confirmed 中列出已核实的项目再提交。',
      en: 'Some numbers have to be confirmed with the customer. Correct them, or list what you confirmed under `confirmed` and send the entry again.',
    },
    {
      fields: flags.map((flag) => ({ pointer: `/${flagTexts[flag].fact}`, text: flagTexts[flag].text })),
      extension: { unconfirmed: flags },
    },
  );
}

/** IN-7, with the customers entered longest ago of the latest page: those to release first. */
async function full(world: EnterCustomerWorld, actor: Actor): Promise<SopError> {
  const { items } = await world.customers.list({ holder: actor.id }, { limit: 100 });
  const releasable = items
    .slice(-SHOWN_WHEN_FULL)
    .map(({ id, name, createdAt }) => ({ customerId: id, name, since: createdAt }));
  return new SopError(
    'PoolFull',
    409,
    {
      zh: `您的仓库已满（${SALESPERSON_CAPACITY} 个客户），请先释放或转出客户。`,
      en: `Your pool is full (${SALESPERSON_CAPACITY} customers): release or transfer one first.`,
    },
    { extension: { capacity: SALESPERSON_CAPACITY, releasable } },
  );
}
