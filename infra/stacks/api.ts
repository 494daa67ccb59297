import { CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ClientAttributes, OAuthScope, UserPoolClient, UserPoolDomain } from 'aws-cdk-lib/aws-cognito';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import * as apiDescription from '../../functions/api-description/contract.ts';
import * as casesApi from '../../functions/cases-api/contract.ts';
import * as contactsApi from '../../functions/contacts-api/contract.ts';
import * as customersApi from '../../functions/customers-api/contract.ts';
import * as linkPage from '../../functions/link-page/contract.ts';
import * as peopleApi from '../../functions/people-api/contract.ts';
import * as tasksApi from '../../functions/tasks-api/contract.ts';
import * as webCustomers from '../../functions/web-customers/contract.ts';
import * as webInbox from '../../functions/web-inbox/contract.ts';
import type { StageSettings } from '../config.ts';
import { TypedFunction } from '../constructs/typed-function.ts';
import { workflowName } from '../constructs/workflow.ts';
import { nameOf, retentionOf } from '../naming.ts';
import { ownCompanies } from '../own-companies.ts';
import { recyclingTerms } from '../recycling-terms.ts';
import type { DataStack } from './data.ts';
import { importCustomersFile } from './intake-files.ts';
import { grantResume } from './mail.ts';
import { adSalesFile } from './workflows.ts';

/** Within what the gateway waits: ten files of 50 MB may be read and copied in one go. */
const whileFilesAreJudged = Duration.seconds(28);

/** A route as a contract states it. */
interface Route {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'ANY';
  readonly path: string;
  readonly public?: boolean;
}

/** The HTTP API, the page behind the links in mails, and the inbox. */
export class ApiStack extends Stack {
  readonly httpApi: HttpApi;
  readonly functions: readonly TypedFunction[];
  /** Where people reach it; links in mails begin with it. */
  readonly publicUrl: string;

  constructor(scope: Construct, id: string, props: { readonly settings: StageSettings; readonly data: DataStack }) {
    super(scope, id, { description: 'Sales SOP: HTTP API, link page, inbox' });
    const { settings, data } = props;
    const RECORDS_TABLE = data.records.table.tableName;

    this.httpApi = new HttpApi(this, 'HttpApi', {
      apiName: nameOf(settings, 'api'),
      description: 'Sales SOP',
      createDefaultStage: false,
    });
    this.publicUrl = settings.publicUrl ?? this.httpApi.apiEndpoint;
    this.addStage(settings);

    const client = new UserPoolClient(this, 'Inbox', {
      userPool: data.userPool,
      userPoolClientName: nameOf(settings, 'inbox'),
      generateSecret: false,
      authFlows: { userSrp: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: [`${this.publicUrl}${webInbox.signedInPath}`],
        logoutUrls: [`${this.publicUrl}${webInbox.signedOutPath}`],
      },
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
      readAttributes: new ClientAttributes().withStandardAttributes({ email: true, fullname: true, locale: true }),
      writeAttributes: new ClientAttributes().withStandardAttributes({ locale: true }),
    });
    const domain = new UserPoolDomain(this, 'SignIn', {
      userPool: data.userPool,
      cognitoDomain: { domainPrefix: `${nameOf(settings, 'sign-in')}-${this.account}` },
    });
    const authorizer = new HttpUserPoolAuthorizer('People', data.userPool, { userPoolClients: [client] });

    const { workCalendar } = settings;
    const calendar = workCalendar === undefined ? {} : { WORK_CALENDAR: JSON.stringify(workCalendar) };
    // By name: the machine's stack needs this stack's address, so this one must not wait for the machine.
    const machineName = workflowName(settings, adSalesFile);
    const adSales = StateMachine.fromStateMachineName(this, 'AdSales', machineName);
    const cases = new TypedFunction(this, 'cases-api', {
      settings,
      description: 'Opens, shows and cancels cases',
      env: casesApi.env,
      environment: {
        RECORDS_TABLE,
        STATE_MACHINE_ARN: adSales.stateMachineArn,
        ...calendar,
        DOCUMENTS_BUCKET: data.documents.bucket.bucketName,
      },
    });
    data.records.grantWriteAndRelease(cases);
    data.documents.grantGet(cases, 'cases/');
    const letStop = (caller: TypedFunction): void => {
      adSales.grantExecution(caller.lambda, 'states:StopExecution');
      Validations.of(caller).acknowledge({
        id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${machineName}:*]`,
        reason: 'Each case is an execution of this one machine, named when the case is opened.',
      });
    };
    letStop(cases);

    const tasks = new TypedFunction(this, 'tasks-api', {
      settings,
      description: 'Shows, claims, releases and decides tasks',
      env: tasksApi.env,
      environment: { RECORDS_TABLE, DOCUMENTS_BUCKET: data.documents.bucket.bucketName },
    });
    data.records.grantWriteAndRelease(tasks);
    // It signs addresses for what comes in, judges it, and copies what it admits.
    data.documents.grantAdd(tasks, 'incoming/');
    data.documents.grantGet(tasks, 'incoming/');
    data.documents.grantRemove(tasks, 'incoming/');
    data.documents.grantAdd(tasks, 'cases/');

    const imports = StateMachine.fromStateMachineName(this, 'Imports', workflowName(settings, importCustomersFile));
    const customers = new TypedFunction(this, 'customers-api', {
      settings,
      description: 'Enters and shows customers',
      env: customersApi.env,
      environment: {
        RECORDS_TABLE,
        DOCUMENTS_BUCKET: data.documents.bucket.bucketName,
        IMPORT_MACHINE_ARN: imports.stateMachineArn,
        ...recyclingTerms(settings),
        ...ownCompanies(settings),
      },
    });
    data.records.grantWriteAndRelease(customers);
    // What it signs addresses for: uploads and results.
    data.documents.grantAdd(customers, 'imports/');
    data.documents.grantGet(customers, 'imports/');
    imports.grantStartExecution(customers.lambda);

    const contacts = new TypedFunction(this, 'contacts-api', {
      settings,
      description:
        'Records contacts with customers, counts them, and foresees what the nights return to the public pool',
      env: contactsApi.env,
      environment: { RECORDS_TABLE, ...recyclingTerms(settings) },
    });
    data.records.grantWriteAndRelease(contacts);

    const people = new TypedFunction(this, 'people-api', {
      settings,
      description: 'Lists colleagues by role, takes absences and substitutes, clears mail addresses, opens accounts',
      env: peopleApi.env,
      environment: { RECORDS_TABLE, USER_POOL_ID: data.userPool.userPoolId },
    });
    data.records.grantWriteAndRelease(people);
    data.userPool.grant(
      people.lambda,
      'cognito-idp:AdminCreateUser',
      'cognito-idp:AdminGetUser',
      'cognito-idp:AdminAddUserToGroup',
    );
    grantResume(people);

    /** Signing forms for what comes in, listing and judging it, copying what is admitted, and showing it. */
    const letTakeFiles = (taker: TypedFunction): void => {
      data.documents.grantAdd(taker, 'incoming/');
      data.documents.grantGet(taker, 'incoming/');
      data.documents.grantRemove(taker, 'incoming/');
      data.documents.grantList(taker, 'incoming/');
      data.documents.grantAdd(taker, 'cases/');
      data.documents.grantGet(taker, 'cases/');
    };
    const page = new TypedFunction(this, 'link-page', {
      settings,
      description: 'The page behind the link in a mail: shows a task and takes its decision',
      env: linkPage.env,
      environment: {
        RECORDS_TABLE,
        DOCUMENTS_BUCKET: data.documents.bucket.bucketName,
        PUBLIC_URL: this.publicUrl,
      },
      timeout: whileFilesAreJudged,
    });
    data.records.grantWrite(page);
    letTakeFiles(page);

    const signingIn = {
      PUBLIC_URL: this.publicUrl,
      SIGN_IN_URL: domain.baseUrl(),
      SIGN_IN_CLIENT: client.userPoolClientId,
      TOKEN_ISSUER: data.userPool.userPoolProviderUrl,
      TOKEN_KEYS_URL: `${data.userPool.userPoolProviderUrl}/.well-known/jwks.json`,
    };
    const inbox = new TypedFunction(this, 'web-inbox', {
      settings,
      description: 'The pages on which people see and decide their tasks, and open, follow and cancel cases',
      env: webInbox.env,
      environment: {
        RECORDS_TABLE,
        DOCUMENTS_BUCKET: data.documents.bucket.bucketName,
        STATE_MACHINE_ARN: adSales.stateMachineArn,
        ...calendar,
        ...ownCompanies(settings),
        ...signingIn,
      },
      timeout: whileFilesAreJudged,
    });
    data.records.grantWriteAndRelease(inbox);
    letTakeFiles(inbox);
    letStop(inbox);
    grantResume(inbox);

    const customerPages = new TypedFunction(this, 'web-customers', {
      settings,
      description: 'The pages on which people enter, claim, release and transfer customers, and see their pools',
      env: webCustomers.env,
      environment: {
        RECORDS_TABLE,
        DOCUMENTS_BUCKET: data.documents.bucket.bucketName,
        IMPORT_MACHINE_ARN: imports.stateMachineArn,
        ...recyclingTerms(settings),
        ...ownCompanies(settings),
        ...signingIn,
      },
    });
    data.records.grantWriteAndRelease(customerPages);
    // What it signs forms and addresses for: uploads and results.
    data.documents.grantAdd(customerPages, 'imports/');
    data.documents.grantGet(customerPages, 'imports/');
    imports.grantStartExecution(customerPages.lambda);

    const description = new TypedFunction(this, 'api-description', {
      settings,
      description: 'Serves the OpenAPI description, and answers what no route takes',
      env: apiDescription.env,
      environment: {},
      memorySize: 256,
    });

    const serve = (served: TypedFunction, routes: readonly Route[]): void => {
      // One permission for all routes of a function, its policy being limited in size; but the one for all routes does
      // not cover `$default`, whose source ARN is a part shorter.
      const integration = new HttpLambdaIntegration(served.node.id, served.lambda, {
        scopePermissionToRoute: routes.some(({ path }) => path === '$default'),
      });
      for (const route of routes) {
        const open = new HttpRoute(this, `${route.method} ${route.path}`, {
          httpApi: this.httpApi,
          routeKey:
            route.path === '$default' ? HttpRouteKey.DEFAULT : HttpRouteKey.with(route.path, HttpMethod[route.method]),
          integration,
          authorizer: route.public === true ? new HttpNoneAuthorizer() : authorizer,
        });
        if (route.public === true) {
          Validations.of(open).acknowledge({
            id: 'AwsSolutions-APIG4',
            reason:
              'Public on purpose: the description, pages whose link is itself the credential, and the inbox, which signs people in by itself.',
          });
        }
      }
    };
    serve(cases, casesApi.routes);
    serve(tasks, tasksApi.routes);
    serve(customers, customersApi.routes);
    serve(contacts, contactsApi.routes);
    serve(people, peopleApi.routes);
    serve(page, linkPage.routes);
    serve(inbox, webInbox.routes);
    serve(customerPages, webCustomers.routes);
    serve(description, apiDescription.routes);

    this.functions = [cases, tasks, customers, contacts, people, page, inbox, customerPages, description];

    new CfnOutput(this, 'Url', { value: this.publicUrl, description: 'Where the API and the links are' });
    new CfnOutput(this, 'SignInUrl', { value: domain.baseUrl(), description: 'Where people sign in' });
    new CfnOutput(this, 'ClientId', {
      value: client.userPoolClientId,
      description: 'The user pool client of the inbox',
    });
  }

  private addStage(settings: StageSettings): void {
    const accessLog = new LogGroup(this, 'AccessLog', {
      logGroupName: `/aws/vendedlogs/${nameOf(settings, 'api')}`,
      retention: retentionOf(settings),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Default', {
      httpApi: this.httpApi,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 100, burstLimit: 200 },
      detailedMetricsEnabled: true,
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        // The route, never the path: a path under /t/ holds a link, and a link is a credential.
        format: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            time: '$context.requestTime',
            route: '$context.routeKey',
            status: '$context.status',
            bytes: '$context.responseLength',
            milliseconds: '$context.responseLatency',
            integrationError: '$context.integrationErrorMessage',
            authorizerError: '$context.authorizer.error',
          }),
        ),
      },
    });
  }
}
