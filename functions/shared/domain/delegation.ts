import type { Actor } from './person.ts';
import type { Task } from './task.ts';

/** Who has a task in hand: the assignee, and those for whom they act, first the one it fell to. */
export interface Holding {
  readonly assignee: string;
  readonly onBehalfOf: string[];
}

/** Whether the actor may pass the task on: it is theirs, or somebody acts on it for them. */
export function mayDelegate(actor: Pick<Actor, 'id'>, task: Pick<Task, 'assignee' | 'onBehalfOf'>): boolean {
  return task.assignee === actor.id || task.onBehalfOf?.includes(actor.id) === true;
}

/**
 * Who has the task after `by`, who holds it or let it go to somebody, passes it on to `to`. Everybody from the one it fell
 * to down to `by` stays answerable. Passed on to one of them it is given back, so that a chain never closes to a ring.
 */
export function passedOn(task: Pick<Task, 'assignee' | 'onBehalfOf'>, by: string, to: string): Holding {
  const hands = [...(task.onBehalfOf ?? []), ...(task.assignee === undefined ? [] : [task.assignee])];
  const answerable = hands.slice(0, hands.indexOf(by) + 1);
  const back = answerable.indexOf(to);
  return { assignee: to, onBehalfOf: back < 0 ? answerable : answerable.slice(0, back) };
}
