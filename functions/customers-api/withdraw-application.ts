import type { Application } from '../shared/domain/application.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Applications, Now } from '../shared/domain/ports.ts';
import { applicationNotFound } from './decide-application.ts';

/**
 * The applicant takes an application back (IN-4), which nobody decides on then. Of a decision and this at the same moment
 * one counts; done twice it is done once.
 * @throws SopError ApplicationNotFound (404), ApplicationNotYours (403), ApplicationDecided (409)
 */
export async function withdrawApplication(
  world: { readonly applications: Pick<Applications, 'get' | 'end'>; readonly now: Now },
  actor: Actor,
  id: string,
): Promise<Application> {
  const application = await world.applications.get(id);
  if (application === undefined) throw applicationNotFound();
  if (application.applicant !== actor.id) {
    throw new SopError('ApplicationNotYours', 403, {
      zh: '只有申请人可以撤回申请。',
      en: 'Only the applicant withdraws an application.',
    });
  }
  const ended = { result: 'withdrawn' as const, by: actor.id, at: world.now().toISOString() };
  if (await world.applications.end(id, ended)) return { ...application, status: 'DECIDED', ended };
  const now = await world.applications.get(id);
  if (now?.ended?.result === 'withdrawn') return now;
  throw new SopError(
    'ApplicationDecided',
    409,
    {
      zh: '该申请已有决定或已结束，不能撤回。',
      en: 'This application is decided or over already: it cannot be withdrawn.',
    },
    { extension: now?.decision === undefined ? {} : { decision: now.decision } },
  );
}
