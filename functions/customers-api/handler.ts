import { applicationRecords } from '../shared/adapters/application-records.ts';
import { customerRecords } from '../shared/adapters/customer-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { tableApi } from '../shared/http/table-api.ts';
import { env } from './contract.ts';
import { customersApi } from './customers-api.ts';

/** `/customers`, `/applications` */
export const handler = tableApi(env, (table, _settings, world) =>
  customersApi({
    ...world,
    customers: customerRecords(table),
    applications: applicationRecords(table),
    people: personRecords(table),
  }),
);
