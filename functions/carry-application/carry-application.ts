import type { WrittenApplication } from '../shared/adapters/application-records.ts';
import type { Observer, Workflow } from '../shared/domain/ports.ts';
import type { RecordChange } from '../shared/domain/record-change.ts';

export interface CarryApplicationWorld {
  readonly workflow: Pick<Workflow, 'start' | 'succeed'>;
  readonly observer: Observer;
}

/**
 * The outbox of applications: starts the state machine of a new one and hands the approval group's decision, or that it ended
 * without one, to the state that waits. A decision that comes before the state has its token is delivered when the token is kept.
 * @param event what happened to the application, which may have gone further since
 */
export async function carryApplication(
  { workflow, observer }: CarryApplicationWorld,
  { application, taskToken }: WrittenApplication,
  event: RecordChange['event'],
): Promise<void> {
  const { id, status, decision, ended } = application;
  // What expired was ended by the state itself: it waits no more.
  const outcome = ended?.result === 'expired' ? undefined : (decision?.outcome ?? ended?.result);
  if (event === 'INSERT') {
    await workflow.start(id, { applicationId: id });
    return;
  }
  if (status !== 'DECIDED' || outcome === undefined || taskToken === undefined) return;
  const delivered = await workflow.succeed(taskToken, { outcome });
  if (delivered === 'gone') observer.warn('application.decision-undeliverable', { applicationId: id });
}
