import type { Customer, CustomerFacts } from '../shared/domain/customer.ts';
import { claimedFact, uniquenessClaims } from '../shared/domain/duplicates.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Text } from '../shared/domain/language.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Customers, People } from '../shared/domain/ports.ts';
import type { Identity } from '../shared/http/identity.ts';

/** What entering a customer needs of the world. */
export interface EnterCustomerWorld {
  readonly customers: Pick<Customers, 'enter' | 'get'>;
  readonly people: Pick<People, 'get'>;
}

/**
 * Enters a customer into the salesperson's private pool, unless its name, landline or fax is another's already (IN-2).
 * Of two salespeople at the same moment one wins; the other is told whom to hand the lead over to (IN-3), and nothing
 * else about the other's customer. Repeated under the same idempotency key it makes the same id and so the same entry.
 * @throws SopError RoleMissing (403), CustomerDuplicate (409) naming the fact that clashed
 */
export async function enterCustomer(
  world: EnterCustomerWorld,
  request: { readonly actor: Actor; readonly facts: CustomerFacts; readonly identity: Identity },
): Promise<Customer> {
  const { actor, facts, identity } = request;
  if (!actor.roles.includes('sales')) {
    throw new SopError('RoleMissing', 403, { zh: '只有销售可以录入客户。', en: 'Only salespeople enter customers.' });
  }
  const customer: Customer = {
    ...facts,
    id: `C-${identity.code(10, 0)}`,
    holder: actor.id,
    createdAt: identity.at.toISOString(),
  };
  const result = await world.customers.enter(customer, uniquenessClaims(facts));
  if (result.entered) {
    return customer;
  }
  const held = await world.customers.get(result.customerId);
  const fact = claimedFact(result.clash, facts);
  if (held?.holder === actor.id) {
    throw duplicate(fact, yours(fact), { customerId: held.id });
  }
  const holder = held === undefined ? undefined : await world.people.get(held.holder);
  throw duplicate(fact, anothers(fact, holder?.name ?? held?.holder ?? '?'), {});
}

const factTitles: Readonly<Record<string, Text>> = {
  name: { zh: '公司名称', en: 'company name' },
  landline: { zh: '座机', en: 'landline' },
  fax: { zh: '传真', en: 'fax' },
};

function titleOf(fact: string): Text {
  return factTitles[fact] ?? { zh: fact, en: fact };
}

function yours(fact: string): Text {
  const { zh, en } = titleOf(fact);
  return {
    zh: `${zh}与您仓库中已有的客户相同，请直接使用该客户。`,
    en: `The ${en} is that of a customer already in your pool: use that customer.`,
  };
}

function anothers(fact: string, holder: string): Text {
  const { zh, en } = titleOf(fact);
  return {
    zh: `${zh}与${holder}仓库中的客户相同，不能录入。请把线索转交给${holder}。`,
    en: `The ${en} is that of a customer in the pool of ${holder} and cannot be entered. Hand the lead over to ${holder}.`,
  };
}

function duplicate(fact: string, text: Text, extension: Readonly<Record<string, unknown>>): SopError {
  const { zh, en } = titleOf(fact);
  const field = {
    pointer: `/${fact}`,
    text: { zh: `${zh}已被占用，请与客户核对。`, en: `This ${en} is taken: confirm it with the customer.` },
  };
  return new SopError('CustomerDuplicate', 409, text, { fields: [field], extension });
}
