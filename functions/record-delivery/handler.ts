import { absenceRecords } from '../shared/adapters/absence-records.ts';
import { caseRecords } from '../shared/adapters/case-records.ts';
import { deliveryRecords } from '../shared/adapters/delivery-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { sesMailer } from '../shared/adapters/ses-mailer.ts';
import { taskRecords } from '../shared/adapters/task-records.ts';
import { observer } from '../shared/runtime/observer.ts';
import { workflowTask } from '../shared/runtime/workflow-task.ts';
import * as contract from './contract.ts';
import { recordDelivery } from './record-delivery.ts';

/** Told by EventBridge what SES says of mails that bounced, were complained of, or are late. */
export const handler = workflowTask(contract, {
  wire: (settings) => {
    const table = recordsTable(settings.RECORDS_TABLE);
    return {
      tasks: taskRecords(table),
      cases: caseRecords(table),
      people: personRecords(table),
      absences: absenceRecords(table),
      deliveries: deliveryRecords(table),
      mailer: sesMailer({ from: settings.MAIL_FROM, configurationSet: settings.MAIL_CONFIGURATION_SET }),
      now: () => new Date(),
      observer,
      publicUrl: settings.PUBLIC_URL.replace(/\/$/, ''),
    };
  },
  run: recordDelivery,
});
