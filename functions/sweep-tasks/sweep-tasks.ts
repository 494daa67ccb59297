import type { Ladders, Now, Observer } from '../shared/domain/ports.ts';
import type { WorkCalendar } from '../shared/domain/working-time.ts';
import { type ClimbWorld, climb } from './climb.ts';
import type { Output } from './contract.ts';

export interface SweepTasksWorld extends ClimbWorld {
  readonly ladders: Ladders;
  readonly now: Now;
  readonly observer: Observer;
  readonly calendar: WorkCalendar;
}

/** So many tasks are read in one go. */
const BATCH = 100;

/** So many are worked on at once: mails leave one after the other for each of them. */
const AT_ONCE = 5;

/**
 * Does what the ladders of open tasks have due: reminds, escalates, reassigns, stops and starts clocks. Whatever two sweeps
 * do at once, and wherever one dies, each action is done once (a mail may repeat where the process died between the mail
 * service's answer and our record). What was missed while no sweep ran is made up for without a flood (`dueOf`).
 *
 * @param mayGoOn asked before each batch; what is left then is the next sweep's
 * @throws Error once everything else is done, when the work on some tasks failed: the next sweep tries those again
 */
export async function sweepTasks(world: SweepTasksWorld, mayGoOn: () => boolean): Promise<Output> {
  const result = { settled: 0, passedBy: 0 };
  const failures: unknown[] = [];
  while (mayGoOn()) {
    const due = await world.ladders.due(world.now().toISOString(), BATCH);
    if (due.length === 0) break;
    const before = result.settled;
    for (let start = 0; start < due.length; start += AT_ONCE) {
      const part = due.slice(start, start + AT_ONCE);
      const outcomes = await Promise.allSettled(part.map((item) => climb(world, item)));
      outcomes.forEach((outcome, index) => {
        if (outcome.status === 'fulfilled') {
          if (outcome.value) result.settled += 1;
          else result.passedBy += 1;
          return;
        }
        failures.push(outcome.reason);
        const task = part[index]?.task;
        world.observer.warn('sla.action-failed', { caseId: task?.caseId ?? '', taskId: task?.id ?? '' });
      });
    }
    // Another sweep is at the same tasks, or all of them fail: they are not there to be asked for again at once.
    if (result.settled === before) break;
  }
  if (failures.length > 0) {
    const error = new AggregateError(failures, `The ladders of ${failures.length} tasks could not be climbed`);
    error.name = 'LaddersFailed';
    throw error;
  }
  return result;
}
