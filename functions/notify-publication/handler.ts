import { caseRecords } from '../shared/adapters/case-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { sesMailer } from '../shared/adapters/ses-mailer.ts';
import { observer } from '../shared/runtime/observer.ts';
import { workflowTask } from '../shared/runtime/workflow-task.ts';
import * as contract from './contract.ts';
import { notifyPublication } from './notify-publication.ts';

/** Called after code 18, before the page is checked. */
export const handler = workflowTask(contract, {
  wire: (env) => {
    const table = recordsTable(env.RECORDS_TABLE);
    return {
      cases: caseRecords(table),
      people: personRecords(table),
      mailer: sesMailer({ from: env.MAIL_FROM, configurationSet: env.MAIL_CONFIGURATION_SET }),
      now: () => new Date(),
      observer,
    };
  },
  run: notifyPublication,
});
