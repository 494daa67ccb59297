import { absenceRecords } from '../shared/adapters/absence-records.ts';
import { caseRecords } from '../shared/adapters/case-records.ts';
import { commentRecords } from '../shared/adapters/comment-records.ts';
import { followUpRecords } from '../shared/adapters/follow-up-records.ts';
import { handoverRecords } from '../shared/adapters/handover-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { taskRecords } from '../shared/adapters/task-records.ts';
import { tableApi } from '../shared/http/table-api.ts';
import { observer } from '../shared/runtime/observer.ts';
import { env } from './contract.ts';
import { taskFiles } from './task-files.ts';
import { tasksApi } from './tasks-api.ts';

/** `/tasks` and `/me` */
export const handler = tableApi(env, (table, { DOCUMENTS_BUCKET }, world) =>
  tasksApi({
    ...world,
    cases: caseRecords(table),
    tasks: taskRecords(table),
    people: personRecords(table),
    handovers: handoverRecords(table),
    absences: absenceRecords(table),
    comments: commentRecords(table),
    followUps: followUpRecords(table),
    files: taskFiles(table, DOCUMENTS_BUCKET),
    observer,
  }),
);
