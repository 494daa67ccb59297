import { mayAct } from './assignment.ts';
import type { SalesCase } from './case.ts';
import { mayDelegate } from './delegation.ts';
import { SopError } from './errors.ts';
import type { Actor } from './person.ts';
import type { Role } from './roles.ts';
import type { Task } from './task.ts';

/** Who may see and do what. A case's own people act by name, departments as a group, managers and headquarters see all. */

/** Roles whose tasks belong to one person named in the case; every other role is a candidate group. */
const personalRoles: ReadonlySet<Role> = new Set<Role>(['customer', 'sales', 'assistant']);

/** Whether the tasks of the role belong to whoever of the group takes them. */
export function isCandidateGroup(role: Role): boolean {
  return !personalRoles.has(role);
}

/** Whether the actor sees every case and task. */
export function seesAll(actor: Actor): boolean {
  return actor.roles.includes('sales-manager') || actor.roles.includes('hq');
}

/** Whether the actor sees the task: their own, what they decided, what they were told is late, or one of their group's. */
export function seesTask(actor: Actor, task: Task): boolean {
  return (
    seesAll(actor) ||
    task.assignee === actor.id ||
    task.decision?.by === actor.id ||
    task.onBehalfOf?.includes(actor.id) === true ||
    task.escalation?.to.includes(actor.id) === true ||
    (isCandidateGroup(task.role) && actor.roles.includes(task.role))
  );
}

/** Whether the case names the actor, who then sees all of it. */
export function isNamedIn(actor: Actor, salesCase: SalesCase): boolean {
  return salesCase.sales === actor.id || salesCase.assistant === actor.id;
}

/** What somebody may do with a task. */
export const taskActionIds = ['decide', 'claim', 'release', 'delegate', 'reassign'] as const;
export type TaskAction = (typeof taskActionIds)[number];

/** What the actor may do with the task at `now`. */
export function taskActions(actor: Actor, task: Task, now: Date): TaskAction[] {
  if (task.status !== 'OPEN' || task.expiresAt <= now.toISOString()) {
    return [];
  }
  return [
    ...(mayAct(actor, task) ? ['decide' as const] : []),
    ...(mayAct(actor, task) && isCandidateGroup(task.role) && task.assignee === undefined ? ['claim' as const] : []),
    ...(task.assignee !== undefined && mayRelease(actor, task) ? ['release' as const] : []),
    ...(task.role !== 'customer' && mayDelegate(actor, task) ? ['delegate' as const] : []),
    ...(task.role !== 'customer' && actor.roles.includes('sales-manager') ? ['reassign' as const] : []),
  ];
}

/** Whether the actor may give a claimed task back to its group: it is theirs, or they manage the sale. */
export function mayRelease(actor: Actor, task: Task): boolean {
  return isCandidateGroup(task.role) && (task.assignee === actor.id || actor.roles.includes('sales-manager'));
}

/** Whether the actor may call the sale off: its salesperson or a sales manager. */
export function mayCancel(actor: Actor, salesCase: SalesCase): boolean {
  return actor.roles.includes('sales-manager') || (actor.roles.includes('sales') && salesCase.sales === actor.id);
}

/** Whether the actor may say how soon the case's tasks are wanted: its salesperson, its assistant, a sales manager. */
export function mayPrioritise(actor: Actor, salesCase: SalesCase): boolean {
  return actor.roles.includes('sales-manager') || isNamedIn(actor, salesCase);
}

/** Whether the actor may correct the customer's contact: the case's salesperson or its assistant, who know them. */
export function mayChangeContact(actor: Actor, salesCase: SalesCase): boolean {
  return isNamedIn(actor, salesCase);
}

/** The refusal of a case the actor has no part in. */
export function caseNotYours(): SopError {
  return new SopError('CaseNotYours', 403, {
    zh: '您无权操作这个项目：只有项目的销售、助理、有任务的部门以及销售经理和总部可以查看，只有项目的销售和销售经理可以取消。',
    en: 'This case is not yours: its salesperson, its assistant, departments with a task in it, sales managers and headquarters may see it; its salesperson and sales managers may cancel it.',
  });
}

/** The refusal of an id that no case has. */
export function caseNotFound(): SopError {
  return new SopError('CaseNotFound', 404, {
    zh: '没有这个项目，请核对项目编号。',
    en: 'There is no such case: check its id.',
  });
}
