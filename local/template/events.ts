import { z } from 'zod';
import type { Json } from '../asl/contract.ts';
import type { Resource } from './resolve-stacks.ts';
import { ofType, resourceProperties } from './resource-properties.ts';
import { flag, json, jsonOrText, numeric } from './values.ts';

/** Where a rule or schedule sends to, and with what. */
export interface TargetSpec {
  readonly id: string;
  readonly arn: string;
  /** JSON text sent instead of the event. */
  readonly input?: string;
  /** JSONPath into the event; its value is sent. */
  readonly inputPath?: string;
  readonly inputTransformer?: { readonly paths: Readonly<Record<string, string>>; readonly template: string };
  readonly deadLetterArn?: string;
  readonly maxRetries: number;
  readonly maxAgeMs: number;
}

/** A rule: a pattern over a bus's events, or a schedule. */
export interface RuleSpec {
  readonly name: string;
  readonly arn: string;
  readonly bus: string;
  readonly pattern?: Json;
  /** `rate(…)`, `cron(…)` or `at(…)`. */
  readonly schedule?: string;
  /** IANA zone of a cron expression. */
  readonly timeZone: string;
  readonly enabled: boolean;
  readonly targets: readonly TargetSpec[];
  /** Scheduler's targets get their input alone; a rule's get a `Scheduled Event`. */
  readonly kind: 'rule' | 'schedule';
}

const deadLetterConfig = z.object({ Arn: z.string() }).optional();
const retryPolicy = z
  .object({ MaximumRetryAttempts: numeric.default(185), MaximumEventAgeInSeconds: numeric.default(86_400) })
  .default({ MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 });

const ruleSchema = z.object({
  EventBusName: z.string().default('default'),
  EventPattern: jsonOrText.optional(),
  ScheduleExpression: z.string().optional(),
  State: z.string().default('ENABLED'),
  Targets: z
    .array(
      z.object({
        Id: z.string(),
        Arn: z.string(),
        Input: z.string().optional(),
        InputPath: z.string().optional(),
        InputTransformer: z
          .object({ InputPathsMap: z.record(z.string(), z.string()).default({}), InputTemplate: z.string() })
          .optional(),
        DeadLetterConfig: deadLetterConfig,
        RetryPolicy: retryPolicy,
      }),
    )
    .default([]),
});

const scheduleSchema = z.object({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.string().default('ENABLED'),
  Target: z.object({
    Arn: z.string(),
    Input: z.string().optional(),
    DeadLetterConfig: deadLetterConfig,
    RetryPolicy: retryPolicy,
  }),
});

/** Collects EventBridge rules and Scheduler's schedules. */
export function rulesOf(resources: readonly Resource[]): RuleSpec[] {
  const rules = ofType(resources, 'AWS::Events::Rule').map((resource): RuleSpec => {
    const properties = resourceProperties(resource, ruleSchema);
    return {
      name: resource.ref,
      arn: resource.attributes.Arn ?? resource.ref,
      bus: properties.EventBusName.split('/').at(-1) ?? 'default',
      ...(properties.EventPattern === undefined ? {} : { pattern: properties.EventPattern }),
      ...(properties.ScheduleExpression === undefined ? {} : { schedule: properties.ScheduleExpression }),
      timeZone: 'UTC',
      enabled: properties.State !== 'DISABLED',
      kind: 'rule',
      targets: properties.Targets.map((target) => ({
        id: target.Id,
        arn: target.Arn,
        ...(target.Input === undefined ? {} : { input: target.Input }),
        ...(target.InputPath === undefined ? {} : { inputPath: target.InputPath }),
        ...(target.InputTransformer === undefined
          ? {}
          : {
              inputTransformer: {
                paths: target.InputTransformer.InputPathsMap,
                template: target.InputTransformer.InputTemplate,
              },
            }),
        ...(target.DeadLetterConfig === undefined ? {} : { deadLetterArn: target.DeadLetterConfig.Arn }),
        maxRetries: target.RetryPolicy.MaximumRetryAttempts,
        maxAgeMs: target.RetryPolicy.MaximumEventAgeInSeconds * 1000,
      })),
    };
  });
  const schedules = ofType(resources, 'AWS::Scheduler::Schedule').map((resource): RuleSpec => {
    const { Target, ...properties } = resourceProperties(resource, scheduleSchema);
    return {
      name: resource.ref,
      arn: resource.attributes.Arn ?? resource.ref,
      bus: 'default',
      schedule: properties.ScheduleExpression,
      timeZone: properties.ScheduleExpressionTimezone,
      enabled: properties.State !== 'DISABLED',
      kind: 'schedule',
      targets: [
        {
          id: 'target',
          arn: Target.Arn,
          input: Target.Input ?? '{}',
          ...(Target.DeadLetterConfig === undefined ? {} : { deadLetterArn: Target.DeadLetterConfig.Arn }),
          maxRetries: Target.RetryPolicy.MaximumRetryAttempts,
          maxAgeMs: Target.RetryPolicy.MaximumEventAgeInSeconds * 1000,
        },
      ],
    };
  });
  return [...rules, ...schedules];
}

/** A stream or queue whose records a function is given. */
export interface MappingSpec {
  readonly id: string;
  readonly functionArn: string;
  readonly sourceArn: string;
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly batchWindowMs: number;
  readonly startAtLatest: boolean;
  /** Records that match one of the patterns are given; all when there is none. */
  readonly filters: readonly Json[];
  /** Undefined: until the record expires. */
  readonly maxRetries?: number;
  readonly maxAgeMs?: number;
  readonly bisectOnError: boolean;
  readonly reportsBatchItemFailures: boolean;
  readonly onFailureArn?: string;
}

const mappingSchema = z.object({
  FunctionName: z.string(),
  EventSourceArn: z.string(),
  Enabled: flag.default(true),
  BatchSize: numeric.optional(),
  MaximumBatchingWindowInSeconds: numeric.default(0),
  StartingPosition: z.string().default('TRIM_HORIZON'),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: jsonOrText })) }).optional(),
  MaximumRetryAttempts: numeric.default(-1),
  MaximumRecordAgeInSeconds: numeric.default(-1),
  BisectBatchOnFunctionError: flag.default(false),
  FunctionResponseTypes: z.array(z.string()).default([]),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }).optional() }).optional(),
});

/** Collects event source mappings. @throws Error for a source that is neither a table's stream nor a queue. */
export function mappingsOf(resources: readonly Resource[]): MappingSpec[] {
  return ofType(resources, 'AWS::Lambda::EventSourceMapping').map((resource) => {
    const properties = resourceProperties(resource, mappingSchema);
    const source = properties.EventSourceArn;
    if (!source.startsWith('arn:aws:dynamodb:') && !source.startsWith('arn:aws:sqs:')) {
      throw new Error(
        `${resource.stackName}/${resource.logicalId}: the local run does not cover events from ${source}`,
      );
    }
    const onFailure = properties.DestinationConfig?.OnFailure?.Destination;
    return {
      id: `${resource.stackName}/${resource.logicalId}`,
      functionArn: properties.FunctionName,
      sourceArn: source,
      enabled: properties.Enabled,
      batchSize: properties.BatchSize ?? (source.startsWith('arn:aws:sqs:') ? 10 : 100),
      batchWindowMs: properties.MaximumBatchingWindowInSeconds * 1000,
      startAtLatest: properties.StartingPosition === 'LATEST',
      filters: properties.FilterCriteria?.Filters.map(({ Pattern }) => Pattern) ?? [],
      ...(properties.MaximumRetryAttempts < 0 ? {} : { maxRetries: properties.MaximumRetryAttempts }),
      ...(properties.MaximumRecordAgeInSeconds < 0 ? {} : { maxAgeMs: properties.MaximumRecordAgeInSeconds * 1000 }),
      bisectOnError: properties.BisectBatchOnFunctionError,
      reportsBatchItemFailures: properties.FunctionResponseTypes.includes('ReportBatchItemFailures'),
      ...(onFailure === undefined ? {} : { onFailureArn: onFailure }),
    };
  });
}

/** An SQS queue as the template describes it. */
export interface QueueSpec {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly visibilityTimeoutMs: number;
  readonly retentionMs: number;
  readonly redrive?: { readonly deadLetterArn: string; readonly maxReceives: number };
}

const queueSchema = z.object({
  FifoQueue: flag.default(false),
  VisibilityTimeout: numeric.default(30),
  MessageRetentionPeriod: numeric.default(345_600),
  RedrivePolicy: jsonOrText.optional(),
});
const redrivePolicy = z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: numeric });

/** Collects queues. @throws Error for a FIFO queue. */
export function queuesOf(resources: readonly Resource[]): QueueSpec[] {
  return ofType(resources, 'AWS::SQS::Queue').map((resource) => {
    const properties = resourceProperties(resource, queueSchema);
    if (properties.FifoQueue) {
      throw new Error(`${resource.stackName}/${resource.logicalId}: the local run does not cover FIFO queues`);
    }
    const redrive = properties.RedrivePolicy === undefined ? undefined : redrivePolicy.parse(properties.RedrivePolicy);
    return {
      name: resource.attributes.QueueName ?? resource.logicalId,
      arn: resource.attributes.Arn ?? resource.ref,
      url: resource.ref,
      visibilityTimeoutMs: properties.VisibilityTimeout * 1000,
      retentionMs: properties.MessageRetentionPeriod * 1000,
      ...(redrive
        ? { redrive: { deadLetterArn: redrive.deadLetterTargetArn, maxReceives: redrive.maxReceiveCount } }
        : {}),
    };
  });
}

export const busNamesOf = (resources: readonly Resource[]): string[] => [
  'default',
  ...ofType(resources, 'AWS::Events::EventBus').map((resource) => resource.ref),
];

const parameterSchema = z.object({ Value: json });

/** SSM parameters: name → value. */
export function parametersOf(resources: readonly Resource[]): ReadonlyMap<string, string> {
  return new Map(
    ofType(resources, 'AWS::SSM::Parameter').map((resource) => [
      resource.ref,
      String(resourceProperties(resource, parameterSchema).Value),
    ]),
  );
}
