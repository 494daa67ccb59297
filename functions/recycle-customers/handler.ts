import { personRecords } from '../shared/adapters/person-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { recyclingRecords } from '../shared/adapters/recycling-records.ts';
import { sesMailer } from '../shared/adapters/ses-mailer.ts';
import { calendarOf } from '../shared/domain/calendar.ts';
import { recyclingRuleOf, termsName } from '../shared/domain/recycling.ts';
import { lambda } from '../shared/runtime/lambda.ts';
import { observer } from '../shared/runtime/observer.ts';
import { env, type Output } from './contract.ts';
import { recycleCustomers } from './recycle-customers.ts';

/** No new batch is begun with less than this many milliseconds left: the mails need some. */
const RESERVE = 120_000;

/** Called by a schedule some times each night. */
export const handler = lambda({
  env,
  wire: (settings) => {
    const table = recordsTable(settings.RECORDS_TABLE);
    const rule = recyclingRuleOf(settings.RECYCLING_RULE);
    return {
      recycling: recyclingRecords(table),
      people: personRecords(table),
      mailer: sesMailer({ from: settings.MAIL_FROM, configurationSet: settings.MAIL_CONFIGURATION_SET }),
      now: () => new Date(),
      observer,
      terms: { rule, calendar: calendarOf(settings.WORK_CALENDAR) },
      termsName: termsName(rule, settings.WORK_CALENDAR),
    };
  },
  run: (world, _event: unknown, context): Promise<Output> =>
    recycleCustomers(world, context.awsRequestId, () => context.getRemainingTimeInMillis() > RESERVE),
});
