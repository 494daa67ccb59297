import type { Person } from '../shared/domain/person.ts';
import { isPublic, type Move } from '../shared/domain/pools.ts';
import type { Customers, Mailer, Observer, People } from '../shared/domain/ports.ts';
import { type MergeNotice, mergeNotice } from '../shared/mails/merge-notice.ts';

export interface TellMergeWorld {
  readonly customers: Pick<Customers, 'get' | 'toldOfMove' | 'tellOfMove'>;
  readonly people: Pick<People, 'get'>;
  readonly mailer: Mailer;
  readonly observer: Observer;
}

/**
 * Tells who held a record that was merged, and who holds the one that goes on. Each is told once, however often this runs; a
 * crash between a mail and its record repeats that mail.
 */
export async function tellMerge(world: TellMergeWorld, move: Move): Promise<void> {
  const { customerId, from, into = '' } = move;
  const [merged, survivor, by] = await Promise.all([
    world.customers.get(customerId),
    world.customers.get(into),
    world.people.get(move.by),
  ]);
  if (merged === undefined || survivor === undefined) return;
  // It may have been merged itself by then.
  const owner = survivor.lastHolder ?? survivor.holder;
  const holders = from === owner ? [from] : [from, owner];
  const holder = await world.people.get(owner);
  const names = {
    holder: isPublic(owner) ? '公海 · the public pool' : (holder?.name ?? owner),
    by: by?.name ?? move.by,
  };
  const told = new Set(await world.customers.toldOfMove(move));
  for (const id of holders.filter((each) => !isPublic(each) && !told.has(each))) {
    const role: MergeNotice['role'] = from === owner ? 'both' : id === from ? 'ended' : 'goes-on';
    const person: Person | undefined = id === owner ? holder : await world.people.get(id);
    if (person === undefined) {
      world.observer.warn('merge.nobody-to-tell', { customerId, role });
      continue;
    }
    const outcome = await world.mailer.send(mergeNotice({ role, person, names, move, merged, survivor }));
    if (outcome === 'refused') world.observer.warn('merge.notice-refused', { customerId, role });
    await world.customers.tellOfMove(move, person.id);
  }
}
