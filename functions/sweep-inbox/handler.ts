import { absenceRecords } from '../shared/adapters/absence-records.ts';
import { caseRecords } from '../shared/adapters/case-records.ts';
import { dueRecords } from '../shared/adapters/due-records.ts';
import { handoverRecords } from '../shared/adapters/handover-records.ts';
import { linkSecret } from '../shared/adapters/link-secret.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { sesMailer } from '../shared/adapters/ses-mailer.ts';
import { taskRecords } from '../shared/adapters/task-records.ts';
import { lambda } from '../shared/runtime/lambda.ts';
import { observer } from '../shared/runtime/observer.ts';
import { env } from './contract.ts';
import { sweepInbox } from './sweep-inbox.ts';

/** Called every minute. */
export const handler = lambda({
  env,
  wire: (settings) => {
    const table = recordsTable(settings.RECORDS_TABLE);
    return {
      tasks: taskRecords(table),
      cases: caseRecords(table),
      people: personRecords(table),
      handovers: handoverRecords(table),
      absences: absenceRecords(table),
      dueWork: dueRecords(table),
      mailer: sesMailer({ from: settings.MAIL_FROM, configurationSet: settings.MAIL_CONFIGURATION_SET }),
      secrets: linkSecret(settings.LINK_SECRET_ARN),
      now: () => new Date(),
      observer,
      publicUrl: settings.PUBLIC_URL.replace(/\/$/, ''),
      replyDomain: settings.REPLY_DOMAIN,
    };
  },
  run: (world, _event: unknown) => sweepInbox(world),
});
