import type { ClashNotice } from '../shared/domain/intake.ts';
import type { Customers, Mailer, Observer, People } from '../shared/domain/ports.ts';
import { clashMail } from '../shared/mails/clash-notice.ts';
import { tellCorrectionClash } from './tell-correction-clash.ts';

export interface TellClashWorld {
  readonly customers: Pick<Customers, 'get' | 'clash' | 'told'>;
  readonly people: Pick<People, 'get' | 'withRole'>;
  readonly mailer: Mailer;
  readonly observer: Observer;
  /** Where the inbox is, without a slash at the end. */
  readonly publicUrl: string;
}

/**
 * IN-3: reminds the finder of another's customer to hand the lead over, and tells the holder of it; of a correction that
 * clashes, the approval group too. Each is told once, however often this runs; a crash between a mail and its record repeats
 * that mail.
 */
export async function tellClash(world: TellClashWorld, written: ClashNotice): Promise<void> {
  const notice = await world.customers.clash(written);
  if (notice === undefined) return;
  if (notice.correctionOf !== undefined) return tellCorrectionClash(world, notice);
  const { customerId } = notice;
  const [customer, finder, holder] = await Promise.all([
    world.customers.get(customerId),
    world.people.get(notice.finder),
    world.people.get(notice.holder),
  ]);
  if (customer === undefined) return;
  const names = { finder: finder?.name ?? notice.finder, holder: holder?.name ?? notice.holder };
  for (const [role, person] of [
    ['finder', finder],
    ['holder', holder],
  ] as const) {
    if (person === undefined) {
      world.observer.warn('clash.nobody-to-tell', { customerId, role });
    } else if (!notice.told.includes(person.id)) {
      const outcome = await world.mailer.send(clashMail({ role, person, names, notice, customerName: customer.name }));
      if (outcome === 'refused') world.observer.warn('clash.notice-refused', { customerId, role });
      await world.customers.told(notice, person.id);
    }
  }
}
