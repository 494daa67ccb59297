import { type Application, subjectsOfEntry } from '../shared/domain/application.ts';
import type { Applications } from '../shared/domain/ports.ts';
import type { Assessment } from './assess-entry.ts';
import type { EntryRequest } from './enter-customer.ts';
import { applicationIdOf } from './entry-id.ts';

/**
 * Leaves an entry that may be a customer that is there already to the approval group (IN-4). Repeated under the same
 * idempotency key it is the same application; sent again in any other way, too, while the first is pending.
 * @returns the application that stands
 */
export async function submitApplication(
  applications: Pick<Applications, 'submit'>,
  { actor, facts, confirmed, identity, importId }: EntryRequest,
  { matches, claims }: Pick<Assessment, 'matches' | 'claims'>,
): Promise<Application> {
  return applications.submit({
    id: applicationIdOf(identity),
    kind: 'entry',
    status: 'OPEN',
    applicant: actor.id,
    facts,
    confirmed: [...(confirmed ?? [])],
    rivals: matches.map(({ customer }) => customer.id),
    subjects: subjectsOfEntry(facts.name, claims),
    createdAt: identity.at.toISOString(),
    ...(importId === undefined ? {} : { importId }),
  });
}
