import { contextOf } from './context.ts';
import type { Json } from './contract.ts';
import type { Assignment, State } from './definition.ts';
import type { Engine } from './engine.ts';
import { StateFailure } from './errors.ts';
import type { Execution, Thread } from './execution.ts';
import type { Bindings, Template } from './expressions.ts';
import { record, WHOLE } from './history.ts';
import { type Maybe, mapInOrder, whenReady } from './maybe.ts';
import { exceedsLimit } from './size.ts';

/** What the engine does after a step: take the next one, or leave the thread until something wakes it. */
export type Step = 'go' | 'wait';

/** What `$states` holds besides input and context. */
export interface StateData {
  readonly result?: Json;
  readonly errorOutput?: Json;
  readonly token?: string;
}

/** Output and variables a state is left with. */
export interface ExitData {
  readonly output: Json;
  readonly assigned: { readonly [name: string]: Json } | undefined;
}

/** A thread in a state: what the rules of a state's type work with. */
export class Visit<S extends State = State> {
  readonly engine: Engine;
  readonly execution: Execution;
  readonly thread: Thread;
  readonly state: S;

  constructor(engine: Engine, execution: Execution, thread: Thread, state: S) {
    this.engine = engine;
    this.execution = execution;
    this.thread = thread;
    this.state = state;
  }

  /** False once the execution ended or the thread was aborted: what was being evaluated is of no use then. */
  get alive(): boolean {
    return this.execution.running && !this.thread.live.gone;
  }

  /** Epoch milliseconds. */
  get now(): number {
    return this.engine.clock.now();
  }

  /** Goes on with an evaluated value, unless the thread was ended while it was being evaluated. */
  whenAlive<T>(value: Maybe<T>, next: (value: T) => Maybe<Step>): Maybe<Step> {
    if (!(value instanceof Promise)) return next(value);
    return value.then((ready) => (this.alive ? next(ready) : 'wait'));
  }

  /** Adds to the thread's line of events. */
  log(type: string, details?: { readonly [key: string]: unknown }): number {
    this.thread.last = this.logAside(type, this.thread.last, details);
    return this.thread.last;
  }

  /** Adds an event the thread's next one does not follow. */
  logAside(type: string, previous: number, details?: { readonly [key: string]: unknown }): number {
    this.save();
    return record(this.execution, this.now, previous, type, details);
  }

  /** The thread has changed: the journal is to have it. */
  save(): void {
    this.execution.unsaved.threads.add(this.thread);
    this.engine.touch(this.execution);
  }

  bindings(data: StateData): Bindings {
    const states: { [name: string]: Json } = {
      input: this.thread.input,
      context: contextOf(this.execution, this.thread, this.state, data.token),
    };
    if (data.result !== undefined) states.result = data.result;
    if (data.errorOutput !== undefined) states.errorOutput = data.errorOutput;
    return { ...this.execution.variablesOf(this.thread), states };
  }

  /** Evaluates a field; undefined stays undefined. */
  evaluate(template: Template | undefined, data: StateData = {}): Maybe<Json | undefined> {
    if (template === undefined) return undefined;
    return template.constant !== undefined ? template.constant : template.evaluate(this.bindings(data));
  }

  /** Evaluates several fields in their order. */
  evaluateAll(
    templates: readonly (Template | undefined)[],
    data: StateData = {},
  ): Maybe<readonly (Json | undefined)[]> {
    return mapInOrder(templates, (template) => this.evaluate(template, data));
  }

  /** Evaluates what a state, rule or catcher is left with. @param otherwise The output where none is specified. */
  evaluateExit(
    exit: { readonly output: Template | undefined; readonly assign: readonly Assignment[] | undefined },
    otherwise: Json,
    data: StateData = {},
  ): Maybe<ExitData> {
    const { output, assign } = exit;
    if (output === undefined && assign === undefined) return { output: otherwise, assigned: undefined };
    return whenReady(
      mapInOrder(assign ?? [], ({ value }) => this.evaluate(value, data)),
      (values) =>
        whenReady(this.evaluate(output, data), (evaluated) => ({
          output: evaluated === undefined ? otherwise : evaluated,
          assigned:
            assign && Object.fromEntries(assign.map(({ name }, index) => [name, values[index] ?? null] as const)),
        })),
    );
  }

  /** Leaves the state. @param next The next state, or undefined at the end of the block. */
  exit(data: ExitData, next: string | undefined): Step {
    const { thread, state } = this;
    const text = data.output === thread.input ? thread.inputText : JSON.stringify(data.output);
    if (exceedsLimit(text)) {
      throw new StateFailure({
        error: 'States.DataLimitExceeded',
        cause: `The state/task '${state.name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
        terminal: true,
      });
    }
    this.log(`${state.type}StateExited`, {
      name: state.name,
      output: text,
      outputDetails: WHOLE,
      ...(data.assigned === undefined
        ? {}
        : {
            assignedVariables: Object.fromEntries(
              Object.entries(data.assigned).map(([name, value]) => [name, JSON.stringify(value)]),
            ),
            assignedVariablesDetails: WHOLE,
          }),
    });
    if (data.assigned !== undefined) thread.variables = { ...thread.variables, ...data.assigned };
    thread.leaveState();
    thread.input = data.output;
    thread.live.inputText = text;
    if (next === undefined) return this.engine.endThread(this);
    thread.state = next;
    thread.phase = 'enter';
    return 'go';
  }
}

/** Whether a visit is to a state of that type. */
export function visits<T extends State['type']>(visit: Visit, type: T): visit is Visit<Extract<State, { type: T }>> {
  return visit.state.type === type;
}
