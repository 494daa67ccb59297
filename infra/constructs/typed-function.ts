import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack, Token, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type * as z from 'zod/mini';
import type { StageSettings } from '../config.ts';
import { nameOf, retentionOf, serviceOf } from '../naming.ts';
import { bundle, functionsDir } from './bundle.ts';

/** Where the functions' own metrics are found in CloudWatch. */
export const metricsNamespace = 'SalesSop';

/** The `env` a function's contract exports: an object of strings. */
export type EnvSchema = z.ZodMiniObject<Readonly<Record<string, z.ZodMiniType<unknown, string | undefined>>>>;

export interface TypedFunctionProps<Env extends EnvSchema> {
  readonly settings: StageSettings;
  /** What it does, one sentence, shown in the console. */
  readonly description: string;
  /** The contract's `env`. The environment below must have exactly its names: missing or unknown ones fail. */
  readonly env: Env;
  readonly environment: z.input<Env>;
  /** 10 s unless the work is known to take longer. */
  readonly timeout?: Duration;
  /** MB; 512 unless measured otherwise: below, the start is slower than it is cheaper. */
  readonly memorySize?: number;
  /** Where an event ends that the function, called asynchronously, failed to take three times. */
  readonly deadLetterQueue?: IQueue;
  /** Where functions live; the project's own folder by default. */
  readonly functionsDir?: string;
}

/**
 * One Lambda function of `functions/<name>`, bundled, with an environment held against its contract, a log group that
 * ends, and a role that may only write its own logs until something is granted.
 */
export class TypedFunction<Env extends EnvSchema = EnvSchema> extends Construct {
  readonly lambda: LambdaFunction;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, name: string, props: TypedFunctionProps<Env>) {
    super(scope, name);
    const functionName = nameOf(props.settings, name);
    const environment = heldAgainst(name, props.env, props.environment);

    this.logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: retentionOf(props.settings),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${name} may do`,
    });
    this.logGroup.grantWrite(role);

    this.lambda = new LambdaFunction(this, 'Function', {
      functionName,
      description: props.description,
      code: Code.fromAsset(bundle(join(props.functionsDir ?? functionsDir, name))),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize ?? 512,
      timeout: props.timeout ?? Duration.seconds(10),
      role,
      logGroup: this.logGroup,
      tracing: Tracing.ACTIVE,
      ...(props.deadLetterQueue === undefined ? {} : { deadLetterQueue: props.deadLetterQueue }),
      environment: {
        ...environment,
        // The clock that moments are shown by; China's where there is none.
        ...(props.settings.workCalendar === undefined ? {} : { TIME_ZONE: props.settings.workCalendar.timeZone }),
        // One service per stage, so that a metric is one series whichever function counts it; log lines name the function.
        POWERTOOLS_SERVICE_NAME: serviceOf(props.settings),
        POWERTOOLS_METRICS_NAMESPACE: metricsNamespace,
        POWERTOOLS_LOG_LEVEL: 'INFO',
      },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray takes trace segments without resource-level permissions.',
    });
  }

  get stack(): Stack {
    return Stack.of(this);
  }
}

/**
 * The environment, as strings.
 * @throws Error naming each variable that is missing, unknown, or not what the contract wants.
 */
function heldAgainst(
  name: string,
  env: EnvSchema,
  environment: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const held: Record<string, string> = {};
  const problems = Object.keys(environment)
    .filter((variable) => !Object.hasOwn(env.shape, variable))
    .map((variable) => `${variable} is not in its contract`);
  for (const [variable, schema] of Object.entries(env.shape)) {
    const value = environment[variable];
    // What CloudFormation settles at deployment cannot be checked before it.
    const wrong = Token.isUnresolved(value) ? undefined : schema.safeParse(value).error;
    if (wrong) problems.push(`${variable}: ${wrong.issues.map(({ message }) => message).join(', ')}`);
    else if (typeof value === 'string') held[variable] = value;
  }
  if (problems.length > 0) throw new Error(`The environment of ${name} is wrong: ${problems.join('; ')}`);
  return held;
}
