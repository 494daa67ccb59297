import type { SalesCase } from './case.ts';
import type { Actor, Person } from './person.ts';
import type { Role } from './roles.ts';
import type { Task } from './task.ts';

/** The person id of a case's contact: a customer has no account, only links. */
export function contactId(caseId: string): string {
  return `contact:${caseId}`;
}

/** The case's contact as somebody who can be given a task. */
export function contactPerson(salesCase: SalesCase): Person {
  const { name, email, language } = salesCase.contact;
  return { id: contactId(salesCase.id), name, email, language, roles: ['customer'] };
}

/** Who must act in `role` in this case; undefined where the role's people are the candidate group. */
export function assigneeOf(role: Role, salesCase: SalesCase): string | undefined {
  switch (role) {
    case 'customer':
      return contactId(salesCase.id);
    case 'sales':
      return salesCase.sales;
    case 'assistant':
      return salesCase.assistant;
    default:
      return undefined;
  }
}

/** Whether `actor` may act on `task`: they hold its role, and it is theirs or nobody's yet; or it was entrusted to them. */
export function mayAct(actor: Actor, task: Pick<Task, 'role' | 'assignee' | 'entrusted'>): boolean {
  if (task.assignee === undefined) return actor.roles.includes(task.role);
  return task.assignee === actor.id && (actor.roles.includes(task.role) || task.entrusted === actor.id);
}

/** The member that names those for whom the task's assignee acts; none where they act for themselves. */
export function forWhom({ onBehalfOf }: Pick<Task, 'onBehalfOf'>): { readonly onBehalfOf?: string[] } {
  return onBehalfOf === undefined ? {} : { onBehalfOf };
}

/** Everybody whose hand is in a decision that `actor` makes on `task`. */
export function actingPeople(task: Pick<Task, 'onBehalfOf'>, actor: Pick<Actor, 'id'>): readonly string[] {
  return [actor.id, ...(task.onBehalfOf ?? [])];
}
