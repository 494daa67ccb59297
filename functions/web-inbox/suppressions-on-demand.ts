import type { RecordsTable } from '../shared/adapters/records-table.ts';
import type { SuppressionList, Suppressions } from '../shared/domain/suppression.ts';

/** The addresses no mail is sent to. Headquarters look at them now and then: what reads and clears them is loaded then. */
export function suppressionsOnDemand(table: RecordsTable): Suppressions {
  const load = async (): Promise<Suppressions> =>
    (await import('../shared/adapters/suppression-records.ts')).suppressionRecords(table);
  return {
    list: async (page) => (await load()).list(page),
    get: async (hash) => (await load()).get(hash),
    clear: async (...clearing) => (await load()).clear(...clearing),
  };
}

/** The mail service's own list, likewise. */
export function suppressionListOnDemand({ client }: RecordsTable): SuppressionList {
  return {
    async remove(email) {
      const { sesSuppressionList } = await import('../shared/adapters/ses-suppression-list.ts');
      await sesSuppressionList({ ...client.config, endpoint: process.env.AWS_ENDPOINT_URL }).remove(email);
    },
  };
}
