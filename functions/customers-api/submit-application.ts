import type { Application } from '../shared/domain/application.ts';
import type { Applications } from '../shared/domain/ports.ts';
import type { Match } from './assess-entry.ts';
import type { EntryRequest } from './enter-customer.ts';

/**
 * Leaves an entry that may be a customer that is there already to the approval group (IN-4). Repeated under the same
 * idempotency key it is the same application.
 */
export async function submitApplication(
  applications: Pick<Applications, 'submit'>,
  { actor, facts, confirmed, identity, importId }: EntryRequest,
  matches: readonly Match[],
): Promise<Application> {
  const application: Application = {
    id: `A-${identity.code(10, 0)}`,
    kind: 'entry',
    status: 'OPEN',
    applicant: actor.id,
    facts,
    confirmed: [...(confirmed ?? [])],
    rivals: matches.map(({ customer }) => customer.id),
    createdAt: identity.at.toISOString(),
    ...(importId === undefined ? {} : { importId }),
  };
  await applications.submit(application);
  return application;
}
