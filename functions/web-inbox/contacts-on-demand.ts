import type { RecordsTable } from '../shared/adapters/records-table.ts';
import type { CaseContacts } from '../shared/domain/ports.ts';

/** The contacts of the cases. They are seldom put right: what does it is loaded when one is. */
export function contactsOnDemand(table: RecordsTable): CaseContacts {
  const load = async (): Promise<CaseContacts> =>
    (await import('../shared/adapters/case-contact-records.ts')).caseContactRecords(table);
  return {
    change: async (...change) => (await load()).change(...change),
    reissue: async (reissue) => (await load()).reissue(reissue),
  };
}
