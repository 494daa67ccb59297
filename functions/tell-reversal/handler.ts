import { writtenMerge } from '../shared/adapters/customer-merges.ts';
import { customerRecords, writtenReversal } from '../shared/adapters/customer-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { getItem, recordsTable } from '../shared/adapters/records-table.ts';
import { sesMailer } from '../shared/adapters/ses-mailer.ts';
import { changeBatch } from '../shared/runtime/change-batch.ts';
import { observer } from '../shared/runtime/observer.ts';
import { env } from './contract.ts';
import { tellMerge } from './tell-merge.ts';
import { tellReversal } from './tell-reversal.ts';

/** Told of the reversals and the merges that have been written. */
export const handler = changeBatch({
  env,
  wire: ({ RECORDS_TABLE, MAIL_FROM, MAIL_CONFIGURATION_SET }) => {
    const table = recordsTable(RECORDS_TABLE);
    return {
      table,
      customers: customerRecords(table),
      people: personRecords(table),
      mailer: sesMailer({ from: MAIL_FROM, configurationSet: MAIL_CONFIGURATION_SET }),
      observer,
    };
  },
  change: async (world, key) => {
    const item = await getItem(world.table, key);
    const reversal = writtenReversal(item);
    if (reversal !== undefined) await tellReversal(world, reversal);
    const merge = writtenMerge(item);
    if (merge !== undefined) await tellMerge(world, merge);
  },
});
