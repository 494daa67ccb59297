import type { SalesCase } from '../shared/domain/case.ts';
import { hasEnded } from '../shared/domain/case-course.ts';
import type { Fact } from '../shared/domain/history.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Cases, DueTask, Ladders, People, SlaChange } from '../shared/domain/ports.ts';
import {
  doneWith,
  dueOf,
  mayPause,
  type PlannedAction,
  planOf,
  policyOf,
  rewound,
  termsOf,
} from '../shared/domain/sla.ts';
import type { Escalation, Task } from '../shared/domain/task.ts';
import type { WorkCalendar } from '../shared/domain/working-time.ts';
import { type EscalateWorld, escalate } from './escalate.ts';
import { type RemindWorld, remind } from './remind.ts';
import { type SuccessorWorld, successorOf } from './successor.ts';

export interface ClimbWorld extends RemindWorld, EscalateWorld, SuccessorWorld {
  readonly cases: Pick<Cases, 'get' | 'documents' | 'factsSince' | 'record'>;
  readonly people: Pick<People, 'get' | 'withRole'>;
  readonly ladders: Pick<Ladders, 'take' | 'settle'>;
  readonly calendar: WorkCalendar;
}

/** How long a sweep has a task for itself: longer than the function may run. */
const LEASE = 2 * 60_000;

/**
 * Does what the ladder of one task has due. The task is taken first, so that no other sweep is at it; then each mail is put
 * on record before the next; last the task's new state is written. A sweep that dies leaves the task to be taken again
 * after the lease, and what is on record is not done twice.
 * @returns false when the task was changed or taken meanwhile: whoever did that, or the next sweep, has it
 */
export async function climb(world: ClimbWorld, due: DueTask): Promise<boolean> {
  const now = world.now();
  const taken = await world.ladders.take(due, new Date(now.getTime() + LEASE).toISOString());
  if (taken === undefined) return false;
  const salesCase = await world.cases.get(due.task.caseId);
  if (salesCase === undefined) throw new Error(`There is no case ${due.task.caseId}`);
  // Whoever ended the case is about to end its tasks.
  if (hasEnded(salesCase)) return false;

  const terms = termsOf(due.task.step, world.calendar);
  // A change of hands makes the task due at its own instant, from which the clock stands or runs.
  const changed = new Date(Math.min(Date.parse(due.sweepAt), now.getTime()));
  const clock = rewound(due.task, terms, changed);
  const task: Task = { ...due.task, ...clock };
  const plan = planOf(task, terms);
  // Once the state machine has given up waiting, its own way of asking the sales manager is the one that counts.
  const givenUp = task.expiresAt <= now.toISOString();
  const { act, leftOut } = givenUp ? { act: [], leftOut: plan } : dueOf(plan, now.toISOString());

  const { facts, escalation, handover } = await perform(world, { task, salesCase, plan, act, now });
  const sla = doneWith(task, [...act, ...leftOut]);
  const wound = clockFacts(task, clock, changed);
  const next = planOf({ ...task, sla }, terms)[0]?.at;
  const change: SlaChange = {
    sla,
    dueAt: clock?.dueAt,
    escalation,
    handover,
    nextActionAt: handover !== undefined && mayPause(task.step) ? now.toISOString() : next,
  };
  const all = [...facts, ...wound];
  if (!(await world.ladders.settle(taken, change, all))) return false;
  for (const fact of all) world.observer.fact(fact);
  return true;
}

interface Performance {
  readonly task: Task;
  readonly salesCase: SalesCase;
  readonly plan: readonly PlannedAction[];
  readonly act: readonly PlannedAction[];
  readonly now: Date;
}

interface Performed {
  /** What is still to be put on record. */
  readonly facts: readonly Fact[];
  readonly escalation?: Escalation | undefined;
  readonly handover?: SlaChange['handover'];
}

async function perform(world: ClimbWorld, { task, salesCase, plan, act, now }: Performance): Promise<Performed> {
  const { ladder } = policyOf(task, termsOf(task.step, world.calendar));
  let done: Performed = { facts: [] };
  for (const action of act) {
    const rung = ladder[action.rung];
    const reassignAt = plan.find((later) => later.act === 'reassign' && !act.includes(later))?.at;
    switch (rung?.act) {
      case 'remind':
        await remind(world, { task, salesCase, rung: action.rung });
        break;
      case 'escalate':
        done = { ...done, escalation: await escalate(world, { task, salesCase, rung: action.rung, reassignAt }) };
        break;
      case 'reassign': {
        const handover = await successorOf(world, task, rung, salesCase, now.toISOString());
        if (handover === undefined) {
          world.observer.warn('sla.nobody-to-reassign', { caseId: task.caseId, taskId: task.id });
          const told = await escalate(world, { task, salesCase, rung: action.rung, reassignAt: undefined });
          done = { ...done, escalation: told };
        } else {
          done = { ...done, handover, facts: [...done.facts, reassigned(task, handover, action.rung, now)] };
        }
        break;
      }
      default:
        throw new Error(`The ladder of step ${task.step} has no rung ${action.rung}`);
    }
  }
  return done;
}

function reassigned(task: Task, { assignee }: NonNullable<SlaChange['handover']>, rung: number, at: Date): Fact {
  const detail = {
    attempt: task.attempt + 1,
    rung,
    ...(task.assignee === undefined ? {} : { from: task.assignee }),
    ...(assignee === undefined ? {} : { to: assignee }),
  };
  const { caseId, id: taskId, step } = task;
  return newFact({ caseId, taskId, step, type: 'task.reassigned', detail }, at, 3);
}

function clockFacts({ caseId, id: taskId, step }: Task, clock: ReturnType<typeof rewound>, at: Date): readonly Fact[] {
  if (clock === undefined) return [];
  const type = clock.sla.since === undefined ? 'task.clock-paused' : 'task.clock-resumed';
  return [newFact({ caseId, taskId, step, type }, at, 4)];
}
