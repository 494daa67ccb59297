import type { Fact } from '../domain/history.ts';
import type { Observer } from '../domain/ports.ts';
import { logger } from './log.ts';
import { count } from './metrics.ts';

export { logger };

/**
 * Tells the log and the metrics of facts and of what deserves a look. Ids and codes only: no names, phones, addresses,
 * link ids or task tokens ever reach a log line. The metric of a fact is its type in Pascal case: `TaskOpened`.
 */
export const observer: Observer = {
  fact(fact) {
    count(metricName(fact.type));
    const { caseId, taskId, step, via } = fact;
    logger.info(fact.type, { caseId, taskId, step, via });
  },
  warn(code, ids) {
    count(metricName(code));
    logger.warn(code, ids);
  },
};

/** `task.refused-attempt` → `TaskRefusedAttempt`. */
export function metricName(code: Fact['type'] | (string & {})): string {
  return code.replaceAll(/(?:^|[.-])([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
