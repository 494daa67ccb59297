import type { BucketSpec } from '../../template/buckets.ts';
import type { EventBus } from '../events/event-bus.ts';

/** What telling of a bucket's changes needs. */
export interface BucketEventPorts {
  readonly bus: EventBus;
  readonly region: string;
  readonly now: () => number;
  /** Takes an event for a function; durable once it returns. */
  readonly invokeLater: (functionArn: string, event: string) => void;
}

/** Tells functions and the default bus of a bucket's change, as the template asks for. */
export function tellOfChange(
  { bus, region, now, invokeLater }: BucketEventPorts,
  bucket: BucketSpec,
  event: string,
  object: { readonly key: string; readonly versionId?: string; readonly size?: number; readonly etag?: string },
): void {
  const time = now();
  for (const { events, functionArn, prefix, suffix } of bucket.notifications) {
    const wanted = events.some((each) => each === `s3:${event}` || `s3:${event}`.startsWith(each.replace(/\*$/, '')));
    if (!wanted || !object.key.startsWith(prefix) || !object.key.endsWith(suffix)) continue;
    const record = {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: region,
      eventTime: new Date(time).toISOString(),
      eventName: event,
      s3: {
        s3SchemaVersion: '1.0',
        bucket: { name: bucket.name, arn: `arn:aws:s3:::${bucket.name}` },
        object: {
          key: encodeURIComponent(object.key).replaceAll('%20', '+').replaceAll('%2F', '/'),
          ...(object.size === undefined ? {} : { size: object.size }),
          ...(object.etag === undefined ? {} : { eTag: object.etag }),
          ...(object.versionId === undefined ? {} : { versionId: object.versionId }),
        },
      },
    };
    invokeLater(functionArn, JSON.stringify({ Records: [record] }));
  }
  if (!bucket.tellsEventBridge) return;
  bus.publish({
    bus: 'default',
    source: 'aws.s3',
    detailType: event.startsWith('ObjectCreated') ? 'Object Created' : 'Object Deleted',
    detail: {
      bucket: { name: bucket.name },
      object: { key: object.key, size: object.size ?? 0, etag: object.etag ?? '' },
      reason: event,
    },
    resources: [`arn:aws:s3:::${bucket.name}`],
    time,
  });
}
