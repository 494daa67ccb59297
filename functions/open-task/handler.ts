import { recordsTable } from '../shared/adapters/records-table.ts';
import { calendarOf } from '../shared/domain/calendar.ts';
import { workflowTask } from '../shared/runtime/workflow-task.ts';
import * as contract from './contract.ts';
import { openTask } from './open-task.ts';
import { taskMailing } from './task-mailing.ts';

/** Called by every state that waits for a person, with the state's task token. */
export const handler = workflowTask(contract, {
  wire: (env) => ({
    ...taskMailing(recordsTable(env.RECORDS_TABLE), env),
    calendar: calendarOf(env.WORK_CALENDAR),
  }),
  run: openTask,
});
