import { describe, expect, test } from 'vitest';
import { routes as apiDescription } from '../../functions/api-description/contract.ts';
import { routes as casesApi } from '../../functions/cases-api/contract.ts';
import { routes as contactsApi } from '../../functions/contacts-api/contract.ts';
import { routes as customersApi } from '../../functions/customers-api/contract.ts';
import { routes as linkPage } from '../../functions/link-page/contract.ts';
import { routes as peopleApi } from '../../functions/people-api/contract.ts';
import { routes as tasksApi } from '../../functions/tasks-api/contract.ts';
import { routes as webCustomers } from '../../functions/web-customers/contract.ts';
import { routes as webInbox } from '../../functions/web-inbox/contract.ts';
import { templateOf, wholeApp } from './synthesized.ts';

const template = templateOf(wholeApp(), 'api');
const contracts = {
  casesApi,
  tasksApi,
  customersApi,
  contactsApi,
  peopleApi,
  linkPage,
  webInbox,
  webCustomers,
  apiDescription,
};
const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map(({ Properties }) => Properties);

const keyOf = ({ method, path }: { method: string; path: string }) =>
  path === '$default' ? path : `${method} ${path}`;

describe('api stack', () => {
  test('has exactly the routes that the contracts state', () => {
    const stated = Object.values(contracts).flat().map(keyOf);
    expect(routes.map(({ RouteKey }) => RouteKey).sort()).toEqual(stated.sort());
  });

  test('asks for a token on every route but those a contract calls public', () => {
    const open = Object.values(contracts)
      .flat()
      .filter((route) => 'public' in route && route.public === true)
      .map(keyOf);
    const withoutToken = routes.filter(({ AuthorizationType }) => AuthorizationType !== 'JWT');
    expect(withoutToken.map(({ RouteKey }) => RouteKey).sort()).toEqual(open.sort());
  });

  test('a token is checked against the user pool and the inbox’s client', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
    });
    template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  test('people come back from signing in and out to the inbox only', () => {
    const [client] = Object.values(template.findResources('AWS::Cognito::UserPoolClient'));
    const { CallbackURLs, LogoutURLs } = client?.Properties ?? {};
    expect(JSON.stringify(CallbackURLs)).toMatch(/"\/inbox\/signed-in"\]\]\}\]$/);
    expect(JSON.stringify(LogoutURLs)).toMatch(/"\/inbox\/signed-out"\]\]\}\]$/);
  });

  test('is throttled, closed to other origins, and logged', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
    });
    const [api] = Object.values(template.findResources('AWS::ApiGatewayV2::Api'));
    expect(api?.Properties.CorsConfiguration).toBeUndefined();
  });

  test('the access log names routes, never paths or callers: a path under /t/ holds a link', () => {
    const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    const format: string = stage?.Properties.AccessLogSettings.Format;
    expect(format).toContain('$context.routeKey');
    expect(format).not.toMatch(/\$context\.(path|identity|domainName|authorizer\.claims)/);
  });

  test('the gateway may call each function for each of its routes, the default one included', () => {
    const parts = (routeKey: string) => (routeKey === '$default' ? 2 : 3);
    const permissions = Object.values(template.findResources('AWS::Lambda::Permission')).map(({ Properties }) => ({
      functionName: JSON.stringify(Properties.FunctionName),
      source: JSON.stringify(Properties.SourceArn),
    }));
    const integrations = template.findResources('AWS::ApiGatewayV2::Integration');
    for (const { RouteKey, Target } of routes) {
      const [, integrationId = ''] = /"Ref":"([^"]+)"/.exec(JSON.stringify(Target)) ?? [];
      const functionName = JSON.stringify(integrations[integrationId]?.Properties.IntegrationUri);
      const sources = permissions.filter((permission) => permission.functionName === functionName);
      // The source is `<api>/<stage>/<method>/<path>`, or `<api>/<stage>/$default`.
      const covering = sources.filter(({ source }) => {
        const [, resource = ''] = /"\},?"(\/[^"]*)"/.exec(source) ?? [];
        return resource.split('/').length - 1 === parts(RouteKey) || resource === '/*/*';
      });
      expect(covering.length, RouteKey).toBeGreaterThan(0);
    }
  });
});
