import { writeLine } from './log.ts';

const counts = new Map<string, number>();

/** Adds one to a metric of this invocation. */
export function count(name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/**
 * Hands the invocation's counts to CloudWatch: one line in its embedded metric format, each metric by service. Nothing is
 * written where nothing was counted.
 */
export function flushCounts(now: Date): void {
  if (counts.size === 0) return;
  const metrics = [...counts.keys()].map((Name) => ({ Name, Unit: 'Count' }));
  writeLine({
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: process.env.POWERTOOLS_METRICS_NAMESPACE ?? 'SalesSop',
          Dimensions: [['service']],
          Metrics: metrics,
        },
      ],
    },
    service: process.env.POWERTOOLS_SERVICE_NAME ?? 'sales-sop',
    ...Object.fromEntries(counts),
  });
  counts.clear();
}
