import { applicationRecords } from '../shared/adapters/application-records.ts';
import { importRecords } from '../shared/adapters/import-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { sesMailer } from '../shared/adapters/ses-mailer.ts';
import { observer } from '../shared/runtime/observer.ts';
import { workflowTask } from '../shared/runtime/workflow-task.ts';
import * as contract from './contract.ts';
import { openApplication } from './open-application.ts';

/** Called by the state that waits for the approval group. */
export const handler = workflowTask(contract, {
  wire: ({ RECORDS_TABLE, MAIL_FROM, MAIL_CONFIGURATION_SET, PUBLIC_URL }) => {
    const table = recordsTable(RECORDS_TABLE);
    return {
      applications: applicationRecords(table),
      imports: importRecords(table),
      people: personRecords(table),
      mailer: sesMailer({ from: MAIL_FROM, configurationSet: MAIL_CONFIGURATION_SET }),
      observer,
      publicUrl: PUBLIC_URL.replace(/\/$/, ''),
    };
  },
  run: openApplication,
});
