import { type DutiesWorld, refusalByDuties } from '../decide-task/duties.ts';
import { substitutesAt } from '../shared/domain/absence.ts';
import { isCandidateGroup } from '../shared/domain/access.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import type { SlaChange } from '../shared/domain/ports.ts';
import type { Rung } from '../shared/domain/sla-policy.ts';
import type { Task } from '../shared/domain/task.ts';
import { type SuperiorsWorld, superiorsOf } from './superiors.ts';

export type SuccessorWorld = SuperiorsWorld & DutiesWorld;

type Hands = NonNullable<SlaChange['handover']>;

/**
 * Who is to have a task that its holder does not decide: their substitute while they are away, if the rung says so, else
 * their supervisor, to whom it is entrusted where they lack the role; else the whole group again. Nobody whom the
 * separation of duties keeps away.
 * @returns undefined where nobody may have it
 */
export async function successorOf(
  world: SuccessorWorld,
  task: Task,
  rung: Extract<Rung, { act: 'reassign' }>,
  salesCase: SalesCase,
  at: string,
): Promise<Hands | undefined> {
  for (const hands of await candidates(world, task, rung, salesCase, at)) {
    const { assignee, onBehalfOf } = hands;
    const separated = await refusalByDuties(world, task, [
      ...(assignee === undefined ? [] : [assignee]),
      ...onBehalfOf,
    ]);
    if (separated === undefined) return hands;
  }
  return task.assignee !== undefined && isCandidateGroup(task.role)
    ? { assignee: undefined, onBehalfOf: [], entrusted: undefined }
    : undefined;
}

async function candidates(
  world: SuccessorWorld,
  task: Task,
  rung: Extract<Rung, { act: 'reassign' }>,
  salesCase: SalesCase,
  at: string,
): Promise<readonly Hands[]> {
  const found: Hands[] = [];
  if (rung.to === 'substitute-or-supervisor' && task.assignee !== undefined) {
    const { acting, away } = await substitutesAt(world.absences, task.assignee, at);
    const substitute = away.length === 0 ? undefined : await world.people.get(acting);
    if (substitute?.roles.includes(task.role)) {
      found.push({ assignee: acting, onBehalfOf: [...(task.onBehalfOf ?? []), ...away], entrusted: undefined });
    }
  }
  for (const { id, roles } of await superiorsOf(world, task, salesCase, at)) {
    found.push({ assignee: id, onBehalfOf: [], entrusted: roles.includes(task.role) ? undefined : id });
  }
  return found;
}
