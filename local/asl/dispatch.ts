import type { State } from './definition.ts';
import type { Maybe } from './maybe.ts';
import { leaveChildren, startBranches, startMap } from './states/children.ts';
import { choose, fail, pass } from './states/pass.ts';
import { leaveTask, startTask } from './states/task.ts';
import { leaveWait, wait } from './states/wait.ts';
import { type Step, Visit } from './visit.ts';

/** Does what a state does once it is entered. */
export function begin(visit: Visit): Maybe<Step> {
  const { state } = visit;
  switch (state.type) {
    case 'Pass':
    case 'Succeed':
      return pass(at(visit, state));
    case 'Fail':
      return fail(at(visit, state));
    case 'Choice':
      return choose(at(visit, state));
    case 'Wait':
      return wait(at(visit, state));
    case 'Task':
      return startTask(at(visit, state));
    case 'Parallel':
      return startBranches(at(visit, state));
    case 'Map':
      return startMap(at(visit, state));
  }
}

/** Goes on where what a state waited for is there. */
export function leave(visit: Visit): Maybe<Step> {
  const { state } = visit;
  switch (state.type) {
    case 'Wait':
      return leaveWait(at(visit, state));
    case 'Task':
      return leaveTask(at(visit, state));
    case 'Parallel':
      return leaveChildren(at(visit, state));
    case 'Map':
      return leaveChildren(at(visit, state));
    default:
      return 'wait';
  }
}

/** The same visit, known to be to a state of that type. */
function at<S extends State>(visit: Visit, state: S): Visit<S> {
  return new Visit(visit.engine, visit.execution, visit.thread, state);
}
