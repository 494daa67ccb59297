import { reviewCaseContract } from '../review-contract/review-contract.ts';
import { reviewCaseOrder } from '../review-order/review-order.ts';
import type { Cases, People } from '../shared/domain/ports.ts';
import type { StepId } from '../shared/domain/steps.ts';
import type { Finding } from '../shared/domain/task.ts';

interface RuleCheckWorld {
  readonly cases: Pick<Cases, 'get' | 'documents'>;
  readonly people: Pick<People, 'get'>;
}

/** The steps before which the state machine has the documents checked by rule. */
const checks: Partial<
  Record<StepId, (world: RuleCheckWorld, of: { caseId: string }) => Promise<{ findings: Finding[] }>>
> = { '6': reviewCaseContract, '25': reviewCaseOrder };

/**
 * What the rule check says of the documents as they are now, for a step that has one: the machine checked them before it
 * asked for the task, and they have changed since.
 */
export async function renewedFindings(world: RuleCheckWorld, step: StepId, caseId: string): Promise<Finding[]> {
  return (await checks[step]?.(world, { caseId }))?.findings ?? [];
}
