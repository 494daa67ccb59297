import type { Customer } from '../shared/domain/customer.ts';
import { survivorOf } from '../shared/domain/customer-merge.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Customers, People } from '../shared/domain/ports.ts';
import { seesPool } from './sees-pool.ts';

/**
 * The customer, for whoever sees the pool it is in (IN-8): its holder, those above them, their partner, sales managers,
 * directors, headquarters and the approval group; one of the public pool for every salesperson. One that was merged, for
 * whoever saw it before or sees the customer that goes on.
 * @throws SopError CustomerNotFound (404), CustomerNotYours (403)
 */
export async function readCustomer(
  world: { readonly customers: Pick<Customers, 'get'>; readonly people: Pick<People, 'get'> },
  actor: Actor,
  id: string,
): Promise<Customer> {
  const customer = await world.customers.get(id);
  if (customer === undefined) {
    throw customerNotFound(id);
  }
  if (!(await sees(world, actor, customer))) {
    throw new SopError('CustomerNotYours', 403, {
      zh: '该客户不在您可以查看的仓库中。',
      en: 'This customer is in no pool that you may see.',
    });
  }
  return customer;
}

async function sees(
  { customers, people }: { readonly customers: Pick<Customers, 'get'>; readonly people: Pick<People, 'get'> },
  actor: Actor,
  customer: Customer,
): Promise<boolean> {
  const { holder, lastHolder } = customer;
  if (lastHolder === undefined) return seesPool(people, actor, holder);
  if (await seesPool(people, actor, lastHolder)) return true;
  return seesPool(people, actor, (await survivorOf(customers, customer)).holder);
}

/** The refusal of an id that no customer has. @param id what was looked for: who looks for imports here is told where they are */
export function customerNotFound(id?: string): SopError {
  if (id === 'import') {
    return new SopError('CustomerNotFound', 404, {
      zh: '这里没有客户。您的导入列在 GET /customers/imports；新建导入用 POST /customers/import。',
      en: 'No customer is here. Your imports are listed at GET /customers/imports; POST /customers/import makes another.',
    });
  }
  return new SopError('CustomerNotFound', 404, {
    zh: '没有这个客户，请核对客户编号。',
    en: 'There is no such customer: check its id.',
  });
}
