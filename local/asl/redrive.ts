import { Execution, Thread } from './execution.ts';
import { record } from './history.ts';

/**
 * The execution again, from where it failed, was stopped or timed out: what had succeeded is kept, what had not is
 * done again with the input it had. Its history goes on.
 * @param now Epoch milliseconds.
 */
export function redrive(before: Execution, now: number): Execution {
  const { stopDate: _stopDate, error: _error, cause: _cause, ...kept } = before.head;
  const { definition } = before;
  const again = new Execution(
    {
      ...kept,
      status: 'RUNNING',
      redriveCount: kept.redriveCount + 1,
      redriveDate: now,
      ...(definition.timeoutSeconds === undefined ? {} : { deadline: now + 1000 * definition.timeoutSeconds }),
    },
    definition,
    before.events,
  );
  again.startedHere = true;
  again.unsaved.events = before.unsaved.events;
  const previous = before.events.length;
  const redriven = record(again, now, previous, 'ExecutionRedriven', { redriveCount: again.head.redriveCount });
  const parents = new Set([...before.threads.values()].map((thread) => thread.parent));
  for (const thread of before.threads.values()) {
    again.addThread(readyAgain(Thread.revive(structuredClone({ ...thread }) as Thread), parents, redriven));
  }
  again.nextThread = Math.max(again.nextThread, before.nextThread);
  return again;
}

function readyAgain(thread: Thread, parents: ReadonlySet<number>, redriven: number): Thread {
  const { phase } = thread;
  if (phase === 'waiting' || phase === 'result') return thread;
  thread.failure = undefined;
  if (thread.children !== undefined && parents.has(thread.id)) {
    thread.phase = 'children';
    return thread;
  }
  thread.last = redriven;
  if (thread.entered === 0) {
    // An iteration whose input could not be selected, or a branch that had not begun.
    thread.phase = thread.item === undefined || phase === 'enter' ? 'enter' : 'select';
    return thread;
  }
  if (phase === 'enter') return thread;
  thread.leaveState();
  thread.phase = 'entered';
  return thread;
}
