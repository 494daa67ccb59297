import { substitutesAt } from '../shared/domain/absence.ts';
import { contactId } from '../shared/domain/assignment.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import type { Person } from '../shared/domain/person.ts';
import type { Absences, People } from '../shared/domain/ports.ts';
import type { Task } from '../shared/domain/task.ts';

export interface SuperiorsWorld {
  readonly people: Pick<People, 'get' | 'withRole'>;
  readonly absences: Pick<Absences, 'of'>;
}

/** So many are told at most. */
const MOST = 5;

/**
 * Who answers for whoever has the task, at the instant `at`: the salesperson for their customer, the supervisor of the
 * assignee, the supervisors of a group that has not taken it; each replaced by their substitute while away. Where there
 * is none the sales managers, then headquarters. Never who has the task.
 */
export async function superiorsOf(
  world: SuperiorsWorld,
  task: Task,
  salesCase: SalesCase,
  at: string,
): Promise<readonly Person[]> {
  const direct = await directSuperiors(world, task, salesCase);
  const present = await Promise.all(direct.map(async (id) => (await substitutesAt(world.absences, id, at)).acting));
  const named = await Promise.all([...new Set(present)].map((id) => world.people.get(id)));
  const fit = named.filter((person) => person !== undefined).filter(({ id }) => id !== task.assignee);
  if (fit.length > 0) return fit.slice(0, MOST);
  for (const role of ['sales-manager', 'hq'] as const) {
    const members = (await world.people.withRole(role)).filter(({ id }) => id !== task.assignee);
    if (members.length > 0) return members.slice(0, MOST);
  }
  return [];
}

async function directSuperiors(world: SuperiorsWorld, task: Task, salesCase: SalesCase): Promise<readonly string[]> {
  if (task.assignee === contactId(task.caseId)) return [salesCase.sales];
  const holders =
    task.assignee === undefined ? await world.people.withRole(task.role) : [await world.people.get(task.assignee)];
  return holders.flatMap((person) => person?.supervisor ?? []);
}
