import type { ClashNotice } from '../shared/domain/intake.ts';
import type { Person } from '../shared/domain/person.ts';
import { isPublic } from '../shared/domain/pools.ts';
import type { Customers, Mailer, Observer, People } from '../shared/domain/ports.ts';
import { type CorrectionClashMail, correctionClashMail } from '../shared/mails/correction-clash-notice.ts';

export interface TellCorrectionClashWorld {
  readonly customers: Pick<Customers, 'get' | 'clash' | 'told'>;
  readonly people: Pick<People, 'get' | 'withRole'>;
  readonly mailer: Mailer;
  readonly observer: Observer;
  /** Where the inbox is, without a slash at the end. */
  readonly publicUrl: string;
}

/** A larger group finds the correction on the customer's page. */
const MOST_OF_GROUP = 20;

/**
 * IN-6: tells who corrected a customer's facts, who holds the customer they look like then, and the approval group, which
 * settles it. Each is told once, however often this runs; a crash between a mail and its record repeats that mail.
 */
export async function tellCorrectionClash(world: TellCorrectionClashWorld, notice: ClashNotice): Promise<void> {
  const { customerId, correctionOf = '' } = notice;
  const { publicUrl } = world;
  const [rival, corrected, finder, holder, group] = await Promise.all([
    world.customers.get(customerId),
    world.customers.get(correctionOf),
    world.people.get(notice.finder),
    world.people.get(notice.holder),
    world.people.withRole('approval-group'),
  ]);
  if (rival === undefined || corrected === undefined) return;
  const names = {
    finder: finder?.name ?? notice.finder,
    holder: isPublic(notice.holder) ? '公海 · the public pool' : (holder?.name ?? notice.holder),
  };
  const nobody = isPublic(notice.holder) || notice.holder === notice.finder;
  const recipients: readonly (readonly [CorrectionClashMail['role'], Person | undefined])[] = [
    ['finder', finder],
    ...(nobody ? [] : [['holder', holder] as const]),
    ...(notice.settle === true ? group : []).slice(0, MOST_OF_GROUP).map((person) => ['group', person] as const),
  ];
  const told = new Set(notice.told);
  for (const [role, person] of recipients) {
    if (person === undefined) {
      world.observer.warn('clash.nobody-to-tell', { customerId, role });
    } else if (!told.has(person.id)) {
      told.add(person.id);
      const mail = correctionClashMail({ role, person, names, notice, corrected, rival, publicUrl });
      if ((await world.mailer.send(mail)) === 'refused') {
        world.observer.warn('clash.notice-refused', { customerId, role });
      }
      await world.customers.told(notice, person.id);
    }
  }
}
