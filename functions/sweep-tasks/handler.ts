import { absenceRecords } from '../shared/adapters/absence-records.ts';
import { caseRecords } from '../shared/adapters/case-records.ts';
import { handoverRecords } from '../shared/adapters/handover-records.ts';
import { ladderRecords } from '../shared/adapters/ladder-records.ts';
import { linkSecret } from '../shared/adapters/link-secret.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { sesMailer } from '../shared/adapters/ses-mailer.ts';
import { taskRecords } from '../shared/adapters/task-records.ts';
import { calendarOf } from '../shared/domain/calendar.ts';
import { lambda } from '../shared/runtime/lambda.ts';
import { observer } from '../shared/runtime/observer.ts';
import { env, type Output } from './contract.ts';
import { sweepTasks } from './sweep-tasks.ts';

/** No new batch is begun with less than this many milliseconds left. */
const RESERVE = 20_000;

/** Called by a schedule every minute. */
export const handler = lambda({
  env,
  wire: (settings) => {
    const table = recordsTable(settings.RECORDS_TABLE);
    return {
      ladders: ladderRecords(table),
      cases: caseRecords(table),
      tasks: taskRecords(table),
      people: personRecords(table),
      absences: absenceRecords(table),
      handovers: handoverRecords(table),
      mailer: sesMailer({ from: settings.MAIL_FROM, configurationSet: settings.MAIL_CONFIGURATION_SET }),
      secrets: linkSecret(settings.LINK_SECRET_ARN),
      now: () => new Date(),
      observer,
      publicUrl: settings.PUBLIC_URL.replace(/\/$/, ''),
      replyDomain: settings.REPLY_DOMAIN,
      calendar: calendarOf(settings.WORK_CALENDAR),
    };
  },
  run: (world, _event: unknown, context): Promise<Output> =>
    sweepTasks(world, () => context.getRemainingTimeInMillis() > RESERVE),
});
