import type { Met } from '../customers-api/assess-entry.ts';
import type { Application } from '../shared/domain/application.ts';
import { SALESPERSON_CAPACITY } from '../shared/domain/intake.ts';
import type { Applications, Customers, Mailer, Observer, People } from '../shared/domain/ports.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import { applicationNotice } from '../shared/mails/application-notice.ts';
import type { Input, Output } from './contract.ts';

export interface SettleApplicationWorld {
  readonly applications: Pick<Applications, 'get' | 'close'>;
  readonly customers: Pick<Customers, 'enter' | 'get' | 'turns' | 'index'>;
  readonly people: Pick<People, 'get'>;
  readonly mailer: Mailer;
  readonly observer: Observer;
}

/** How often an entry is checked anew because a lookalike was entered since the check. */
const MAX_ROUNDS = 10;

/**
 * Carries out what the approval group decided (IN-4): enters the customer or not, tells the applicant, closes the
 * application. What nobody decided on is closed as expired. However often it runs it enters one customer; a crash between
 * mail and closing repeats the mail.
 * @throws Error `ApplicationUnknown`
 */
export async function settleApplication(world: SettleApplicationWorld, { applicationId }: Input): Promise<Output> {
  const application = await world.applications.get(applicationId);
  if (application === undefined) throw applicationUnknown(applicationId);
  const { status, result, customerId } = application;
  if (status === 'CLOSED' && result !== undefined) {
    return { result, ...(customerId === undefined ? {} : { customerId }) };
  }
  const settled = await outcomeOf(world, application);
  const person = await world.people.get(application.applicant);
  if (person === undefined) world.observer.warn('application.nobody-to-tell', { applicationId });
  else {
    const sent = await world.mailer.send(applicationNotice({ person, application, result: settled.result }));
    if (sent === 'refused') world.observer.warn('application.notice-refused', { applicationId });
  }
  await world.applications.close(applicationId, settled.result, settled.customerId);
  return settled;
}

async function outcomeOf(world: SettleApplicationWorld, application: Application): Promise<Output> {
  if (application.decision === undefined) return { result: 'expired' };
  if (application.decision.outcome === 'refused') return { result: 'refused' };
  return enter(world, application);
}

/** Enters the customer, whatever it has in common with those the approval group has told it apart from. */
async function enter(world: SettleApplicationWorld, application: Application): Promise<Output> {
  const id = `C-${application.id.slice(2)}`;
  if ((await world.customers.get(id)) !== undefined) return { result: 'entered', customerId: id };
  const { assessEntry } = await import('../customers-api/assess-entry.ts');
  const { facts, applicant, confirmed, rivals, decision } = application;
  const toldApart = new Set(rivals);
  const shared = new Set<string>();
  const met: Met[] = [];
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const assessed = await assessEntry(world.customers, facts, undefined, met);
    const since = assessed.matches.some(
      ({ verdict, customer }) => verdict === 'duplicate' && !toldApart.has(customer.id),
    );
    if (since) return { result: 'duplicate-since' };
    const customer = {
      ...facts,
      id,
      holder: applicant,
      createdAt: decision?.at ?? application.createdAt,
      ...(confirmed.length === 0 ? {} : { confirmed }),
    };
    const claims = assessed.claims.filter((claim) => !shared.has(claim));
    const result = await world.customers.enter(customer, claims, {
      postings: assessed.postings(id),
      turns: assessed.turns,
      pool: { owner: applicant, capacity: SALESPERSON_CAPACITY },
    });
    if (result.entered) return { result: 'entered', customerId: id };
    if ('full' in result) return { result: 'pool-full' };
    if ('overtakenBy' in result) met.push({ customerId: result.overtakenBy });
    // A number may be shared with whoever; a name only with a customer that was compared.
    else if (toldApart.has(result.customerId) || result.clash.startsWith('phone:')) shared.add(result.clash);
    else met.push({ customerId: result.customerId, claim: result.clash });
  }
  throw new TransientFailure(new Error('Lookalikes kept being entered while an application was carried out'));
}

function applicationUnknown(id: string): Error {
  const error = new Error(`There is no application ${id}`);
  error.name = 'ApplicationUnknown';
  return error;
}
