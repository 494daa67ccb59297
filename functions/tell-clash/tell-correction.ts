import type { CustomerCorrections, ReplacedFacts } from '../shared/domain/customer-correction.ts';
import { isPublic } from '../shared/domain/pools.ts';
import type { Customers, Mailer, Observer, People } from '../shared/domain/ports.ts';
import { correctionNotice } from '../shared/mails/correction-notice.ts';

export interface TellCorrectionWorld {
  readonly customers: Pick<Customers, 'get'> & Pick<CustomerCorrections, 'toldOfCorrection' | 'tellOfCorrection'>;
  readonly people: Pick<People, 'get'>;
  readonly mailer: Mailer;
  readonly observer: Observer;
}

/**
 * Tells the holder of a customer whose facts somebody else corrected, such as the approval group that settled what the
 * holder proposed (IN-6). Told once, however often this runs; a crash between the mail and its record repeats the mail.
 */
export async function tellCorrection(world: TellCorrectionWorld, replaced: ReplacedFacts): Promise<void> {
  const { customerId, by } = replaced;
  const customer = await world.customers.get(customerId);
  if (customer === undefined || customer.mergedInto !== undefined) return;
  const { holder } = customer;
  if (holder === by || isPublic(holder) || (await world.customers.toldOfCorrection(replaced)).includes(holder)) return;
  const [person, corrector] = await Promise.all([world.people.get(holder), world.people.get(by)]);
  if (person === undefined) {
    world.observer.warn('correction.nobody-to-tell', { customerId });
    return;
  }
  const mail = correctionNotice({ person, by: corrector?.name ?? by, replaced, customer });
  if ((await world.mailer.send(mail)) === 'refused') world.observer.warn('correction.notice-refused', { customerId });
  await world.customers.tellOfCorrection(replaced, person.id);
}
