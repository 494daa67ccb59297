import type { CustomerView } from '../customers-api/contract.ts';
import { customerView } from '../customers-api/customer-view.ts';
import { listCustomers } from '../customers-api/list-customers.ts';
import type { Customer } from '../shared/domain/customer.ts';
import type { Language } from '../shared/domain/language.ts';
import { dayAt } from '../shared/domain/working-days.ts';
import { dayText } from '../shared/pages/moments.ts';
import { speaker } from '../web-inbox/asked.ts';
import type { CustomersAsked } from './customers-world.ts';

/** A customer of a private pool, with its days. */
export interface HeldCustomer {
  readonly customer: CustomerView;
  /** Days until it returns to the public pool: 1 for the coming night, below that where it is overdue. */
  readonly daysLeft: number;
  /** Whether its holder has been warned of that day. */
  readonly warned: boolean;
}

/** So many are read at once. */
const READ_AT_ONCE = 100;

/**
 * Everything in a private pool, those first that its holder was warned of, then by when each returns to the public pool
 * (IN-10). A pool is read whole, being small (IN-7): no order of the table's is that one.
 * @throws SopError PoolNotYours (403)
 */
export async function heldCustomers(
  { world, reader }: CustomersAsked,
  owner: string,
): Promise<readonly HeldCustomer[]> {
  const found: Customer[] = [];
  let cursor: string | undefined;
  do {
    const request = { limit: READ_AT_ONCE, ...(cursor === undefined ? {} : { cursor }) };
    const page = await listCustomers(world, reader, owner, request);
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  const now = world.now();
  return found
    .map((customer) => held(customerView(customer, world.terms, now), dayAt(now, world.terms.calendar)))
    .toSorted((a, b) => Number(b.warned) - Number(a.warned) || a.daysLeft - b.daysLeft);

  function held(customer: CustomerView, today: string): HeldCustomer {
    const { recycleOn = today, warned = false } = customer.recycling ?? {};
    return { customer, warned, daysLeft: (Date.parse(recycleOn) - Date.parse(today)) / 86_400_000 };
  }
}

/** How long a customer stays if nothing happens. */
export function daysLeftText(daysLeft: number, language: Language): string {
  const say = speaker(language);
  if (daysLeft <= 1) return say('今夜退回公海', 'Returns tonight');
  return say(`${daysLeft} 天后退回公海`, `Returns in ${daysLeft} days`);
}

/** What its holder has to do, and by when, for a customer to stay (IN-10). */
export function dueWords({ missing, lastDay }: NonNullable<CustomerView['recycling']>, language: Language): string {
  const say = speaker(language);
  const day = dayText(lastDay, language);
  return missing === 'contact'
    ? say(`${day}前须联系`, `Contact it by ${day}`)
    : say(`${day}前须下单`, `An order is due by ${day}`);
}

/** Whether a name, or a former one, holds what was searched for, however wide the letters are and wherever there are spaces. */
export function isNamed({ name, formerNames = [] }: Pick<Customer, 'name' | 'formerNames'>, searched: string): boolean {
  return [name, ...formerNames].some((each) => plain(each).includes(plain(searched)));
}

function plain(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase();
}
