import { contactId, contactPerson } from '../shared/domain/assignment.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import type { Person } from '../shared/domain/person.ts';
import type { Observer, People } from '../shared/domain/ports.ts';
import type { Task } from '../shared/domain/task.ts';

/** So many people of a group are mailed; the others see the task in their inbox. */
const MAX_RECIPIENTS = 20;

/**
 * Who is to be told of `task`: its assignee, or everybody of its candidate group. Nobody to tell is no failure, since the
 * task is still there for whoever takes the role; it is worth an alarm.
 */
export async function recipientsOf(
  world: { readonly people: Pick<People, 'get' | 'withRole'>; readonly observer: Observer },
  task: Task,
  salesCase: SalesCase,
): Promise<readonly Person[]> {
  const people = await candidates(world.people, task, salesCase);
  const ids = { caseId: task.caseId, taskId: task.id, role: task.role };
  if (people.length === 0) world.observer.warn('task.nobody-to-notify', ids);
  if (people.length > MAX_RECIPIENTS) world.observer.warn('task.group-too-large', ids);
  return people.slice(0, MAX_RECIPIENTS);
}

async function candidates(
  people: Pick<People, 'get' | 'withRole'>,
  task: Task,
  salesCase: SalesCase,
): Promise<readonly Person[]> {
  if (task.assignee === undefined) return people.withRole(task.role);
  if (task.assignee === contactId(salesCase.id)) return [contactPerson(salesCase)];
  const person = await people.get(task.assignee);
  return person === undefined ? [] : [person];
}
