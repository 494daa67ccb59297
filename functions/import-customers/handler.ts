import { applicationRecords } from '../shared/adapters/application-records.ts';
import { customerRecords } from '../shared/adapters/customer-records.ts';
import { importRecords } from '../shared/adapters/import-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { s3Objects } from '../shared/adapters/s3-objects.ts';
import { ownCompaniesOf } from '../shared/domain/own-companies.ts';
import { workflowTask } from '../shared/runtime/workflow-task.ts';
import { env, input, output } from './contract.ts';
import { importCustomers } from './import-customers.ts';

/** How long one call works, in milliseconds; a part that was begun is finished, well before the function's time-out. */
const WORKS_FOR = 60_000;

export const handler = workflowTask(
  { env, input, output },
  {
    wire: ({ RECORDS_TABLE, DOCUMENTS_BUCKET, OWN_COMPANIES }) => {
      const table = recordsTable(RECORDS_TABLE);
      const { region, credentials } = table.client.config;
      return {
        customers: customerRecords(table),
        applications: applicationRecords(table),
        people: personRecords(table),
        ownCompanies: ownCompaniesOf(OWN_COMPANIES),
        imports: importRecords(table),
        objects: s3Objects(DOCUMENTS_BUCKET, { region, credentials, endpoint: process.env.AWS_ENDPOINT_URL }),
        now: () => new Date(),
      };
    },
    run: (world, { importId, only }) => importCustomers(world, importId, WORKS_FOR, only),
  },
);
