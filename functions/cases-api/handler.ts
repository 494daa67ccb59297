import { caseFiles } from '../link-page/case-files.ts';
import { caseContactRecords } from '../shared/adapters/case-contact-records.ts';
import { caseRecords } from '../shared/adapters/case-records.ts';
import { customerRecords } from '../shared/adapters/customer-records.ts';
import { executionArnOf } from '../shared/adapters/execution-arn.ts';
import { ladderRecords } from '../shared/adapters/ladder-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { stepFunctions } from '../shared/adapters/step-functions.ts';
import { taskRecords } from '../shared/adapters/task-records.ts';
import { calendarOf } from '../shared/domain/calendar.ts';
import { tableApi } from '../shared/http/table-api.ts';
import { observer } from '../shared/runtime/observer.ts';
import { casesApi } from './cases-api.ts';
import { env } from './contract.ts';

/** `/cases` */
export const handler = tableApi(env, (table, { STATE_MACHINE_ARN, DOCUMENTS_BUCKET, WORK_CALENDAR }, world) =>
  casesApi({
    ...world,
    cases: caseRecords(table),
    tasks: taskRecords(table),
    caseContacts: caseContactRecords(table),
    customers: customerRecords(table),
    people: personRecords(table),
    files: caseFiles(table, DOCUMENTS_BUCKET),
    workflow: stepFunctions({ stateMachineArn: STATE_MACHINE_ARN }),
    executionArnOf: (caseId) => executionArnOf(STATE_MACHINE_ARN, caseId),
    observer,
    ladders: ladderRecords(table),
    calendar: calendarOf(WORK_CALENDAR),
  }),
);
