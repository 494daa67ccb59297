import { applicationRecords } from '../shared/adapters/application-records.ts';
import { customerCorrections } from '../shared/adapters/customer-corrections.ts';
import { customerMerges } from '../shared/adapters/customer-merges.ts';
import { customerRecords } from '../shared/adapters/customer-records.ts';
import { importRecords } from '../shared/adapters/import-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { s3UploadLinks } from '../shared/adapters/s3-upload-links.ts';
import { stepFunctions } from '../shared/adapters/step-functions.ts';
import { calendarOf } from '../shared/domain/calendar.ts';
import { ownCompaniesOf } from '../shared/domain/own-companies.ts';
import { recyclingRuleOf } from '../shared/domain/recycling.ts';
import { tableApi } from '../shared/http/table-api.ts';
import { env } from './contract.ts';
import { customersApi } from './customers-api.ts';

/** `/customers`, `/applications` */
export const handler = tableApi(env, (table, settings, world) => {
  const { DOCUMENTS_BUCKET, IMPORT_MACHINE_ARN, RECYCLING_RULE, WORK_CALENDAR, OWN_COMPANIES } = settings;
  const { region, credentials } = table.client.config;
  return customersApi({
    ...world,
    imports: importRecords(table),
    importLinks: s3UploadLinks(DOCUMENTS_BUCKET, { region, credentials, endpoint: process.env.AWS_ENDPOINT_URL }),
    importWorkflow: stepFunctions({ stateMachineArn: IMPORT_MACHINE_ARN }),
    customers: { ...customerRecords(table), ...customerCorrections(table), ...customerMerges(table) },
    applications: applicationRecords(table),
    people: personRecords(table),
    ownCompanies: ownCompaniesOf(OWN_COMPANIES),
    terms: { rule: recyclingRuleOf(RECYCLING_RULE), calendar: calendarOf(WORK_CALENDAR) },
  });
});
