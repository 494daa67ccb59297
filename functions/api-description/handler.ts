import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { lambda } from '../shared/runtime/lambda.ts';
import { serveDescription } from './api-description.ts';
import { env } from './contract.ts';

/** `/openapi.json`, and every address that nothing else serves. */
export const handler = lambda({
  env,
  wire: () => serveDescription,
  run: async (serve, event: APIGatewayProxyEventV2) => serve(event),
});
