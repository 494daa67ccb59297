import type { RecordsTable } from '../shared/adapters/records-table.ts';
import type { InboxWorld } from './inbox-world.ts';

/** The applications; loaded when a page needs them, not at every start. */
export function applicationsOnDemand(table: RecordsTable): InboxWorld['applications'] {
  const records = async () => (await import('../shared/adapters/application-records.ts')).applicationRecords(table);
  return {
    submit: async (application) => (await records()).submit(application),
    get: async (id) => (await records()).get(id),
    list: async (by, page) => (await records()).list(by, page),
    decide: async (id, decision) => (await records()).decide(id, decision),
    openAbout: async (subjects) => (await records()).openAbout(subjects),
  };
}
