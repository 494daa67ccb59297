import { applicationRecords } from '../shared/adapters/application-records.ts';
import { customerRecords } from '../shared/adapters/customer-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { sesMailer } from '../shared/adapters/ses-mailer.ts';
import { observer } from '../shared/runtime/observer.ts';
import { workflowTask } from '../shared/runtime/workflow-task.ts';
import * as contract from './contract.ts';
import { settleApplication } from './settle-application.ts';

/** Called once an application is decided or expired. */
export const handler = workflowTask(contract, {
  wire: ({ RECORDS_TABLE, MAIL_FROM, MAIL_CONFIGURATION_SET, PUBLIC_URL }) => {
    const table = recordsTable(RECORDS_TABLE);
    return {
      applications: applicationRecords(table),
      customers: customerRecords(table),
      people: personRecords(table),
      mailer: sesMailer({ from: MAIL_FROM, configurationSet: MAIL_CONFIGURATION_SET }),
      now: () => new Date(),
      observer,
      publicUrl: PUBLIC_URL.replace(/\/$/, ''),
    };
  },
  run: settleApplication,
});
