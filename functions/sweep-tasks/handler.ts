import { taskMailing } from '../open-task/task-mailing.ts';
import { handoverRecords } from '../shared/adapters/handover-records.ts';
import { ladderRecords } from '../shared/adapters/ladder-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { calendarOf } from '../shared/domain/calendar.ts';
import { lambda } from '../shared/runtime/lambda.ts';
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
      ...taskMailing(table, settings),
      ladders: ladderRecords(table),
      handovers: handoverRecords(table),
      calendar: calendarOf(settings.WORK_CALENDAR),
    };
  },
  run: (world, _event: unknown, context): Promise<Output> =>
    sweepTasks(world, () => context.getRemainingTimeInMillis() > RESERVE),
});
