import type { Person } from '../shared/domain/person.ts';
import type { Move } from '../shared/domain/pools.ts';
import type { Customers, Mailer, Observer, People } from '../shared/domain/ports.ts';
import { reversalNotice } from '../shared/mails/reversal-notice.ts';

export interface TellReversalWorld {
  readonly customers: Pick<Customers, 'get' | 'toldOfMove' | 'tellOfMove'>;
  readonly people: Pick<People, 'get' | 'withRole'>;
  readonly mailer: Mailer;
  readonly observer: Observer;
}

/** A larger group finds the reversal on the customer's record. */
const MOST_OF_GROUP = 20;

/**
 * IN-9: tells who lost a customer to a reversal, who was given it, and the approval group. Each is told once, however often
 * this runs; a crash between a mail and its record repeats that mail.
 */
export async function tellReversal(world: TellReversalWorld, move: Move): Promise<void> {
  const { customerId, to } = move;
  // It may have been in the public pool by then: who loses is whose claim was taken away.
  const from = move.voided ?? move.from;
  const [customer, loser, holder, by, group] = await Promise.all([
    world.customers.get(customerId),
    world.people.get(from),
    world.people.get(to),
    world.people.get(move.by),
    world.people.withRole('approval-group'),
  ]);
  if (customer === undefined) return;
  const names = { from: loser?.name ?? from, to: holder?.name ?? to, by: by?.name ?? move.by };
  for (const role of ['loser', 'holder'] as const) {
    if ((role === 'loser' ? loser : holder) === undefined) {
      world.observer.warn('reversal.nobody-to-tell', { customerId, role });
    }
  }
  const told = new Set(await world.customers.toldOfMove(move));
  const recipients: readonly (readonly ['loser' | 'holder' | 'group', Person | undefined])[] = [
    ['loser', loser],
    ['holder', holder],
    ...group.slice(0, MOST_OF_GROUP).map((person) => ['group', person] as const),
  ];
  for (const [role, person] of recipients) {
    if (person === undefined || told.has(person.id)) continue;
    told.add(person.id);
    const outcome = await world.mailer.send(reversalNotice({ role, person, names, move, customerName: customer.name }));
    if (outcome === 'refused') world.observer.warn('reversal.notice-refused', { customerId, role });
    await world.customers.tellOfMove(move, person.id);
  }
}
