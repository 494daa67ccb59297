import { z } from 'zod';
import type { Resource } from './resolve-stacks.ts';
import { ofType, resourceProperties } from './resource-properties.ts';
import { flag, numeric } from './values.ts';

/** A function that is told of a bucket's changes. */
export interface BucketNotification {
  /** `s3:ObjectCreated:*`, … */
  readonly events: readonly string[];
  readonly functionArn: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** Which pages of other origins may use a bucket. */
export interface BucketCors {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
}

/** An S3 bucket as the template describes it. */
export interface BucketSpec {
  readonly name: string;
  readonly versioned: boolean;
  /** Objects whose key begins with `prefix` are gone this long after they were put. */
  readonly expirations: readonly { readonly prefix: string; readonly afterMs: number }[];
  /** Whether changes are put on the default event bus. */
  readonly tellsEventBridge: boolean;
  readonly notifications: readonly BucketNotification[];
  readonly cors: readonly BucketCors[];
  /** How long a new version cannot be deleted; undefined without object lock. */
  readonly lockedForMs?: number;
}

const texts = z.array(z.string()).default([]);
const dayMs = 86_400_000;
const bucketSchema = z.object({
  VersioningConfiguration: z.object({ Status: z.string() }).optional(),
  LifecycleConfiguration: z
    .object({
      Rules: z.array(
        z.object({ Status: z.string(), Prefix: z.string().default(''), ExpirationInDays: numeric.optional() }),
      ),
    })
    .optional(),
  NotificationConfiguration: z.object({ EventBridgeConfiguration: z.unknown().optional() }).optional(),
  CorsConfiguration: z
    .object({
      CorsRules: z.array(
        z.object({ AllowedOrigins: texts, AllowedMethods: texts, AllowedHeaders: texts, ExposedHeaders: texts }),
      ),
    })
    .optional(),
  ObjectLockEnabled: flag.default(false),
  ObjectLockConfiguration: z
    .object({
      Rule: z
        .object({
          DefaultRetention: z.object({ Days: numeric.optional(), Years: numeric.optional() }).optional(),
        })
        .optional(),
    })
    .optional(),
});
const rule = z.object({ Name: z.string(), Value: z.string() });
const notificationsSchema = z.object({
  BucketName: z.string(),
  NotificationConfiguration: z.object({
    EventBridgeConfiguration: z.unknown().optional(),
    LambdaFunctionConfigurations: z
      .array(
        z.object({
          Events: texts,
          LambdaFunctionArn: z.string(),
          Filter: z.object({ Key: z.object({ FilterRules: z.array(rule) }) }).optional(),
        }),
      )
      .default([]),
  }),
});

/** Collects buckets, with what CDK's notification resource adds to them. */
export function bucketsOf(resources: readonly Resource[]): BucketSpec[] {
  const notifications = ofType(resources, 'Custom::S3BucketNotifications').map((resource) =>
    resourceProperties(resource, notificationsSchema),
  );
  return ofType(resources, 'AWS::S3::Bucket').map((resource) => {
    const properties = resourceProperties(resource, bucketSchema);
    const own = notifications.filter(({ BucketName }) => BucketName === resource.ref);
    const retention = properties.ObjectLockConfiguration?.Rule?.DefaultRetention;
    const lockedDays = (retention?.Days ?? 0) + (retention?.Years ?? 0) * 365;
    return {
      name: resource.ref,
      versioned: properties.ObjectLockEnabled || properties.VersioningConfiguration?.Status === 'Enabled',
      expirations: (properties.LifecycleConfiguration?.Rules ?? []).flatMap(({ Status, Prefix, ExpirationInDays }) =>
        Status === 'Enabled' && ExpirationInDays !== undefined
          ? [{ prefix: Prefix, afterMs: ExpirationInDays * dayMs }]
          : [],
      ),
      tellsEventBridge:
        properties.NotificationConfiguration?.EventBridgeConfiguration !== undefined ||
        own.some(({ NotificationConfiguration }) => NotificationConfiguration.EventBridgeConfiguration !== undefined),
      notifications: own.flatMap(({ NotificationConfiguration }) =>
        NotificationConfiguration.LambdaFunctionConfigurations.map(({ Events, LambdaFunctionArn, Filter }) => {
          const value = (name: string) =>
            Filter?.Key.FilterRules.find((each) => each.Name.toLowerCase() === name)?.Value ?? '';
          return { events: Events, functionArn: LambdaFunctionArn, prefix: value('prefix'), suffix: value('suffix') };
        }),
      ),
      cors: (properties.CorsConfiguration?.CorsRules ?? []).map((each) => ({
        origins: each.AllowedOrigins,
        methods: each.AllowedMethods,
        headers: each.AllowedHeaders,
        exposed: each.ExposedHeaders,
      })),
      ...(lockedDays > 0 ? { lockedForMs: lockedDays * dayMs } : {}),
    };
  });
}
