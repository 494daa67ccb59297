import { setTimeout as pause } from 'node:timers/promises';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { answerRecords } from '../shared/adapters/answer-records.ts';
import { caseRecords } from '../shared/adapters/case-records.ts';
import { customerRecords } from '../shared/adapters/customer-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { executionArnOf, stepFunctions } from '../shared/adapters/step-functions.ts';
import { taskRecords } from '../shared/adapters/task-records.ts';
import { describeFailure } from '../shared/runtime/failure.ts';
import { lambda } from '../shared/runtime/lambda.ts';
import { logger, observer } from '../shared/runtime/observer.ts';
import { answerInbox } from './answer-inbox.ts';
import { env } from './contract.ts';
import { requestOf } from './inbox-request.ts';
import { signInOf } from './sign-in/cognito.ts';

/** `/inbox` and what is below it. */
export const handler = lambda({
  env,
  wire: (settings) => {
    const { RECORDS_TABLE, STATE_MACHINE_ARN, PUBLIC_URL } = settings;
    const table = recordsTable(RECORDS_TABLE);
    const now = (): Date => new Date();
    return {
      cases: caseRecords(table),
      tasks: taskRecords(table),
      people: personRecords(table),
      customers: customerRecords(table),
      answers: answerRecords(table, now),
      workflow: stepFunctions({ stateMachineArn: STATE_MACHINE_ARN }),
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
