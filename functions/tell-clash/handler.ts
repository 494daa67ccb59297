import { customerCorrections, writtenCorrection } from '../shared/adapters/customer-corrections.ts';
import { customerRecords, writtenClash } from '../shared/adapters/customer-records.ts';
import { importRecords, writtenImportClashes } from '../shared/adapters/import-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { getItem, recordsTable } from '../shared/adapters/records-table.ts';
import { sesMailer } from '../shared/adapters/ses-mailer.ts';
import { changeBatch } from '../shared/runtime/change-batch.ts';
import { observer } from '../shared/runtime/observer.ts';
import { env } from './contract.ts';
import { tellClash } from './tell-clash.ts';
import { tellCorrection } from './tell-correction.ts';
import { tellImportClashes } from './tell-import-clashes.ts';

/** Told of the clashes that have been written, by one entry or by an import that is done, and of corrected facts. */
export const handler = changeBatch({
  env,
  wire: ({ RECORDS_TABLE, MAIL_FROM, MAIL_CONFIGURATION_SET, PUBLIC_URL }) => {
    const table = recordsTable(RECORDS_TABLE);
    return {
      table,
      customers: { ...customerRecords(table), ...customerCorrections(table) },
      imports: importRecords(table),
      people: personRecords(table),
      mailer: sesMailer({ from: MAIL_FROM, configurationSet: MAIL_CONFIGURATION_SET }),
      observer,
      publicUrl: PUBLIC_URL,
    };
  },
  change: async (world, key) => {
    const item = await getItem(world.table, key);
    const clash = writtenClash(item);
    if (clash !== undefined) await tellClash(world, clash);
    const correction = writtenCorrection(item);
    if (correction !== undefined) await tellCorrection(world, correction);
    const ofImport = writtenImportClashes(item);
    if (ofImport !== undefined) await tellImportClashes(world, ofImport);
  },
});
