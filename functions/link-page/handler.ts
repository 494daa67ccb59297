import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { caseRecords } from '../shared/adapters/case-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { taskRecords } from '../shared/adapters/task-records.ts';
import { lambda } from '../shared/runtime/lambda.ts';
import { observer } from '../shared/runtime/observer.ts';
import { answerLink } from './answer-link.ts';
import { caseFiles } from './case-files.ts';
import { env } from './contract.ts';
import { failurePage } from './failure-page.ts';
import { requestOf } from './link-request.ts';

/** `GET|HEAD|POST /t/{link}` */
export const handler = lambda({
  env,
  wire: ({ RECORDS_TABLE, DOCUMENTS_BUCKET, PUBLIC_URL }) => {
    const table = recordsTable(RECORDS_TABLE);
    return {
      files: caseFiles(table, DOCUMENTS_BUCKET),
      cases: caseRecords(table),
      tasks: taskRecords(table),
      people: personRecords(table),
      publicUrl: PUBLIC_URL,
      now: () => new Date(),
      observer,
    };
  },
  run: async (world, event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { status, headers, body } = await answerLink(world, requestOf(event)).catch(failurePage(event));
    return { statusCode: status, headers: { ...headers }, body };
  },
});
