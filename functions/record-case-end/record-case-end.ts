import * as z from 'zod/mini';
import type { CaseStatus } from '../shared/domain/case.ts';
import { underWay } from '../shared/domain/case-course.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Cases, Now, Observer, Tasks } from '../shared/domain/ports.ts';
import { executionOutput, type Input, type Output } from './contract.ts';

export interface RecordCaseEndWorld {
  readonly cases: Pick<Cases, 'get' | 'move'>;
  readonly tasks: Pick<Tasks, 'list' | 'end'>;
  readonly now: Now;
  readonly observer: Observer;
}

/**
 * Writes on the case how its execution ended, then ends the tasks that are still open: nobody waits for them. In this
 * order, so that a task opened at the same moment is caught either here or by its opener. Run twice it changes nothing.
 */
export async function recordCaseEnd(world: RecordCaseEndWorld, { detail }: Input): Promise<Output> {
  const caseId = detail.name;
  const end = endOf(detail);
  if (end === undefined) return { caseId, cancelledTasks: 0 };
  const salesCase = await world.cases.get(caseId);
  // The execution has been redriven since: this end is over, told late.
  if ((salesCase?.redrives ?? 0) > (detail.redriveCount ?? 0)) return { caseId, cancelledTasks: 0 };
  if (salesCase === undefined) {
    // Somebody started the machine by hand, without a case.
    world.observer.warn('case.unknown', { caseId });
    return { caseId, cancelledTasks: 0 };
  }
  const { status, reason } = end;
  const endedAt = detail.stopDate == null ? world.now() : new Date(detail.stopDate);
  const type = status === 'CANCELLED' ? 'case.cancelled' : 'case.ended';
  const fact = newFact({ caseId, type, detail: { status } }, endedAt, 9);
  const change = { endedAt: endedAt.toISOString(), ...(reason === '' ? {} : { endReason: reason }) };
  // A case that was cancelled on purpose is no longer under way and keeps its own reason.
  if (await world.cases.move(caseId, underWay, status, change, fact)) world.observer.fact(fact);
  return { caseId, cancelledTasks: await cancelOpenTasks(world, caseId) };
}

/** The case's status after its execution, and why; undefined while the execution is not over. */
function endOf(detail: Input['detail']): { status: CaseStatus; reason: string } | undefined {
  switch (detail.status) {
    case 'SUCCEEDED': {
      const { result, reason = '' } = z.parse(executionOutput, JSON.parse(detail.output ?? 'null'));
      return { status: statusOf[result], reason };
    }
    case 'ABORTED':
      return { status: 'CANCELLED', reason: because(detail) };
    case 'FAILED':
    case 'TIMED_OUT':
      return { status: 'FAILED', reason: because(detail) || detail.status };
    default:
      return undefined;
  }
}

const statusOf = { published: 'PUBLISHED', lost: 'LOST', closed: 'CLOSED' } as const satisfies Record<
  string,
  CaseStatus
>;

/** Causes may be whole stack traces: a record keeps their beginning. */
function because({ error, cause }: Input['detail']): string {
  return [error, cause]
    .filter((part) => part != null && part !== '')
    .join(': ')
    .slice(0, 1000);
}

async function cancelOpenTasks(world: RecordCaseEndWorld, caseId: string): Promise<number> {
  let cancelled = 0;
  let cursor: string | undefined;
  do {
    const page = await world.tasks.list({ caseId }, { limit: 100, ...(cursor === undefined ? {} : { cursor }) });
    for (const { id, step } of page.items.filter(({ status }) => status === 'OPEN')) {
      const fact = newFact({ caseId, taskId: id, step, type: 'task.cancelled' }, world.now());
      if (!(await world.tasks.end(id, 'CANCELLED', fact))) continue;
      world.observer.fact(fact);
      cancelled += 1;
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return cancelled;
}
