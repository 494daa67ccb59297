import { subjectOfTransferIn } from '../shared/domain/application.ts';
import { isPublic, type Move } from '../shared/domain/pools.ts';
import type { Applications, Now } from '../shared/domain/ports.ts';

export interface EndOvertakenWorld {
  readonly applications: Pick<Applications, 'openAbout' | 'end'>;
  readonly now: Now;
}

/**
 * IN-4: once a customer has left the public pool, nobody can be given it on application: those that are open about it end,
 * and their applicants are told, instead of waiting for a decision that cannot be carried out. Those sent since it came back
 * are left alone, and so is the one it was given on.
 */
export async function endOvertaken(
  { applications, now }: EndOvertakenWorld,
  { customerId, from, to, at, application }: Move,
): Promise<void> {
  if (!isPublic(from) || isPublic(to)) return;
  for (const open of await applications.openAbout([subjectOfTransferIn(customerId)])) {
    if (open.createdAt > at) continue;
    await applications.end(open.id, {
      result: 'taken-since',
      at: now().toISOString(),
      ...(application === undefined ? {} : { acceptedInstead: application }),
    });
  }
}
