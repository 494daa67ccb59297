import { indexItems } from '../shared/adapters/index-items.ts';
import { indexStates } from '../shared/adapters/index-states.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { workflowTask } from '../shared/runtime/workflow-task.ts';
import { env, input, output } from './contract.ts';
import { reindexCustomers } from './reindex-customers.ts';

/** How long one call works, in milliseconds; segments that were begun are finished, well before the function's time-out. */
const WORKS_FOR = 60_000;

export const handler = workflowTask(
  { env, input, output },
  {
    wire: ({ RECORDS_TABLE }) => {
      const table = recordsTable(RECORDS_TABLE);
      return {
        states: indexStates(table),
        items: indexItems(table),
        ruleSets: async () => (await import('../shared/domain/matching/blocking-rules.ts')).ruleSets,
        now: () => new Date(),
      };
    },
    run: (world, { start }) => reindexCustomers(world, start, WORKS_FOR),
  },
);
