import { forWhom } from '../shared/domain/assignment.ts';
import type { SopError } from '../shared/domain/errors.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Cases, Observer } from '../shared/domain/ports.ts';
import type { Task, Way } from '../shared/domain/task.ts';

/** An attempt that somebody had no right to. */
export interface RefusedAttempt {
  readonly by: string;
  readonly via: Way;
  readonly refused: SopError;
  readonly at: Date;
}

/** Puts a refused attempt on the case's record: who, by which way, and why it was refused. */
export async function recordRefusal(
  world: { readonly cases: Pick<Cases, 'record'>; readonly observer: Observer },
  task: Task,
  { by, via, refused, at }: RefusedAttempt,
): Promise<void> {
  const { caseId, id, step } = task;
  const { rule } = refused.extension;
  const fact = newFact(
    {
      caseId,
      taskId: id,
      step,
      type: 'task.refused-attempt',
      by,
      ...(by === task.assignee ? forWhom(task) : {}),
      via,
      detail: { why: refused.name, ...(typeof rule === 'string' ? { rule } : {}) },
    },
    at,
  );
  await world.cases.record(fact);
  world.observer.fact(fact);
}
