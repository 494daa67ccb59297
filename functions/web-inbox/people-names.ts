import { contactId } from '../shared/domain/assignment.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import type { People } from '../shared/domain/ports.ts';

/** Tells what people are called; somebody the directory does not have goes by their user name. */
export async function namesOf(
  people: Pick<People, 'get'>,
  ids: readonly (string | undefined)[],
  salesCase?: Pick<SalesCase, 'id' | 'contact'>,
): Promise<(id: string) => string> {
  const contact = salesCase === undefined ? undefined : contactId(salesCase.id);
  const staff = [...new Set(ids)].filter((id) => id !== undefined && id !== contact).map(String);
  const known = new Map(await Promise.all(staff.map(async (id) => [id, (await people.get(id))?.name] as const)));
  return (id) => (id === contact ? (salesCase?.contact.name ?? id) : (known.get(id) ?? id));
}
