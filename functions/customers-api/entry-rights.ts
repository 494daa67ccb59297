import type { Customer } from '../shared/domain/customer.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Person } from '../shared/domain/person.ts';
import { isInRegion } from '../shared/domain/pools.ts';

/**
 * The region of a customer (IN-4): as written, else read from its facts.
 * @returns a division code; undefined where nothing tells
 */
export async function regionOfCustomer(customer: Customer): Promise<string | undefined> {
  if (customer.region !== undefined) return customer.region;
  // The tables of regions are loaded where they are needed only.
  const { regionOfFacts } = await import('../shared/domain/region.ts');
  return regionOfFacts(customer);
}

/**
 * IN-4: a customer of the public pool is picked by whoever works in its region; others apply for it.
 * @throws SopError OtherRegion (409)
 */
export async function mustBeInRegion(person: Pick<Person, 'regions'> | undefined, customer: Customer): Promise<void> {
  if (person?.regions === undefined) return;
  const region = await regionOfCustomer(customer);
  if (region === undefined || isInRegion(person.regions, region)) return;
  const { regionName } = await import('../shared/domain/region.ts');
  const name = regionName(region);
  const own = person.regions.map(regionName).join('、');
  throw new SopError(
    'OtherRegion',
    409,
    {
      zh: `该客户在公海，但属于${name}，不在您的区域（${own}）。如需要，请提交调入申请：POST /customers/${customer.id}/transfer-in，由审批组决定。`,
      en: `This customer is in the public pool, but of ${name}, which is not your region (${own}). Apply for its transfer-in at POST /customers/${customer.id}/transfer-in; the approval group decides.`,
    },
    { extension: { customerId: customer.id, region } },
  );
}

/** The refusal of whose account was closed (IN-8). */
export function accountClosed(): SopError {
  return new SopError('AccountClosed', 403, {
    zh: '您的账号已关闭，请联系渠道经理。',
    en: 'Your account is closed: ask your channel manager.',
  });
}
