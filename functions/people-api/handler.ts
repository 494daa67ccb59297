import { absenceRecords } from '../shared/adapters/absence-records.ts';
import { caseRecords } from '../shared/adapters/case-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { suppressionRecords } from '../shared/adapters/suppression-records.ts';
import { tableApi } from '../shared/http/table-api.ts';
import { observer } from '../shared/runtime/observer.ts';
import { env } from './contract.ts';
import { peopleApi } from './people-api.ts';
import { suppressionListOnDemand } from './suppression-list-on-demand.ts';

/** `/people`, `/suppressed-addresses` */
export const handler = tableApi(env, (table, _settings, world) =>
  peopleApi({
    ...world,
    people: personRecords(table),
    absences: absenceRecords(table),
    cases: caseRecords(table),
    suppressions: suppressionRecords(table),
    suppressionList: suppressionListOnDemand,
    observer,
  }),
);
