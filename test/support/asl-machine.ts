import type {
  ExecutionDescription,
  Executor,
  HistoryEvent,
  Invoke,
  Json,
  LambdaAnswer,
  StateMachineType,
  TaskCall,
} from '../../local/asl/contract.ts';
import { openExecutor } from '../../local/asl/executor.ts';
import { type Journal, volatileJournal } from '../../local/asl/journal.ts';
import { type ManualClock, manualClock } from '../../local/manual-clock.ts';

/** A Monday morning in Shanghai. */
export const MORNING = Date.UTC(2026, 10, 23, 2);

export const MACHINE_ARN = 'arn:aws:states:us-east-1:111111111111:stateMachine:tested';

/** A state machine under test, on a clock that stands still. */
export interface TestedMachine {
  readonly executor: Executor;
  readonly clock: ManualClock;
  /** Calls of the integrations, oldest first. */
  readonly calls: TaskCall[];
  /** Starts an execution and lets it go as far as it goes without time passing. */
  start(input?: Json, name?: string): Promise<string>;
  /** Everything that can happen now happens. */
  settle(): Promise<void>;
  /** Lets milliseconds pass, with all that happens meanwhile. */
  pass(milliseconds: number): Promise<void>;
  /** Starts an execution and lets time pass until it ends. */
  run(input?: Json): Promise<Ended>;
  /** Lets time pass until that execution ends. */
  end(executionArn: string): Promise<Ended>;
}

/** An execution that ended, in the form tests look at. */
export interface Ended {
  readonly status: ExecutionDescription['status'];
  readonly output: Json | undefined;
  readonly error: string | null | undefined;
  readonly cause: string | null | undefined;
  readonly events: readonly HistoryEvent[];
  /** Types of the events, `ExecutionStarted` left out. */
  readonly types: readonly string[];
  readonly executionArn: string;
}

export interface MachineSetup {
  readonly invoke?: Invoke;
  readonly journal?: Journal;
  readonly clock?: ManualClock;
  readonly random?: () => number;
  readonly type?: StateMachineType;
  readonly timeoutSeconds?: number;
}

/** Opens an executor with one JSONata machine. @param states `StartAt` is the first. */
export function machineOf(states: { readonly [name: string]: Json }, setup: MachineSetup = {}): TestedMachine {
  return machineFrom(
    JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: Object.keys(states)[0] ?? '',
      States: states,
      ...(setup.timeoutSeconds === undefined ? {} : { TimeoutSeconds: setup.timeoutSeconds }),
    }),
    setup,
  );
}

/** The same with a definition's text. */
export function machineFrom(definition: string, setup: MachineSetup = {}): TestedMachine {
  const clock = setup.clock ?? manualClock(MORNING);
  const calls: TaskCall[] = [];
  const executor = openExecutor({
    clock,
    journal: setup.journal ?? volatileJournal(),
    random: setup.random ?? (() => 0.5),
    invoke: (call) => {
      calls.push(call);
      return (setup.invoke ?? echo)(call);
    },
  });
  executor.putStateMachine({
    stateMachineArn: MACHINE_ARN,
    name: 'tested',
    definition,
    ...(setup.type === undefined ? {} : { type: setup.type }),
  });

  const settle = async (): Promise<void> => {
    // Writes wait for the next turn, and their effects may write again.
    for (let turn = 0; turn < 6; turn++) await new Promise(setImmediate);
  };
  const pass = async (milliseconds: number): Promise<void> => {
    const until = clock.now() + milliseconds;
    await settle();
    for (let next = clock.next(); next !== undefined && next <= until; next = clock.next()) {
      clock.advanceTo(next);
      await settle();
    }
    clock.advanceTo(until);
    await settle();
  };
  const start = async (input: Json = {}, name?: string): Promise<string> => {
    const { executionArn } = await executor.startExecution({
      stateMachineArn: MACHINE_ARN,
      input: JSON.stringify(input),
      ...(name === undefined ? {} : { name }),
    });
    await settle();
    return executionArn;
  };
  const end = async (executionArn: string): Promise<Ended> => {
    for (let rings = 0; rings < 1000; rings++) {
      await settle();
      const next = clock.next();
      if (executor.describeExecution(executionArn).status !== 'RUNNING' || next === undefined) break;
      clock.advanceTo(next);
    }
    const { status, output, error, cause } = executor.describeExecution(executionArn);
    const events = executor.getExecutionHistory(executionArn);
    return {
      status,
      output: output === undefined ? undefined : JSON.parse(output),
      error,
      cause,
      events,
      types: events.slice(1).map(({ type }) => type),
      executionArn,
    };
  };
  return { executor, clock, calls, settle, pass, start, end, run: async (input) => end(await start(input)) };
}

/** Answers a Lambda call with its own payload, anything else with its arguments. */
export const echo: Invoke = async (call) =>
  call.resource.startsWith('arn:aws:states:::lambda') ? lambdaReturns(payloadOf(call)) : call.arguments;

/** A Lambda function's answer. */
export function lambdaReturns(value: Json): LambdaAnswer {
  return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: JSON.stringify(value) };
}

/** A Lambda function that threw. */
export function lambdaThrows(errorType: string, errorMessage = 'It went wrong.'): LambdaAnswer {
  return { ...lambdaReturns({ errorType, errorMessage, trace: [] }), FunctionError: 'Unhandled' };
}

/** The event a Lambda function is called with. */
export function payloadOf(call: TaskCall): Json {
  const { arguments: given } = call;
  const text = typeof given === 'object' && given !== null && 'Payload' in given ? given.Payload : null;
  return typeof text === 'string' ? JSON.parse(text) : null;
}

/** A Task that calls the function `work`. */
export function workTask(fields: { readonly [field: string]: Json } = {}): { [field: string]: Json } {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: 'work', Payload: '{% $states.input %}' },
    ...('Next' in fields ? {} : { End: true }),
    ...fields,
  };
}

/** A Task that asks a person through the function `ask`, and waits. */
export function askTask(fields: { readonly [field: string]: Json } = {}): { [field: string]: Json } {
  return workTask({
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
    ...fields,
  });
}

/** The token of the newest call. */
export function lastToken({ calls }: TestedMachine): string {
  return calls.at(-1)?.taskToken ?? '';
}

/** Details of the first event of that type. */
export function detailsOf(events: readonly HistoryEvent[], type: string): unknown {
  const event = events.find((candidate) => candidate.type === type);
  return event && Object.entries(event).find(([key]) => key.endsWith('EventDetails'))?.[1];
}
