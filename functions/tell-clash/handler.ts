import { customerRecords, writtenClash } from '../shared/adapters/customer-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { sesMailer } from '../shared/adapters/ses-mailer.ts';
import { observer } from '../shared/runtime/observer.ts';
import { streamBatch } from '../shared/runtime/stream-batch.ts';
import { env } from './contract.ts';
import { tellClash } from './tell-clash.ts';

/** Fed by the table's stream with the clashes that have been written. */
export const handler = streamBatch({
  env,
  wire: ({ RECORDS_TABLE, MAIL_FROM, MAIL_CONFIGURATION_SET }) => {
    const table = recordsTable(RECORDS_TABLE);
    return {
      customers: customerRecords(table),
      people: personRecords(table),
      mailer: sesMailer({ from: MAIL_FROM, configurationSet: MAIL_CONFIGURATION_SET }),
      observer,
    };
  },
  record: async (world, { dynamodb }) => {
    const clash = writtenClash(dynamodb?.NewImage);
    if (clash !== undefined) await tellClash(world, clash);
  },
});
