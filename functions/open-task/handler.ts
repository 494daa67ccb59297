import { absenceRecords } from '../shared/adapters/absence-records.ts';
import { caseRecords } from '../shared/adapters/case-records.ts';
import { linkSecret } from '../shared/adapters/link-secret.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { sesMailer } from '../shared/adapters/ses-mailer.ts';
import { taskRecords } from '../shared/adapters/task-records.ts';
import { calendarOf } from '../shared/domain/calendar.ts';
import { observer } from '../shared/runtime/observer.ts';
import { workflowTask } from '../shared/runtime/workflow-task.ts';
import * as contract from './contract.ts';
import { openTask } from './open-task.ts';

/** Called by every state that waits for a person, with the state's task token. */
export const handler = workflowTask(contract, {
  wire: (env) => {
    const table = recordsTable(env.RECORDS_TABLE);
    return {
      cases: caseRecords(table),
      tasks: taskRecords(table),
      absences: absenceRecords(table),
      people: personRecords(table),
      mailer: sesMailer({ from: env.MAIL_FROM, configurationSet: env.MAIL_CONFIGURATION_SET }),
      secrets: linkSecret(env.LINK_SECRET_ARN),
      now: () => new Date(),
      observer,
      calendar: calendarOf(env.WORK_CALENDAR),
      publicUrl: env.PUBLIC_URL.replace(/\/$/, ''),
      replyDomain: env.REPLY_DOMAIN,
    };
  },
  run: openTask,
});
