import type { Engine } from './engine.ts';
import type { Execution, PendingTask } from './execution.ts';
import { taskFailed } from './states/task.ts';
import { type Visit, visits } from './visit.ts';

/** Sets the timers of what a thread waits for, and no others. */
export function armThread(engine: Engine, visit: Visit): void {
  const { thread } = visit;
  thread.cancelTimers();
  const { task } = thread;
  if (thread.phase === 'task' && task !== undefined) {
    alarm(engine, visit, task.timeoutAt, () => timeOut(engine, visit, task, {}));
    alarm(engine, visit, task.heartbeatAt, () => timeOut(engine, visit, task, { heartbeat: true }));
  }
  if (thread.phase === 'waiting' || thread.phase === 'retrying') {
    alarm(engine, visit, thread.wakeAt, () => {
      thread.phase = thread.phase === 'waiting' ? 'result' : 'entered';
      visit.save();
      engine.wake(visit.execution, thread);
    });
  }
}

function alarm(engine: Engine, visit: Visit, time: number | undefined, ring: () => void): void {
  if (time === undefined) return;
  const cancel = engine.clock.at(time, () => {
    if (!engine.closed && visit.alive) ring();
  });
  visit.thread.live.cancelTimers.push(cancel);
}

function timeOut(engine: Engine, visit: Visit, task: PendingTask, how: { readonly heartbeat?: true }): void {
  if (visit.thread.task !== task) return;
  visit.thread.live.abort?.abort();
  if (task.nested !== undefined) engine.stopNested(task.nested);
  if (visits(visit, 'Task')) taskFailed(visit, { error: 'States.Timeout', cause: null, ...how });
}

/** Sets the timer of the machine's own `TimeoutSeconds`. */
export function armDeadline(engine: Engine, execution: Execution): void {
  const { deadline } = execution.head;
  if (deadline === undefined) return;
  execution.cancelDeadline = engine.clock.at(deadline, () => {
    if (engine.closed || !execution.running) return;
    engine.finish(execution, execution.top?.last ?? 0, 'TIMED_OUT', { error: null, cause: null });
  });
}
