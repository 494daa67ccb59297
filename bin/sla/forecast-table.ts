import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { absenceRecords } from '../../functions/shared/adapters/absence-records.ts';
import { caseRecords } from '../../functions/shared/adapters/case-records.ts';
import { ladderRecords } from '../../functions/shared/adapters/ladder-records.ts';
import { personRecords } from '../../functions/shared/adapters/person-records.ts';
import { taskRecords } from '../../functions/shared/adapters/task-records.ts';
import type { WorkCalendar } from '../../functions/shared/domain/working-time.ts';
import { type Foreseen, forecast } from '../../functions/sweep-tasks/forecast.ts';

/** More tasks than this are due in one look only where something is very wrong; the first of them are shown. */
const MOST = 4000;

/**
 * What the sweep would do with the tasks of a Records table until the instant `until`. Only reads.
 * @param from the instant from which a sweep would run each minute
 */
export async function forecastTable(
  table: { readonly client: DynamoDBClient; readonly name: string },
  calendar: WorkCalendar,
  span: { readonly from: string; readonly until: string },
): Promise<readonly Foreseen[]> {
  const cases = caseRecords(table);
  const world = {
    cases,
    tasks: taskRecords(table),
    people: personRecords(table),
    absences: absenceRecords(table),
    observer: { fact: () => {}, warn: () => {} },
    calendar,
  };
  const due = await ladderRecords(table).due(span.until, MOST);
  const tasks = await Promise.all(
    due.map(async (item) => {
      const salesCase = await cases.get(item.task.caseId);
      return salesCase?.status === 'RUNNING' ? [{ due: item, salesCase }] : [];
    }),
  );
  return forecast(world, tasks.flat(), span);
}
