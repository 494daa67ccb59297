import { caseNotFound, mayPrioritise } from '../shared/domain/access.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import { hasEnded } from '../shared/domain/case-course.ts';
import { SopError } from '../shared/domain/errors.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Cases, Ladders, Observer, Tasks } from '../shared/domain/ports.ts';
import type { Priority } from '../shared/domain/priority.ts';
import { reprioritised, termsOf } from '../shared/domain/sla.ts';
import type { Way } from '../shared/domain/task.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import type { WorkCalendar } from '../shared/domain/working-time.ts';
import { openTasks } from './case-tasks.ts';

/** What changing a case's priority needs of the world. */
export interface SetPriorityWorld {
  readonly cases: Pick<Cases, 'get' | 'setPriority'>;
  readonly tasks: Pick<Tasks, 'list'>;
  readonly ladders: Pick<Ladders, 'reprioritise'>;
  readonly calendar: WorkCalendar;
  readonly observer: Observer;
}

/** How often a task is tried that the sweep keeps changing. */
const MAX_ROUNDS = 4;

/**
 * Makes a running case urgent, or normal again: tasks opened from then on have the other ladder, and those that are open
 * get its due time and go on at the rung they are at. Repeated, it makes up for what a crash left out and changes nothing
 * else.
 * @throws SopError CaseNotFound (404), PriorityNotYours (403), CaseEnded (409)
 */
export async function setPriority(
  world: SetPriorityWorld,
  request: {
    readonly actor: Actor;
    readonly id: string;
    readonly priority: Priority;
    readonly via: Way;
    readonly at: Date;
  },
): Promise<SalesCase> {
  const { actor, id, priority, via, at } = request;
  const found = await world.cases.get(id);
  if (found === undefined) throw caseNotFound();
  if (!mayPrioritise(actor, found)) throw priorityNotYours();
  if (hasEnded(found)) throw caseEnded();
  if ((found.settings.priority ?? 'normal') !== priority) {
    const fact = newFact({ caseId: id, type: 'case.priority-changed', by: actor.id, via, detail: { priority } }, at);
    if (!(await world.cases.setPriority(found, priority, fact))) throw caseEnded();
    world.observer.fact(fact);
  }
  for (const task of await openTasks(world.tasks, id)) {
    if ((task.priority ?? 'normal') !== priority) await change(world, task.id, priority);
  }
  return { ...found, settings: { ...found.settings, priority } };
}

async function change({ ladders, calendar }: SetPriorityWorld, id: string, priority: Priority): Promise<void> {
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const done = await ladders.reprioritise(id, (task) => ({
      priority,
      ...reprioritised(task, priority, termsOf(task.step, calendar)),
    }));
    if (done) return;
  }
  throw new TransientFailure(new Error('The task kept changing while its priority was changed'));
}

function priorityNotYours(): SopError {
  return new SopError('PriorityNotYours', 403, {
    zh: '只有项目的销售、助理和销售经理可以更改优先级。',
    en: 'A case’s salesperson, its assistant and sales managers change its priority.',
  });
}

function caseEnded(): SopError {
  return new SopError('CaseEnded', 409, {
    zh: '项目已经结束，不能再更改优先级。',
    en: 'The case has ended: its priority can no longer be changed.',
  });
}
