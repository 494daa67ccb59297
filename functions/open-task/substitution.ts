import { type DutiesWorld, refusalByDuties } from '../decide-task/duties.ts';
import { substitutesAt } from '../shared/domain/absence.ts';
import { type Holding, passedOn } from '../shared/domain/delegation.ts';
import type { Absences, People } from '../shared/domain/ports.ts';
import type { Task } from '../shared/domain/task.ts';

/** What finding a substitute needs of the world. */
export interface SubstitutionWorld extends DutiesWorld {
  readonly absences: Pick<Absences, 'of'>;
  readonly people: Pick<People, 'get' | 'withRole'>;
}

/**
 * Who is to have the task while its assignee is away: the first of their chain of substitutes who is there. Undefined where
 * the assignee is there or nobody has it alone, and where the substitute lacks the role or separated duties forbid it: the
 * task then stays where it is, and the reminders of its due time take care of it.
 * @param at ISO instant
 */
export async function substitution(world: SubstitutionWorld, task: Task, at: string): Promise<Holding | undefined> {
  const { assignee } = task;
  if (assignee === undefined) return undefined;
  const { acting, away } = await substitutesAt(world.absences, assignee, at);
  if (away.length === 0) return undefined;
  const person = await world.people.get(acting);
  if (person?.roles.includes(task.role) !== true) return undefined;
  const answerable = [...(task.onBehalfOf ?? []), ...away];
  // Where the substitute is who passed the task on, it goes back to them.
  const holding = answerable.includes(acting)
    ? passedOn({ onBehalfOf: answerable, assignee: acting }, acting, acting)
    : { assignee: acting, onBehalfOf: answerable };
  const separated = await refusalByDuties(world, task, [holding.assignee, ...holding.onBehalfOf]);
  return separated === undefined ? holding : undefined;
}
