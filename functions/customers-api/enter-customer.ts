import type { Application } from '../shared/domain/application.ts';
import type { Customer, CustomerFacts } from '../shared/domain/customer.ts';
import { SopError } from '../shared/domain/errors.ts';
import { SALESPERSON_CAPACITY } from '../shared/domain/intake.ts';
import { type FlagId, flagTexts } from '../shared/domain/intake-flags.ts';
import type { Text } from '../shared/domain/language.ts';
import type { Actor } from '../shared/domain/person.ts';
import { PUBLIC_POOL } from '../shared/domain/pools.ts';
import type { Applications, Customers, People } from '../shared/domain/ports.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import type { Identity } from '../shared/http/identity.ts';
import type { Match, Met } from './assess-entry.ts';
import { matchView } from './match-view.ts';
import { submitApplication } from './submit-application.ts';

/** What entering a customer needs of the world. */
export interface EnterCustomerWorld {
  readonly customers: Pick<Customers, 'enter' | 'get' | 'turns' | 'index' | 'tellClash' | 'list'>;
  readonly applications: Pick<Applications, 'submit'>;
  readonly people: Pick<People, 'get'>;
}

export interface EntryRequest {
  readonly actor: Actor;
  readonly facts: CustomerFacts;
  /** The number the customer called from (IN-6). */
  readonly callerId?: string | undefined;
  /** The flags that were cleared up with the customer (IN-6). */
  readonly confirmed?: readonly FlagId[] | undefined;
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
 * What may be another's customer becomes an application that the approval group decides on (IN-4).
 * @throws SopError RoleMissing (403), CustomerDuplicate (409), FactsUnconfirmed (422, IN-6), PoolFull (409, IN-7)
 */
export async function enterOrApply(
  world: EnterCustomerWorld,
  request: EntryRequest,
): Promise<{ readonly customer: Customer } | { readonly application: Application }> {
  const { actor, facts, identity } = request;
  if (!actor.roles.includes('sales')) throw roleMissing();
  const id = customerIdOf(identity);
  const before = identity.takenOver ? await world.customers.get(id) : undefined;
  if (before !== undefined) return { customer: before };
  // The matcher's tables are loaded when something is entered, not when a customer is only shown.
  const { assessEntry } = await import('./assess-entry.ts');
  const met: Met[] = [];
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const assessed = await assessEntry(world.customers, facts, request.callerId, met);
    const [match] = assessed.matches;
    if (match?.verdict === 'duplicate') throw await duplicate(world, request, assessed.matches);
    const open = assessed.flags.filter((flag) => request.confirmed?.includes(flag) !== true);
    if (open.length > 0) throw unconfirmed(open);
    if (match !== undefined) {
      return { application: await submitApplication(world.applications, request, assessed.matches) };
    }
    const customer: Customer = {
      ...facts,
      id,
      holder: actor.id,
      createdAt: identity.at.toISOString(),
      ...(assessed.flags.length === 0 ? {} : { confirmed: [...assessed.flags] }),
    };
    const result = await world.customers.enter(customer, assessed.claims, {
      postings: assessed.postings(id),
      turns: assessed.turns,
      pool: { owner: actor.id, capacity: SALESPERSON_CAPACITY },
    });
    if (result.entered) return { customer };
    if ('full' in result) throw await full(world, actor);
    met.push(
      'clash' in result ? { customerId: result.customerId, claim: result.clash } : { customerId: result.overtakenBy },
    );
  }
  throw new TransientFailure(new Error('Lookalikes kept being entered while this one was checked'));
}

/** The id of the customer that an entry under this identity makes. */
export function customerIdOf(identity: Identity): string {
  return `C-${identity.code(10, 0)}`;
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

function unconfirmed(flags: readonly FlagId[]): SopError {
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
