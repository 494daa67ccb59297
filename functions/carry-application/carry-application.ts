import type { WrittenApplication } from '../shared/adapters/application-records.ts';
import type { Observer, Workflow } from '../shared/domain/ports.ts';

export interface CarryApplicationWorld {
  readonly workflow: Pick<Workflow, 'start' | 'succeed'>;
  readonly observer: Observer;
}

/**
 * The outbox of applications: starts the state machine of a new one and hands the approval group's decision to the state
 * that waits. A decision that comes before the state has its token is delivered when the token is kept.
 */
export async function carryApplication(
  { workflow, observer }: CarryApplicationWorld,
  { application, taskToken }: WrittenApplication,
): Promise<void> {
  const { id, status, decision } = application;
  if (status === 'OPEN' && taskToken === undefined) {
    await workflow.start(id, { applicationId: id });
    return;
  }
  if (status !== 'DECIDED' || decision === undefined || taskToken === undefined) return;
  const delivered = await workflow.succeed(taskToken, { outcome: decision.outcome });
  if (delivered === 'gone') observer.warn('application.decision-undeliverable', { applicationId: id });
}
