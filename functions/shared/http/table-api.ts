import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import { answerRecords } from '../adapters/answer-records.ts';
import { type RecordsTable, recordsTable } from '../adapters/records-table.ts';
import { describeFailure } from '../runtime/failure.ts';
import { type LambdaHandler, lambda } from '../runtime/lambda.ts';
import { logger } from '../runtime/observer.ts';
import { type ApiWorld, api, type Endpoint } from './api.ts';

/**
 * The Lambda function of a resource whose records are in the table.
 * @param endpoints given the table, the settings and what every API needs, the resource's endpoints
 */
export function tableApi<Env extends { readonly RECORDS_TABLE: string }>(
  env: z.ZodMiniType<Env>,
  endpoints: (table: RecordsTable, settings: Env, world: ApiWorld) => readonly Endpoint[],
): LambdaHandler<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return lambda({
    env,
    wire: (settings) => {
      const table = recordsTable(settings.RECORDS_TABLE);
      const now = (): Date => new Date();
      const failed = (error: unknown): void => logger.error('request.failed', { failure: describeFailure(error) });
      const world = { answers: answerRecords(table, now), now, failed };
      return api(endpoints(table, settings, world), world);
    },
    run: (serve, event: APIGatewayProxyEventV2) => serve(event),
  });
}
