import { caseNotFound, caseNotYours, mayCancel } from '../shared/domain/access.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import { underWay } from '../shared/domain/case-course.ts';
import { SopError } from '../shared/domain/errors.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Cases, Observer, Tasks, Workflow } from '../shared/domain/ports.ts';
import type { Way } from '../shared/domain/task.ts';
import type { Identity } from '../shared/http/identity.ts';
import { openTasks } from './case-tasks.ts';

/** What cancelling needs of the world. */
export interface CancelCaseWorld {
  readonly cases: Pick<Cases, 'get' | 'move'>;
  readonly tasks: Pick<Tasks, 'list' | 'end'>;
  /** Stopping an execution that does not exist, or has ended, does nothing. */
  readonly workflow: Pick<Workflow, 'stop'>;
  /** Where the case's execution is, also while it is only about to start and not on record yet. */
  readonly executionArnOf: (caseId: string) => string;
  readonly observer: Observer;
}

/**
 * Calls a sale off: the case is CANCELLED first, which settles it against its own ending, then its execution is stopped
 * and its open tasks end. Repeated, it does again what may have been left undone and changes nothing else.
 * @throws SopError CaseNotFound (404), CaseNotYours (403), CaseEnded (409)
 */
export async function cancelCase(
  world: CancelCaseWorld,
  request: {
    readonly actor: Actor;
    readonly id: string;
    readonly reason: string;
    readonly via: Way;
    readonly identity: Identity;
  },
): Promise<SalesCase> {
  const { actor, id, reason, via, identity } = request;
  const found = await world.cases.get(id);
  if (found === undefined) {
    throw caseNotFound();
  }
  if (!mayCancel(actor, found)) {
    throw caseNotYours();
  }
  const { at } = identity;
  const by = { caseId: id, by: actor.id, via };
  if (underWay.includes(found.status)) {
    const fact = newFact({ ...by, type: 'case.cancelled' }, at);
    const end = { endedAt: at.toISOString(), endReason: reason };
    if (await world.cases.move(id, underWay, 'CANCELLED', end, fact)) {
      world.observer.fact(fact);
    }
  }
  const settled = (await world.cases.get(id)) ?? found;
  if (settled.status !== 'CANCELLED') {
    throw ended(settled);
  }
  await world.workflow.stop(
    settled.executionArn ?? world.executionArnOf(id),
    'CaseCancelled',
    `Cancelled by ${actor.id}`,
  );
  for (const task of await openTasks(world.tasks, id)) {
    const fact = newFact({ ...by, type: 'task.cancelled', taskId: task.id, step: task.step }, at);
    if (await world.tasks.end(task.id, 'CANCELLED', fact)) {
      world.observer.fact(fact);
    }
  }
  return settled;
}

function ended({ status, endedAt }: SalesCase): SopError {
  return new SopError(
    'CaseEnded',
    409,
    { zh: '项目已经结束，不能再取消。', en: 'The case has ended already and can no longer be cancelled.' },
    { extension: { caseStatus: status, ...(endedAt === undefined ? {} : { endedAt }) } },
  );
}
