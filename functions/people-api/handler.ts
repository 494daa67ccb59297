import { absenceRecords } from '../shared/adapters/absence-records.ts';
import { caseRecords } from '../shared/adapters/case-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { sesSuppressionList } from '../shared/adapters/ses-suppression-list.ts';
import { suppressionRecords } from '../shared/adapters/suppression-records.ts';
import { taskRecords } from '../shared/adapters/task-records.ts';
import { tableApi } from '../shared/http/table-api.ts';
import { observer } from '../shared/runtime/observer.ts';
import { accountsOnDemand } from './accounts-on-demand.ts';
import { env } from './contract.ts';
import { peopleApi } from './people-api.ts';

/** `/people`, `/suppressed-addresses` */
export const handler = tableApi(env, (table, { USER_POOL_ID }, world) =>
  peopleApi({
    ...world,
    people: personRecords(table),
    accounts: accountsOnDemand(USER_POOL_ID),
    absences: absenceRecords(table),
    cases: caseRecords(table),
    tasks: taskRecords(table),
    suppressions: suppressionRecords(table),
    suppressionList: sesSuppressionList({ ...table.client.config, endpoint: process.env.AWS_ENDPOINT_URL }),
    observer,
  }),
);
