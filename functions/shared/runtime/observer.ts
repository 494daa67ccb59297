import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Fact } from '../domain/history.ts';
import type { Observer } from '../domain/ports.ts';

/** One log and one metric sink per container; service name, level and namespace come from the `POWERTOOLS_*` variables. */
export const logger = new Logger();
export const metrics = new Metrics();

/**
 * Tells the log and the metrics of facts and of what deserves a look. Ids and codes only: no names, phones, addresses,
 * link ids or task tokens ever reach a log line. The metric of a fact is its type in Pascal case: `TaskOpened`.
 */
export const observer: Observer = {
  fact(fact) {
    metrics.addMetric(metricName(fact.type), 'Count', 1);
    const { caseId, taskId, step, via } = fact;
    logger.info(fact.type, {
      caseId,
      ...(taskId === undefined ? {} : { taskId }),
      ...(step === undefined ? {} : { step }),
      ...(via === undefined ? {} : { via }),
    });
  },
  warn(code, ids) {
    metrics.addMetric(metricName(code), 'Count', 1);
    logger.warn(code, { ...ids });
  },
};

/** `task.refused-attempt` → `TaskRefusedAttempt`. */
export function metricName(code: Fact['type'] | (string & {})): string {
  return code.replaceAll(/(?:^|[.-])([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
