import type { IncomingMessage } from 'node:http';
import type { Executor } from './asl/contract.ts';
import { validateDefinition } from './asl/validation/validate.ts';
import type { Log } from './contract.ts';
import type { AwsServices, JsonAction } from './services/aws/endpoint.ts';
import { signedService } from './services/aws/request.ts';
import type { DynamoDbProxy } from './services/dynamodb/dynamodb-proxy.ts';
import type { EventBus } from './services/events/event-bus.ts';
import type { HostedUi } from './services/identity/hosted-ui.ts';
import { type UserPool, userPoolActions } from './services/identity/user-pool.ts';
import type { FunctionLogs } from './services/lambda/function-logs.ts';
import { answerLambda } from './services/lambda/lambda-api.ts';
import type { LambdaRuntime } from './services/lambda/lambda-runtime.ts';
import { logActions } from './services/logs-api.ts';
import { answerSes, type SesPorts } from './services/mail/ses.ts';
import { answerSesV2 } from './services/mail/ses-v2.ts';
import { parameterActions } from './services/parameters.ts';
import { answerS3, type S3Answer, type S3Ports, s3CorsHeaders } from './services/s3/s3-api.ts';
import type { Secrets } from './services/secrets.ts';
import { stepFunctionsActions } from './services/stepfunctions/stepfunctions-api.ts';
import { answerSts } from './services/sts.ts';
import type { BucketSpec } from './template/buckets.ts';

/** What the endpoint's services stand on. */
export interface AwsParts {
  readonly region: string;
  readonly account: string;
  readonly now: () => number;
  readonly log: Log;
  readonly executor: Executor;
  readonly runtime: LambdaRuntime;
  readonly logs: FunctionLogs;
  readonly invokeLater: (functionArn: string, event: string) => void;
  readonly dynamodb: DynamoDbProxy;
  readonly bus: EventBus;
  readonly sqs: Readonly<Record<string, JsonAction>>;
  readonly ses: SesPorts;
  readonly s3: S3Ports;
  readonly secrets: Secrets;
  readonly parameters: ReadonlyMap<string, string>;
  readonly pools: readonly UserPool[];
  readonly hostedUi: HostedUi;
}

/** The services one reaches through the AWS endpoint, by what names them in each protocol. */
export function awsServices(parts: AwsParts): AwsServices {
  const { region, account, now, log, executor, runtime, logs, invokeLater, dynamodb, bus, sqs, ses, pools } = parts;
  const validate = (definition: string) => validateDefinition(definition, 'STANDARD');
  return {
    log,
    dynamodb: (target, body) => dynamodb.forward(target, body),
    lambda: (request, path, body) => answerLambda({ runtime, invokeLater }, request, path, body),
    sesV2: (method, path, body) => answerSesV2(ses, method, path, body),
    s3: (request, url, body) => answerBucket(parts.s3, request, url, body),
    signIn: (request, url, body) => parts.hostedUi.answer(request, url, body),
    wellKnown: (poolId, document) => pools.find(({ spec }) => spec.id === poolId)?.wellKnown(document),
    query: {
      ses: (action, form) => answerSes(ses, action, form),
      sts: async (action) => answerSts(account, action),
    },
    json: {
      AWSStepFunctions: {
        name: 'states',
        actions: stepFunctionsActions({ executor, region, account, now, validate }),
      },
      AWSEvents: { name: 'events', actions: bus.actions() },
      secretsmanager: { name: 'secretsmanager', actions: parts.secrets.actions() },
      AmazonSQS: { name: 'sqs', actions: sqs },
      AmazonSSM: { name: 'ssm', actions: parameterActions(parts.parameters) },
      Logs_20140328: { name: 'logs', actions: logActions(runtime, logs) },
      AWSCognitoIdentityProviderService: { name: 'cognito-idp', actions: userPoolActions(pools) },
    },
  };
}

/** Unsigned requests are for S3 only where they name one of its buckets. */
function answerBucket(ports: S3Ports, request: IncomingMessage, url: URL, body: Buffer): Promise<S3Answer> | undefined {
  const name = decodeURIComponent(url.pathname.split('/')[1] ?? '');
  const bucket = ports.objects.buckets.find((each) => each.name === name);
  return bucket || signedService(request) === 's3' ? answerWithCors(ports, bucket, request, url, body) : undefined;
}

async function answerWithCors(
  ports: S3Ports,
  bucket: BucketSpec | undefined,
  request: IncomingMessage,
  url: URL,
  body: Buffer,
): Promise<S3Answer> {
  const answer = await answerS3(ports, request, url, body);
  return bucket ? { ...answer, headers: { ...answer.headers, ...s3CorsHeaders(bucket, request) } } : answer;
}
