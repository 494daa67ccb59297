import { setTimeout as pause } from 'node:timers/promises';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { absenceRecords } from '../shared/adapters/absence-records.ts';
import { answerRecords } from '../shared/adapters/answer-records.ts';
import { caseRecords } from '../shared/adapters/case-records.ts';
import { commentRecords } from '../shared/adapters/comment-records.ts';
import { customerRecords } from '../shared/adapters/customer-records.ts';
import { executionArnOf } from '../shared/adapters/execution-arn.ts';
import { followUpRecords } from '../shared/adapters/follow-up-records.ts';
import { handoverRecords } from '../shared/adapters/handover-records.ts';
import { ladderRecords } from '../shared/adapters/ladder-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { taskRecords } from '../shared/adapters/task-records.ts';
import { calendarOf } from '../shared/domain/calendar.ts';
import { ownCompaniesOf } from '../shared/domain/own-companies.ts';
import type { Workflow } from '../shared/domain/ports.ts';
import { describeFailure } from '../shared/runtime/failure.ts';
import { lambda } from '../shared/runtime/lambda.ts';
import { logger, observer } from '../shared/runtime/observer.ts';
import { answerInbox } from './answer-inbox.ts';
import { applicationsOnDemand } from './applications-on-demand.ts';
import { contactsOnDemand } from './contacts-on-demand.ts';
import { env } from './contract.ts';
import { filesOnDemand } from './files-on-demand.ts';
import { requestOf } from './inbox-request.ts';
import { signInOf } from './sign-in/cognito.ts';
import { suppressionListOnDemand, suppressionsOnDemand } from './suppressions-on-demand.ts';

/** Stops executions. Cases are seldom cancelled: the client is loaded when one is. */
function stopping(stateMachineArn: string): Pick<Workflow, 'stop'> {
  return {
    async stop(executionArn, error, cause) {
      const { stepFunctions } = await import('../shared/adapters/step-functions.ts');
      await stepFunctions({ stateMachineArn }).stop(executionArn, error, cause);
    },
  };
}

/** `/inbox` and what is below it. */
export const handler = lambda({
  env,
  wire: (settings) => {
    const { RECORDS_TABLE, DOCUMENTS_BUCKET, STATE_MACHINE_ARN, PUBLIC_URL, WORK_CALENDAR } = settings;
    const table = recordsTable(RECORDS_TABLE);
    const now = (): Date => new Date();
    return {
      cases: caseRecords(table),
      tasks: taskRecords(table),
      people: personRecords(table),
      ownCompanies: ownCompaniesOf(settings.OWN_COMPANIES),
      customers: customerRecords(table),
      applications: applicationsOnDemand(table),
      answers: answerRecords(table, now),
      caseContacts: contactsOnDemand(table),
      handovers: handoverRecords(table),
      absences: absenceRecords(table),
      comments: commentRecords(table),
      followUps: followUpRecords(table),
      ladders: ladderRecords(table),
      calendar: calendarOf(WORK_CALENDAR),
      files: filesOnDemand(table, DOCUMENTS_BUCKET),
      suppressions: suppressionsOnDemand(table),
      suppressionList: suppressionListOnDemand(table),
      workflow: stopping(STATE_MACHINE_ARN),
      executionArnOf: (caseId: string) => executionArnOf(STATE_MACHINE_ARN, caseId),
      signIn: signInOf(settings, now),
      publicUrl: PUBLIC_URL,
      observer,
      now,
      pause: (milliseconds: number) => pause(milliseconds),
      failed: (error: unknown) => logger.error('web-inbox.failed', { failure: describeFailure(error) }),
    };
  },
  run: async (world, event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { status, headers, body, cookies = [] } = await answerInbox(world, requestOf(event, world.publicUrl));
    return { statusCode: status, headers: { ...headers }, cookies: [...cookies], body };
  },
});
