import { type DutiesWorld, refusalByDuties } from '../decide-task/duties.ts';
import { recordRefusal } from '../decide-task/record-refusal.ts';
import { notYours } from '../decide-task/refusals.ts';
import { refusalByStanding } from '../decide-task/standing.ts';
import { isCandidateGroup, mayRelease } from '../shared/domain/access.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import { SopError } from '../shared/domain/errors.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Cases, Now, Observer, Tasks } from '../shared/domain/ports.ts';
import type { Task, Way } from '../shared/domain/task.ts';
import { type ReadTaskWorld, visibleTask } from './read-task.ts';

/** What claiming and releasing need of the world. */
export interface ClaimTaskWorld extends ReadTaskWorld, DutiesWorld {
  readonly tasks: Pick<Tasks, 'get' | 'claim' | 'release' | 'duties'>;
  readonly cases: Pick<Cases, 'get' | 'documents' | 'record'>;
  readonly now: Now;
  readonly observer: Observer;
}

type Held = { readonly task: Task; readonly salesCase: SalesCase };

/**
 * Takes a task of the actor's candidate group: from then on it is theirs alone. Taking one's own again changes nothing.
 * @throws SopError TaskNotFound (404), TaskNotVisible, NotYourTask, DutiesSeparated (403), TaskClaimed, TaskAlreadyDecided, TaskCancelled (409), TaskExpired (410)
 */
export async function claimTask(world: ClaimTaskWorld, actor: Actor, id: string, via: Way): Promise<Held> {
  const { task, salesCase } = await visibleTask(world, actor, id);
  if (!actor.roles.includes(task.role) || (!isCandidateGroup(task.role) && task.assignee !== actor.id)) {
    throw notYours(task);
  }
  const at = world.now();
  requireOpen(task, at);
  if (task.assignee === actor.id) {
    return { task, salesCase };
  }
  const refused = await refusalByDuties(world, task, [actor.id]);
  if (refused !== undefined) {
    await recordRefusal(world, task, { by: actor.id, via, refused, at });
    throw refused;
  }
  const fact = newFact(
    { caseId: task.caseId, type: 'task.claimed', by: actor.id, via, taskId: id, step: task.step },
    at,
  );
  if (task.assignee === undefined && (await world.tasks.claim(id, actor.id, fact))) {
    world.observer.fact(fact);
    return { task: { ...task, assignee: actor.id }, salesCase };
  }
  const now = await visibleTask(world, actor, id);
  requireOpen(now.task, at);
  if (now.task.assignee === actor.id) {
    return now;
  }
  throw claimed(now.task);
}

/**
 * Gives a claimed task back to its group. Giving back one that nobody holds changes nothing.
 * @throws SopError TaskNotFound (404), TaskNotVisible, NotYourTask (403), TaskNotClaimable, TaskAlreadyDecided, TaskCancelled (409), TaskExpired (410)
 */
export async function releaseTask(world: ClaimTaskWorld, actor: Actor, id: string, via: Way): Promise<Held> {
  const { task, salesCase } = await visibleTask(world, actor, id);
  if (!isCandidateGroup(task.role)) {
    throw new SopError('TaskNotClaimable', 409, {
      zh: '此任务由项目指定的人处理，不能退回部门。',
      en: 'This task belongs to a person the case names: there is no group to give it back to.',
    });
  }
  const at = world.now();
  requireOpen(task, at);
  if (task.assignee === undefined) {
    return { task, salesCase };
  }
  if (!mayRelease(actor, task)) {
    throw claimed(task);
  }
  const fact = newFact(
    { caseId: task.caseId, type: 'task.released', by: actor.id, via, taskId: id, step: task.step },
    at,
  );
  if (await world.tasks.release(id, task.assignee, fact)) {
    world.observer.fact(fact);
  }
  const now = await visibleTask(world, actor, id);
  requireOpen(now.task, at);
  if (now.task.assignee !== undefined) {
    throw claimed(now.task);
  }
  return now;
}

function requireOpen(task: Task, at: Date): void {
  const ended = refusalByStanding(task, at);
  if (ended !== undefined) {
    throw ended;
  }
}

function claimed(task: Task): SopError {
  return new SopError(
    'TaskClaimed',
    409,
    { zh: '此任务已由同事认领。', en: 'A colleague has claimed this task.' },
    { extension: { assignee: task.assignee } },
  );
}
