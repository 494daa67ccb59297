import type { CustomerImports } from '../shared/domain/customer-import.ts';
import type { Applications, Mailer, Observer, People } from '../shared/domain/ports.ts';
import { applicationNotice } from '../shared/mails/application-notice.ts';
import type { Input, Output } from './contract.ts';

export interface OpenApplicationWorld {
  readonly applications: Pick<Applications, 'get' | 'await'>;
  readonly imports: Pick<CustomerImports, 'speaksFor'>;
  readonly people: Pick<People, 'withRole'>;
  readonly mailer: Mailer;
  readonly observer: Observer;
  /** Where the inbox is, without a slash at the end. */
  readonly publicUrl: string;
}

/** A larger group finds the application in its list. */
const MOST_ASKED = 20;

/**
 * IN-4: asks the approval group to decide on an application, and keeps the token of the state that waits. Where the
 * decision was faster than the state, keeping the token is what delivers it. Of an import's applications the first one's
 * mail speaks for all. Repeated after a failure, it asks again.
 * @throws Error `ApplicationUnknown`
 */
export async function openApplication(
  world: OpenApplicationWorld,
  { applicationId, taskToken }: Input,
): Promise<Output> {
  const application = await world.applications.get(applicationId);
  if (application === undefined) throw applicationUnknown(applicationId);
  await world.applications.await(applicationId, taskToken);
  if (application.status !== 'OPEN') return { asked: 0 };
  const { importId } = application;
  if (importId !== undefined && !(await world.imports.speaksFor(importId, applicationId))) return { asked: 0 };
  const group = await world.people.withRole('approval-group');
  const deciders = group.filter(({ id }) => id !== application.applicant).slice(0, MOST_ASKED);
  if (deciders.length === 0) world.observer.warn('application.nobody-to-ask', { applicationId });
  for (const person of deciders) {
    const outcome = await world.mailer.send(applicationNotice({ person, application, publicUrl: world.publicUrl }));
    if (outcome === 'refused') world.observer.warn('application.notice-refused', { applicationId });
  }
  return { asked: deciders.length };
}

function applicationUnknown(id: string): Error {
  const error = new Error(`There is no application ${id}`);
  error.name = 'ApplicationUnknown';
  return error;
}
