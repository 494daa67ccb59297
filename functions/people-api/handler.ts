import { absenceRecords } from '../shared/adapters/absence-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { tableApi } from '../shared/http/table-api.ts';
import { env } from './contract.ts';
import { peopleApi } from './people-api.ts';

/** `/people` */
export const handler = tableApi(env, (table, _settings, world) =>
  peopleApi({ ...world, people: personRecords(table), absences: absenceRecords(table) }),
);
