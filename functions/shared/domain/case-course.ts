import type { CaseStatus, SalesCase } from './case.ts';

/** The statuses of a case that is under way. */
export const underWay: readonly CaseStatus[] = ['STARTING', 'RUNNING'];

/** Whether nothing more is to be done in the case. */
export function hasEnded(salesCase: Pick<SalesCase, 'status'>): boolean {
  return !underWay.includes(salesCase.status);
}
