import { z } from 'zod';
import type { Resource } from './resolve-stacks.ts';
import { ofType, resourceProperties } from './resource-properties.ts';
import { flag, numeric } from './values.ts';

/** A JWT authorizer of an HTTP API. */
export interface AuthorizerSpec {
  readonly id: string;
  readonly issuer: string;
  readonly audiences: readonly string[];
}

/** A route and the function behind it. */
export interface RouteSpec {
  /** `ANY` matches every method; undefined for the `$default` route. */
  readonly method?: string;
  /** `/cases/{id}`; undefined for the `$default` route. */
  readonly path?: string;
  /** As the event names it: `GET /cases/{id}`. */
  readonly key: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly authorizer?: AuthorizerSpec;
  /** One of them must be in the token's scopes, when there are any. */
  readonly scopes: readonly string[];
}

export interface CorsSpec {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  readonly credentials: boolean;
  readonly maxAge?: number;
}

/** An HTTP API as the template describes it. */
export interface HttpApiSpec {
  readonly id: string;
  readonly name: string;
  readonly routes: readonly RouteSpec[];
  readonly cors?: CorsSpec;
}

const texts = z.array(z.string()).default([]);
const apiSchema = z.object({
  Name: z.string().default(''),
  ProtocolType: z.literal('HTTP'),
  CorsConfiguration: z
    .object({
      AllowOrigins: texts,
      AllowMethods: texts,
      AllowHeaders: texts,
      ExposeHeaders: texts,
      AllowCredentials: flag.default(false),
      MaxAge: numeric.optional(),
    })
    .optional(),
});
const stageSchema = z.object({ ApiId: z.string(), StageName: z.string() });
const authorizerSchema = z.object({
  AuthorizerType: z.literal('JWT'),
  JwtConfiguration: z.object({ Issuer: z.string(), Audience: texts }),
});
const integrationSchema = z.object({
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
  TimeoutInMillis: numeric.default(30_000),
});
const routeSchema = z.object({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: texts,
});

/** Collects HTTP APIs. @throws Error naming the resource for what is not covered: other stages than `$default`, other authorizers. */
export function httpApisOf(resources: readonly Resource[]): HttpApiSpec[] {
  for (const stage of ofType(resources, 'AWS::ApiGatewayV2::Stage')) {
    const { StageName } = resourceProperties(stage, stageSchema);
    if (StageName !== '$default') {
      throw new Error(
        `${stage.stackName}/${stage.logicalId}: the local run covers the $default stage, not ${StageName}`,
      );
    }
  }
  const authorizers = new Map<string, AuthorizerSpec>();
  for (const resource of ofType(resources, 'AWS::ApiGatewayV2::Authorizer')) {
    const { JwtConfiguration } = resourceProperties(resource, authorizerSchema);
    authorizers.set(resource.ref, {
      id: resource.ref,
      issuer: JwtConfiguration.Issuer,
      audiences: JwtConfiguration.Audience,
    });
  }
  const integrations = new Map(
    ofType(resources, 'AWS::ApiGatewayV2::Integration').map((resource) => [
      resource.ref,
      resourceProperties(resource, integrationSchema),
    ]),
  );
  const routes = ofType(resources, 'AWS::ApiGatewayV2::Route').map((resource) => {
    const route = resourceProperties(resource, routeSchema);
    const where = `${resource.stackName}/${resource.logicalId}`;
    const integration = integrations.get(route.Target.replace(/^integrations\//, ''));
    if (!integration) throw new Error(`${where}: no integration ${route.Target}`);
    const authorizer = route.AuthorizerId === undefined ? undefined : authorizers.get(route.AuthorizerId);
    if (route.AuthorizationType === 'JWT' && !authorizer)
      throw new Error(`${where}: no authorizer ${route.AuthorizerId}`);
    const [method, path] = route.RouteKey.split(' ');
    const spec: RouteSpec = {
      key: route.RouteKey,
      functionArn: functionArnIn(integration.IntegrationUri),
      timeoutMs: integration.TimeoutInMillis,
      scopes: route.AuthorizationScopes,
      ...(method !== undefined && path !== undefined ? { method, path } : {}),
      ...(authorizer && route.AuthorizationType === 'JWT' ? { authorizer } : {}),
    };
    return { apiId: route.ApiId, spec };
  });
  return ofType(resources, 'AWS::ApiGatewayV2::Api').map((resource) => {
    const api = resourceProperties(resource, apiSchema);
    const cors = api.CorsConfiguration;
    return {
      id: resource.ref,
      name: api.Name,
      routes: routes.filter(({ apiId }) => apiId === resource.ref).map(({ spec }) => spec),
      ...(cors
        ? {
            cors: {
              origins: cors.AllowOrigins,
              methods: cors.AllowMethods,
              headers: cors.AllowHeaders,
              exposed: cors.ExposeHeaders,
              credentials: cors.AllowCredentials,
              ...(cors.MaxAge === undefined ? {} : { maxAge: cors.MaxAge }),
            },
          }
        : {}),
    };
  });
}

/** A function's ARN, bare or inside `arn:aws:apigateway:…:lambda:path/2015-03-31/functions/<arn>/invocations`. */
function functionArnIn(uri: string): string {
  return /functions\/(arn:[^/]+)\/invocations/.exec(uri)?.[1] ?? uri;
}
