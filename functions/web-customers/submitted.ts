import { applicationIdOf } from '../customers-api/entry-id.ts';
import { withdrawApplication } from '../customers-api/withdraw-application.ts';
import type { Application } from '../shared/domain/application.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Identity } from '../shared/http/identity.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import type { CustomersAsked } from './customers-world.ts';

const applicationsPath = '/inbox/applications';

/** Where the applicant sees the application, which says so where it was there before this request. */
export function addressOfApplication({ id }: Application, identity: Identity): string {
  return `${applicationsPath}/${id}${id === applicationIdOf(identity) ? '' : '?again=1'}`;
}

/**
 * `POST /inbox/customers/applications/{id}`: its applicant takes it back. Where it was decided meanwhile its page says how.
 * @throws SopError ApplicationNotFound (404), ApplicationNotYours (403)
 */
export async function submitWithdrawal({ world, reader }: CustomersAsked, id: string): Promise<PageAnswer> {
  try {
    await withdrawApplication(world, reader, id);
  } catch (error) {
    if (!(error instanceof SopError) || error.name !== 'ApplicationDecided') throw error;
  }
  return seeOther(`${applicationsPath}/${id}`);
}
