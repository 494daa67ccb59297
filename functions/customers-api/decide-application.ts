import type { Application } from '../shared/domain/application.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Actor } from '../shared/domain/person.ts';
import { mayAtAll } from '../shared/domain/pool-rights.ts';
import type { Applications, Customers, Now } from '../shared/domain/ports.ts';
import type { Way } from '../shared/domain/task.ts';
import type { ApplicationAnswer } from './contract.ts';

/**
 * The approval group's word on an application (IN-4): the first one counts. Nobody decides on their own application, nor on
 * one that is about a customer of theirs. The state that waits for it learns of it through the outbox, and carries it out.
 * @throws SopError RoleMissing (403), ApplicationYourOwn (403), ApplicationNotFound (404), ApplicationDecided (409),
 *   ReasonMissing (422)
 */
export async function decideApplication(
  world: {
    readonly applications: Pick<Applications, 'get' | 'decide'>;
    readonly customers: Pick<Customers, 'get'>;
    readonly now: Now;
  },
  actor: Actor,
  id: string,
  { outcome, comment = '' }: ApplicationAnswer,
  via: Way = 'api',
): Promise<Application> {
  if (!mayAtAll(actor, 'decide')) {
    throw new SopError('RoleMissing', 403, {
      zh: '只有审批组可以决定申请。',
      en: 'Only the approval group decides on applications.',
    });
  }
  const application = await world.applications.get(id);
  if (application === undefined) throw applicationNotFound();
  if (application.applicant === actor.id) {
    throw new SopError('ApplicationYourOwn', 403, {
      zh: '不能决定自己的申请，请由其他同事决定。',
      en: 'Nobody decides on their own application: leave it to a colleague.',
    });
  }
  const rivals = await Promise.all(application.rivals.map((rival) => world.customers.get(rival)));
  if (rivals.some((rival) => rival?.holder === actor.id)) {
    throw new SopError('ApplicationYourOwn', 403, {
      zh: '申请涉及您自己仓库中的客户，请由其他同事决定。',
      en: 'The application is about a customer of your own pool: leave it to a colleague.',
    });
  }
  if (outcome === 'refused' && comment === '') throw reasonMissing();
  const decision = { outcome, comment, by: actor.id, via, at: world.now().toISOString() };
  if (await world.applications.decide(id, decision)) return { ...application, status: 'DECIDED', decision };
  const now = await world.applications.get(id);
  throw new SopError(
    'ApplicationDecided',
    409,
    { zh: '该申请已有决定、已撤回或已结束。', en: 'This application is decided, withdrawn or over already.' },
    { extension: now?.decision === undefined ? {} : { decision: now.decision } },
  );
}

function reasonMissing(): SopError {
  const text = { zh: '不通过须写明理由，申请人会看到。', en: 'A refusal needs its reason; the applicant reads it.' };
  return new SopError('ReasonMissing', 422, text, { fields: [{ pointer: '/comment', text }] });
}

/** The refusal of an id that no application has. */
export function applicationNotFound(): SopError {
  return new SopError('ApplicationNotFound', 404, {
    zh: '没有这个申请，请核对申请编号。',
    en: 'There is no such application: check its id.',
  });
}
