import type { CustomerImports, ImportClashes } from '../shared/domain/customer-import.ts';
import type { Customers, Mailer, Observer, People } from '../shared/domain/ports.ts';
import { importClashMail } from '../shared/mails/import-clash-notice.ts';

export interface TellImportClashesWorld {
  readonly imports: Pick<CustomerImports, 'clashes' | 'toldClashes'>;
  readonly customers: Pick<Customers, 'get'>;
  readonly people: Pick<People, 'get'>;
  readonly mailer: Mailer;
  readonly observer: Observer;
}

/**
 * IN-3: tells a holder in one mail which rows of an import are customers of theirs. Told once, however often this runs; a
 * crash between the mail and its record repeats the mail.
 */
export async function tellImportClashes(world: TellImportClashesWorld, written: ImportClashes): Promise<void> {
  const { importId, holder } = written;
  const found = await world.imports.clashes(importId, holder);
  if (found === undefined || found.told) return;
  const person = await world.people.get(holder);
  if (person === undefined) {
    world.observer.warn('clash.nobody-to-tell', { importId, role: 'holder' });
  } else {
    const ids = (of: readonly string[]): readonly string[] => [...new Set(of)];
    const people = await named(ids([found.by, ...found.clashes.map(({ finder }) => finder)]), world.people.get);
    const customers = await named(ids(found.clashes.map(({ customerId }) => customerId)), world.customers.get);
    const outcome = await world.mailer.send(importClashMail({ person, clashes: found, people, customers }));
    if (outcome === 'refused') world.observer.warn('clash.notice-refused', { importId, role: 'holder' });
  }
  await world.imports.toldClashes(importId, holder);
}

/** So many are looked up at a time. */
const AT_ONCE = 20;

async function named(
  ids: readonly string[],
  get: (id: string) => Promise<{ readonly name: string } | undefined>,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE);
    const found = await Promise.all(some.map(get));
    for (const [index, one] of found.entries()) if (one !== undefined) names.set(some[index] ?? '', one.name);
  }
  return names;
}
