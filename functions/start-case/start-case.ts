import type { Cases, Workflow } from '../shared/domain/ports.ts';

export interface StartCaseWorld {
  readonly cases: Pick<Cases, 'get' | 'move'>;
  readonly workflow: Pick<Workflow, 'start' | 'stop'>;
}

/**
 * Starts the workflow of a case that has just been written: an execution under the case's own id, so that however often
 * this runs there is one. A case that was called off meanwhile is not started, or stopped again.
 */
export async function startCase(world: StartCaseWorld, caseId: string): Promise<void> {
  const salesCase = await world.cases.get(caseId);
  if (salesCase?.status !== 'STARTING') return;
  const { maxTurns, publicationGate = 'none' } = salesCase.settings;
  const executionArn = await world.workflow.start(caseId, { caseId, maxTurns, publicationGate });
  if (await world.cases.move(caseId, ['STARTING'], 'RUNNING', { executionArn }, undefined)) return;
  const now = await world.cases.get(caseId);
  if (now?.status === 'CANCELLED') {
    await world.workflow.stop(executionArn, 'CaseCancelled', 'Cancelled while it was starting');
  }
}
