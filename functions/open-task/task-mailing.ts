import type * as z from 'zod/mini';
import { absenceRecords } from '../shared/adapters/absence-records.ts';
import { caseRecords } from '../shared/adapters/case-records.ts';
import { linkSecret } from '../shared/adapters/link-secret.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import type { RecordsTable } from '../shared/adapters/records-table.ts';
import { sesMailer } from '../shared/adapters/ses-mailer.ts';
import { taskRecords } from '../shared/adapters/task-records.ts';
import { observer } from '../shared/runtime/observer.ts';
import type { env } from './contract.ts';

/** What every function works with that hands tasks to people and mails them their links. */
export function taskMailing(table: RecordsTable, settings: z.infer<typeof env>) {
  return {
    cases: caseRecords(table),
    tasks: taskRecords(table),
    absences: absenceRecords(table),
    people: personRecords(table),
    mailer: sesMailer({ from: settings.MAIL_FROM, configurationSet: settings.MAIL_CONFIGURATION_SET }),
    secrets: linkSecret(settings.LINK_SECRET_ARN),
    now: () => new Date(),
    observer,
    publicUrl: settings.PUBLIC_URL.replace(/\/$/, ''),
    replyDomain: settings.REPLY_DOMAIN,
  };
}
