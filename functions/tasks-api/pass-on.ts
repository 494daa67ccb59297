import { type DutiesWorld, refusalByDuties } from '../decide-task/duties.ts';
import { recordRefusal } from '../decide-task/record-refusal.ts';
import { notYours } from '../decide-task/refusals.ts';
import { refusalByStanding } from '../decide-task/standing.ts';
import { substitutesAt } from '../shared/domain/absence.ts';
import { isCandidateGroup } from '../shared/domain/access.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import { type Holding, mayDelegate, passedOn } from '../shared/domain/delegation.ts';
import { SopError } from '../shared/domain/errors.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Absences, Cases, Handovers, Now, Observer, People, Tasks } from '../shared/domain/ports.ts';
import { roles } from '../shared/domain/roles.ts';
import type { Task, Way } from '../shared/domain/task.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import { visibleTask } from './read-task.ts';

/** What passing a task on needs of the world. */
export interface PassOnWorld extends DutiesWorld {
  readonly tasks: Pick<Tasks, 'get' | 'duties'>;
  readonly cases: Pick<Cases, 'get' | 'documents' | 'record'>;
  readonly people: Pick<People, 'get' | 'withRole'>;
  readonly handovers: Handovers;
  readonly absences: Pick<Absences, 'of'>;
  readonly now: Now;
  readonly observer: Observer;
}

export interface PassOn {
  readonly actor: Actor;
  readonly id: string;
  readonly via: Way;
}

type Held = { readonly task: Task; readonly salesCase: SalesCase };

/** How often a change of hands is tried where another change was faster. */
const MAX_ROUNDS = 4;

/**
 * Lets somebody else of the task's role act on behalf of who has it; who has passed it on may pass it on anew, or take it
 * back. The links sent so far are dead, the delegate gets their own. Where the delegate is away, their substitute acts.
 * The rules of separated duties hold for everybody whose hand is in it. Delegating to who has it changes nothing.
 *
 * @throws SopError TaskNotFound (404), TaskNotVisible, NotYourTask, DutiesSeparated (403), TaskUnclaimed,
 *   TaskAlreadyDecided, TaskCancelled (409), TaskExpired (410), PersonUnfit (422)
 */
export async function delegateTask(world: PassOnWorld, { to, ...by }: PassOn & { readonly to: string }): Promise<Held> {
  return change(world, by, 'task.delegated', async (task, at) => {
    if (task.assignee === undefined && by.actor.roles.includes(task.role)) throw unclaimed();
    if (!mayDelegate(by.actor, task)) throw notYours(task);
    if (task.assignee === to) return undefined;
    await requireRole(world, task, to);
    const { acting, away } = await substitutesAt(world.absences, to, at);
    if (away.length > 0) await requireRole(world, task, acting);
    const { onBehalfOf } = passedOn(task, by.actor.id, to);
    if (!onBehalfOf.includes(acting)) return { assignee: acting, onBehalfOf: [...onBehalfOf, ...away] };
    // Where the substitute is who passed the task on, it goes back to them.
    const back = passedOn(task, by.actor.id, acting);
    return back.assignee === task.assignee ? undefined : back;
  });
}

/**
 * Gives a task to somebody else of its role, or back to its group, on the word of a sales manager: who has it then acts
 * for themselves. The links sent so far are dead. Reassigning to who has it for themselves changes nothing.
 *
 * @param to undefined for the candidate group
 * @throws SopError TaskNotFound (404), ReassignmentNotYours, DutiesSeparated (403), TaskNotClaimable, TaskAlreadyDecided,
 *   TaskCancelled (409), TaskExpired (410), PersonUnfit (422)
 */
export async function reassignTask(
  world: PassOnWorld,
  { to, ...by }: PassOn & { readonly to: string | undefined },
): Promise<Held> {
  return change(world, by, 'task.reassigned', async (task) => {
    if (!by.actor.roles.includes('sales-manager')) throw reassignmentNotYours();
    if (task.assignee === to && task.onBehalfOf === undefined) return undefined;
    if (to === undefined) {
      if (!isCandidateGroup(task.role)) throw noGroup();
    } else {
      await requireRole(world, task, to);
    }
    return { assignee: to, onBehalfOf: [] };
  });
}

type Hands = Omit<Holding, 'assignee'> & { readonly assignee: string | undefined };

/** @param handsOf who is to have the task; undefined where that is so already */
async function change(
  world: PassOnWorld,
  { actor, id, via }: PassOn,
  type: 'task.delegated' | 'task.reassigned',
  handsOf: (task: Task, at: string) => Promise<Hands | undefined>,
): Promise<Held> {
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const { task, salesCase } = await visibleTask(world, actor, id);
    const at = world.now();
    try {
      const ended = refusalByStanding(task, at);
      if (ended !== undefined) throw ended;
      const hands = await handsOf(task, at.toISOString());
      if (hands === undefined) return { task, salesCase };
      const people = [...(hands.assignee === undefined ? [] : [hands.assignee]), ...hands.onBehalfOf];
      const separated = await refusalByDuties(world, task, people);
      if (separated !== undefined) throw separated;
      const detail = {
        attempt: task.attempt + 1,
        ...(task.assignee === undefined ? {} : { from: task.assignee }),
        ...(hands.assignee === undefined ? {} : { to: hands.assignee }),
      };
      const { caseId, step } = task;
      const fact = newFact({ caseId, taskId: id, step, type, by: actor.id, via, detail }, at);
      const after = await world.handovers.handOver(task, hands, fact);
      if (after !== undefined) {
        world.observer.fact(fact);
        return { task: after, salesCase };
      }
    } catch (error) {
      if (error instanceof SopError && error.status === 403) {
        await recordRefusal(world, task, { by: actor.id, via, refused: error, at });
      }
      throw error;
    }
  }
  throw new TransientFailure(new Error('The task kept changing while it was passed on'));
}

async function requireRole(world: PassOnWorld, task: Task, to: string): Promise<void> {
  const person = await world.people.get(to);
  if (person?.roles.includes(task.role)) return;
  const { zh, en } = roles[task.role];
  throw new SopError(
    'PersonUnfit',
    422,
    {
      zh: `只能交给有“${zh}”角色的人。`,
      en: `The task can only go to somebody with the role “${en}”.`,
    },
    {
      fields: [
        {
          pointer: '/to',
          text: {
            zh: `${to} 没有“${zh}”角色；可选的人见 GET /people?role=${task.role}。`,
            en: `${to} does not have the role “${en}”: GET /people?role=${task.role} lists who has.`,
          },
        },
      ],
    },
  );
}

function unclaimed(): SopError {
  return new SopError('TaskUnclaimed', 409, {
    zh: '此任务无人认领，请先认领再委托。',
    en: 'Nobody has claimed this task yet: claim it, then delegate it.',
  });
}

function reassignmentNotYours(): SopError {
  return new SopError('ReassignmentNotYours', 403, {
    zh: '只有销售经理可以改派任务；您自己的任务可以委托他人。',
    en: 'Only a sales manager reassigns tasks; your own you may delegate.',
  });
}

function noGroup(): SopError {
  return new SopError('TaskNotClaimable', 409, {
    zh: '此任务由项目指定的人处理，没有可以退回的部门：请指定改派给谁。',
    en: 'This task belongs to a person the case names: there is no group to give it back to, so say who is to have it.',
  });
}
