import { setTimeout as pause } from 'node:timers/promises';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { answerRecords } from '../shared/adapters/answer-records.ts';
import { applicationRecords } from '../shared/adapters/application-records.ts';
import { contactRecords } from '../shared/adapters/contact-records.ts';
import { customerCorrections } from '../shared/adapters/customer-corrections.ts';
import { customerMerges } from '../shared/adapters/customer-merges.ts';
import { customerRecords } from '../shared/adapters/customer-records.ts';
import { importRecords } from '../shared/adapters/import-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { calendarOf } from '../shared/domain/calendar.ts';
import { ownCompaniesOf } from '../shared/domain/own-companies.ts';
import { recyclingRuleOf } from '../shared/domain/recycling.ts';
import { describeFailure } from '../shared/runtime/failure.ts';
import { lambda } from '../shared/runtime/lambda.ts';
import { logger } from '../shared/runtime/observer.ts';
import { requestOf } from '../web-inbox/inbox-request.ts';
import { signInOf } from '../web-inbox/sign-in/cognito.ts';
import { answerCustomers } from './answer-customers.ts';
import { env } from './contract.ts';
import { importsOnDemand } from './imports-on-demand.ts';

/** `/inbox/customers` and what is below it. */
export const handler = lambda({
  env,
  wire: (settings) => {
    const { RECORDS_TABLE, DOCUMENTS_BUCKET, IMPORT_MACHINE_ARN, PUBLIC_URL, RECYCLING_RULE, WORK_CALENDAR } = settings;
    const table = recordsTable(RECORDS_TABLE);
    const now = (): Date => new Date();
    return {
      customers: { ...customerRecords(table), ...customerCorrections(table), ...customerMerges(table) },
      contacts: contactRecords(table),
      applications: applicationRecords(table),
      people: personRecords(table),
      ownCompanies: ownCompaniesOf(settings.OWN_COMPANIES),
      answers: answerRecords(table, now),
      imports: importRecords(table),
      ...importsOnDemand(table, { bucket: DOCUMENTS_BUCKET, machine: IMPORT_MACHINE_ARN }),
      terms: { rule: recyclingRuleOf(RECYCLING_RULE), calendar: calendarOf(WORK_CALENDAR) },
      signIn: signInOf(settings, now),
      publicUrl: PUBLIC_URL,
      now,
      pause: (milliseconds: number) => pause(milliseconds),
      failed: (error: unknown) => logger.error('web-customers.failed', { failure: describeFailure(error) }),
    };
  },
  run: async (world, event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const answer = await answerCustomers(world, requestOf(event, world.publicUrl));
    const { status, headers, body, base64 = false, cookies = [] } = answer;
    return { statusCode: status, headers: { ...headers }, cookies: [...cookies], body, isBase64Encoded: base64 };
  },
});
