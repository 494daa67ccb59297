import type { Application } from '../shared/domain/application.ts';
import type { Customer } from '../shared/domain/customer.ts';
import { survivorOf } from '../shared/domain/customer-merge.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Actor } from '../shared/domain/person.ts';
import { mayAtAll } from '../shared/domain/pool-rights.ts';
import type { Applications, Customers, Page, PageRequest, People } from '../shared/domain/ports.ts';
import type { ApplicationDetail, RivalView } from './contract.ts';
import { applicationNotFound } from './decide-application.ts';
import { regionOfCustomer } from './entry-rights.ts';
import { holderName, masked } from './match-view.ts';
import { othersPending } from './others-pending.ts';

/** What reading applications needs of the world. */
export interface ReadApplicationWorld {
  readonly applications: Pick<Applications, 'get' | 'list' | 'openAbout'>;
  readonly customers: Pick<Customers, 'get'>;
  readonly people: Pick<People, 'get'>;
}

/**
 * An application with the customers it may be the same as beside it. Of those the approval group sees the names, who holds
 * them, the beginning of the address, the numbers' last digits and what the matcher makes of them; the applicant sees names
 * and holders. Of a transfer-in the approval group sees the regions, too.
 * @throws SopError ApplicationNotFound (404), ApplicationNotYours (403)
 */
export async function readApplication(
  world: ReadApplicationWorld,
  actor: Actor,
  id: string,
): Promise<ApplicationDetail> {
  const application = await world.applications.get(id);
  if (application === undefined) throw applicationNotFound();
  const decides = mayAtAll(actor, 'decide');
  if (application.applicant !== actor.id && !decides) throw applicationNotYours();
  const [others, ...rivals] = await Promise.all([
    application.status === 'OPEN' ? othersPending(world, application, { decides }) : {},
    ...application.rivals.map((rival) => rivalView(world, application, rival, decides)),
  ]);
  return {
    ...application,
    ...others,
    rivals: rivals.flatMap((rival) => rival ?? []),
    ...(decides && application.kind === 'transfer-in'
      ? { applicantRegions: await regionsOf(world, application.applicant) }
      : {}),
  };
}

async function regionsOf({ people }: ReadApplicationWorld, id: string): Promise<string[]> {
  const { regionName } = await import('../shared/domain/region.ts');
  return ((await people.get(id))?.regions ?? []).map(regionName);
}

/** One's own applications, newest first; for the approval group the open ones, oldest first. */
export function listApplications(
  world: ReadApplicationWorld,
  actor: Actor,
  page: PageRequest,
): Promise<Page<Application>> {
  const by = mayAtAll(actor, 'decide') ? ({ status: 'OPEN' } as const) : { applicant: actor.id };
  return world.applications.list(by, page);
}

/** As much of an address as tells the district. */
const SHOWN_OF_ADDRESS = 6;

async function rivalView(
  world: ReadApplicationWorld,
  application: Application,
  id: string,
  decides: boolean,
): Promise<RivalView | undefined> {
  const record = await world.customers.get(id);
  if (record === undefined) return undefined;
  const customer = await survivorOf(world.customers, record);
  const { name, landline, fax, address } = customer;
  const holder = {
    id: customer.holder,
    name: (await world.people.get(customer.holder))?.name ?? holderName(customer.holder),
  };
  if (!decides) return { name, holder };
  const characters = [...address];
  // The matcher's tables are loaded for whoever decides, not for every reader.
  const { likenessOf } = await import('./likeness.ts');
  const region = application.kind === 'transfer-in' ? await nameOfRegion(customer) : undefined;
  return {
    likeness: likenessOf(application.facts, customer, record),
    name,
    holder,
    landline: masked(landline),
    fax: masked(fax),
    address: `${characters.slice(0, SHOWN_OF_ADDRESS).join('')}${characters.length > SHOWN_OF_ADDRESS ? '***' : ''}`,
    ...(region === undefined ? {} : { region }),
  };
}

async function nameOfRegion(customer: Customer): Promise<string | undefined> {
  const region = await regionOfCustomer(customer);
  if (region === undefined) return undefined;
  const { regionName } = await import('../shared/domain/region.ts');
  return regionName(region);
}

function applicationNotYours(): SopError {
  return new SopError('ApplicationNotYours', 403, {
    zh: '只有申请人和审批组可以查看申请。',
    en: 'Only the applicant and the approval group see an application.',
  });
}
