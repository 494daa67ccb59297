import { applicationRecords } from '../../functions/shared/adapters/application-records.ts';
import { customerRecords } from '../../functions/shared/adapters/customer-records.ts';
import { importRecords } from '../../functions/shared/adapters/import-records.ts';
import { personRecords } from '../../functions/shared/adapters/person-records.ts';
import { recordsTable } from '../../functions/shared/adapters/records-table.ts';

/** What an import reads and writes, in the table of an emulator. */
export function recordsOf(url: string, name: string) {
  const table = recordsTable(name, {
    endpoint: url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return {
    customers: customerRecords(table),
    applications: applicationRecords(table),
    people: personRecords(table),
    imports: importRecords(table),
  };
}
