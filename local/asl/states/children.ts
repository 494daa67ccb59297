import type { Json } from '../contract.ts';
import type { MapState, ParallelState, State } from '../definition.ts';
import { EvaluationError } from '../errors.ts';
import { Thread } from '../execution.ts';
import type { Maybe } from '../maybe.ts';
import { type Step, Visit, visits } from '../visit.ts';

/** Most iterations of an inline Map at once, whatever the state asks for. */
const INLINE_CONCURRENCY = 40;

/** A visit to a Parallel or Map. */
export type ParentVisit = Visit<ParallelState | MapState>;

/** Parallel: every branch begins with the state's arguments. */
export function startBranches(visit: Visit<ParallelState>): Maybe<Step> {
  const { state, thread } = visit;
  return visit.whenAlive(visit.evaluate(state.arguments), (evaluated) => {
    const input = evaluated === undefined ? thread.input : evaluated;
    const started = visit.log('ParallelStateStarted');
    thread.phase = 'children';
    thread.children = {
      limit: state.branches.length,
      started: state.branches.length,
      ended: 0,
      results: [],
      previous: started,
      lastEnd: started,
    };
    state.branches.forEach((branch, index) => {
      const child = new Thread({
        id: visit.execution.nextThread,
        parent: thread.id,
        index,
        block: branch.id,
        state: branch.startAt,
        input,
        last: started,
      });
      visit.engine.wake(visit.execution, visit.execution.addThread(child));
    });
    return 'wait';
  });
}

/** Map: as many iterations as may run at once begin; the others follow as these end. */
export function startMap(visit: Visit<MapState>): Maybe<Step> {
  const { state, thread } = visit;
  const fields = [state.items, state.maxConcurrency, ...state.tolerated];
  return visit.whenAlive(visit.evaluateAll(fields), ([evaluated, concurrency]) => {
    const items = evaluated === undefined ? thread.input : evaluated;
    if (!Array.isArray(items)) {
      throw new EvaluationError(`Map state input must be an array but was: ${JSON.stringify(items)}`, undefined);
    }
    const limit = concurrencyOf(concurrency);
    const started = visit.log('MapStateStarted', { length: items.length });
    thread.phase = 'children';
    thread.children = { items, limit, started: 0, ended: 0, results: [], previous: started, lastEnd: started };
    if (items.length === 0) {
      endChildren(visit);
      return 'go';
    }
    startIterations(visit);
    return 'wait';
  });
}

/** 0 and nothing mean as many as there may be. A numeral in a string counts too: AWS takes one from a variable. */
function concurrencyOf(evaluated: Json | undefined): number {
  if (evaluated === undefined) return INLINE_CONCURRENCY;
  const wanted = typeof evaluated === 'string' && /^\d+$/.test(evaluated) ? Number(evaluated) : evaluated;
  if (typeof wanted !== 'number' || !Number.isInteger(wanted) || wanted < 0) {
    throw new EvaluationError(
      `The MaxConcurrency field must be a non-negative integer but was: ${JSON.stringify(evaluated)}`,
      'MaxConcurrency',
    );
  }
  return wanted === 0 ? INLINE_CONCURRENCY : Math.min(wanted, INLINE_CONCURRENCY);
}

function startIterations(visit: Visit<MapState>): void {
  const { state, thread, execution } = visit;
  const { children } = thread;
  if (children?.items === undefined) return;
  const { items } = children;
  while (children.started < items.length && children.started - children.ended < children.limit) {
    const index = children.started;
    const value = items[index] ?? null;
    const last = visit.logAside('MapIterationStarted', children.previous, { name: state.name, index });
    const child = new Thread({
      id: execution.nextThread,
      parent: thread.id,
      index,
      block: state.processor.id,
      state: state.processor.startAt,
      input: value,
      last,
    });
    child.item = { Index: index, Value: value };
    if (state.itemSelector !== undefined) child.phase = 'select';
    children.started++;
    visit.engine.wake(execution, execution.addThread(child));
  }
}

/** The input of an iteration, by `ItemSelector`. The expressions see the Map's own input. */
export function selectItem(visit: Visit<MapState>, iteration: Thread): Maybe<Step> {
  const asSeen = new Visit(visit.engine, visit.execution, iterationInMap(visit.thread, iteration), visit.state);
  return visit.whenAlive(asSeen.evaluate(visit.state.itemSelector), (selected) => {
    if (iteration.live.gone) return 'wait';
    iteration.input = selected ?? null;
    iteration.phase = 'enter';
    visit.execution.unsaved.threads.add(iteration);
    visit.engine.touch(visit.execution);
    return 'go';
  });
}

/** The Map's thread as its `ItemSelector` sees it: with the item. Never part of the execution. */
function iterationInMap(map: Thread, iteration: Thread): Thread {
  const seen = Object.assign(new Thread(map), map);
  if (iteration.item !== undefined) seen.item = iteration.item;
  return seen;
}

/** A branch or iteration came to its end. */
export function childEnded(visit: ParentVisit, child: Thread, output: Json): void {
  const { thread, state, execution } = visit;
  const { children } = thread;
  if (children === undefined) return;
  children.results[child.index] = output;
  children.ended++;
  children.previous = child.last;
  children.lastEnd =
    state.type === 'Map'
      ? visit.logAside('MapIterationSucceeded', child.last, { name: state.name, index: child.index })
      : child.last;
  visit.save();
  execution.removeThread(child);
  const total = state.type === 'Map' ? (children.items?.length ?? 0) : state.branches.length;
  if (children.ended === total) {
    endChildren(visit);
    visit.engine.wake(execution, thread);
  } else if (visits(visit, 'Map')) {
    startIterations(visit);
  }
}

function endChildren(visit: ParentVisit): void {
  const { thread, state } = visit;
  const { children } = thread;
  if (children === undefined) return;
  // The state's exit follows what "succeeded" follows, not "succeeded" itself: so AWS links them.
  visit.logAside(`${state.type}StateSucceeded`, children.lastEnd);
  thread.last = children.lastEnd;
  thread.result = children.results;
  thread.phase = 'result';
}

/** Leaves a Parallel or Map whose branches or iterations have all ended. */
export function leaveChildren(visit: ParentVisit): Maybe<Step> {
  const { state, thread } = visit;
  const result = thread.result ?? null;
  return visit.whenAlive(visit.evaluateExit(state, result, { result }), (exit) => visit.exit(exit, state.next));
}

/** A branch or iteration failed for good: the others are aborted, and the failure becomes the state's own. */
export function childFailed(visit: ParentVisit, child: Thread): void {
  const { thread, state, execution } = visit;
  if (thread.phase !== 'children' || child.failure === undefined) return;
  if (state.type === 'Map') {
    visit.logAside('MapIterationFailed', child.last, { name: state.name, index: child.index });
  }
  if (child.entered > 0 && stateOf(visit, child)?.type === 'Task') visit.logAside('TaskStateAborted', child.last);
  for (const other of execution.childrenOf(thread)) {
    if (other.id !== child.id) abortThread(visit, other, child.last);
  }
  halt(child);
  const { final: _final, ...failure } = child.failure;
  thread.last = child.last;
  thread.failure = failure;
  thread.phase = 'failed';
  visit.save();
  visit.engine.wake(execution, thread);
}

/** Tells of the end of a thread by another's failure or by a stop, and of those within it. */
export function abortThread(visit: ParentVisit, thread: Thread, previous: number): void {
  const { state, execution } = visit;
  if (state.type === 'Map') {
    visit.logAside('MapIterationAborted', previous, { name: state.name, index: thread.index });
  }
  abortState(visit, thread, previous);
  execution.unsaved.threads.add(thread);
}

/** Tells that the state a thread is in was aborted, its branches and iterations first. */
export function abortState(visit: Visit, thread: Thread, previous: number): void {
  const own = stateOf(visit, thread);
  if (own === undefined) return;
  const inner = visit.execution.childrenOf(thread);
  if (own.type === 'Map' || own.type === 'Parallel') {
    const within = new Visit(visit.engine, visit.execution, thread, own);
    for (const child of inner) abortThread(within, child, previous);
  }
  const inProgress = thread.phase !== 'enter' && thread.phase !== 'select';
  if (inProgress && ['Task', 'Wait', 'Map', 'Parallel'].includes(own.type)) {
    visit.logAside(`${own.type}StateAborted`, previous);
  }
  halt(thread);
}

function stateOf(visit: Visit, thread: Thread): State | undefined {
  return visit.execution.definition.blocks[thread.block]?.states.get(thread.state);
}

/** The thread stays as it is, for a redrive, but nothing moves it any more. */
function halt(thread: Thread): void {
  thread.live.gone = true;
  thread.cancelTimers();
  thread.live.abort?.abort();
}

/** Branches and iterations are forgotten: the state is tried again, or another follows. */
export function dropChildren(visit: Visit, thread: Thread): void {
  for (const child of visit.execution.childrenOf(thread)) {
    dropChildren(visit, child);
    visit.execution.removeThread(child);
  }
  thread.children = undefined;
}
