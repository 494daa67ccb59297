import type { SalesCase } from '../shared/domain/case.ts';
import type { DueTask } from '../shared/domain/ports.ts';
import { dueOf, type PlannedAction, planOf, policyOf, rewound, termsOf } from '../shared/domain/sla.ts';
import type { Act } from '../shared/domain/sla-policy.ts';
import type { Task } from '../shared/domain/task.ts';
import type { WorkCalendar } from '../shared/domain/working-time.ts';
import { candidatesFor, type ForecastWorld } from './forecast-people.ts';

/** Something the sweep would do. */
export interface Foreseen {
  /** The instant it would be done, as long as a sweep runs every minute from the forecast's `from` on. */
  readonly at: string;
  readonly act: Act;
  readonly task: Task;
  /** Ids of whom it would be sent or given to, as things are now. */
  readonly to: readonly string[];
}

/**
 * What the sweep would do with the tasks between the instants `from` and `until`, if nobody decides anything meanwhile:
 * by the same plan the sweep works by. Changes nothing.
 */
export async function forecast(
  world: ForecastWorld & { readonly calendar: WorkCalendar },
  tasks: readonly { readonly due: DueTask; readonly salesCase: SalesCase }[],
  { from, until }: { readonly from: string; readonly until: string },
): Promise<readonly Foreseen[]> {
  const found: Foreseen[] = [];
  for (const { due, salesCase } of tasks) {
    if (due.task.expiresAt <= from) continue;
    const terms = termsOf(due.task.step, world.calendar);
    const changed = new Date(due.sweepAt < from ? due.sweepAt : from);
    const task: Task = { ...due.task, ...rewound(due.task, terms, changed) };
    const { ladder } = policyOf(task, terms);
    for (const { at, actions } of batches(planOf(task, terms), from, until)) {
      for (const action of actions) {
        const rung = ladder[action.rung];
        if (rung === undefined) continue;
        found.push({ at, act: action.act, task, to: await candidatesFor(world, task, rung, salesCase, at) });
      }
    }
  }
  return found.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** What each sweep of those that find something due would act on. */
function batches(
  plan: readonly PlannedAction[],
  from: string,
  until: string,
): readonly { readonly at: string; readonly actions: readonly PlannedAction[] }[] {
  const found: { at: string; actions: readonly PlannedAction[] }[] = [];
  let left = plan;
  for (;;) {
    const [next] = left;
    const at = next === undefined || next.at > from ? next?.at : from;
    if (at === undefined || at > until) return found;
    const { act, leftOut } = dueOf(left, at);
    found.push({ at, actions: act });
    left = left.filter((action) => !act.includes(action) && !leftOut.includes(action));
  }
}
