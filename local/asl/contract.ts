/** What the executor of Amazon States Language offers and what it needs. Names follow the Step Functions API. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One call of a Task state's integration, as the executor hands it to the services around it. */
export interface TaskCall {
  /** The state's `Resource`, substitutions done: `arn:aws:states:::lambda:invoke.waitForTaskToken`, a function ARN, … */
  readonly resource: string;
  /** The evaluated `Arguments`. */
  readonly arguments: Json;
  /** Present when the resource ends in `.waitForTaskToken`. */
  readonly taskToken?: string;
  readonly executionArn: string;
  readonly stateName: string;
  /** Aborted when the execution stops or the state times out. */
  readonly signal: AbortSignal;
}

/** The Lambda Invoke API's request as the executor prepares it. */
export type LambdaCall = {
  /** Name or ARN, as the state gave it. */
  FunctionName: string;
  /** The event as JSON text: a string in `Arguments` is passed on as it is, `null` arrives as `{}`. */
  Payload: string;
  /** `RequestResponse` where left out. */
  InvocationType?: string;
  Qualifier?: string;
  ClientContext?: string;
  LogType?: string;
};

/**
 * The Lambda Invoke API's answer, which the services resolve a Lambda call with. The executor makes the task's result
 * or its error (name from the payload's `errorType`, cause its text) of it. A function that does not exist is thrown as
 * `TaskFailure('Lambda.ResourceNotFoundException', 'Function not found: …')`.
 */
export type LambdaAnswer = {
  StatusCode: number;
  ExecutedVersion: string;
  /** What the function returned, or `{"errorType":…,"errorMessage":…,"trace":[…]}`, as JSON text. */
  Payload: string;
  /** Present when the function threw (`Unhandled`) or Lambda ended it. */
  FunctionError?: string;
  /** Base64 of the log's tail, when asked for by `LogType: Tail`. */
  LogResult?: string;
};

/** Answers a Task's call. Resolves with the integration's result; throws `TaskFailure` for a named error. */
export type Invoke = (call: TaskCall) => Promise<Json>;

/** An error a state can retry or catch by name. */
export class TaskFailure extends Error {
  override readonly name = 'TaskFailure';
  readonly error: string | null;
  readonly causeText: string | null;
  constructor(error: string | null, causeText: string | null) {
    super(`${error}: ${causeText}`);
    this.error = error;
    this.causeText = causeText;
  }
}

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';

/** What ListExecutions tells of an execution. */
export interface ExecutionSummary {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  /** Epoch milliseconds. */
  readonly startDate: number;
  readonly stopDate?: number;
  readonly redriveCount: number;
  readonly redriveDate?: number;
}

export interface ExecutionDescription extends ExecutionSummary {
  /** JSON text, as the API carries it. */
  readonly input: string;
  readonly output?: string;
  readonly error?: string | null;
  readonly cause?: string | null;
}

/** One entry of GetExecutionHistory: `type` and exactly one `…EventDetails` member, as AWS writes it. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly type: string;
  readonly [details: `${string}EventDetails`]: { readonly [key: string]: unknown } | undefined;
}

/** A finding of definition validation, as ValidateStateMachineDefinition reports it. */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: string;
  readonly message: string;
  readonly location?: string;
}

export type StateMachineType = 'STANDARD' | 'EXPRESS';

export interface StateMachine {
  readonly stateMachineArn: string;
  readonly name: string;
  /** The definition as JSON text, substitutions done. */
  readonly definition: string;
  readonly roleArn?: string;
  readonly type: StateMachineType;
  /** Epoch milliseconds. */
  readonly creationDate: number;
}

/**
 * Runs state machines. Every method that AWS names throws an `Error` whose `name` is the AWS error code
 * (`StateMachineDoesNotExist`, `ExecutionDoesNotExist`, `ExecutionAlreadyExists`, `InvalidDefinition`, `InvalidToken`,
 * `TaskDoesNotExist`, `TaskTimedOut`, `InvalidOutput`, `InvalidExecutionInput`, `ExecutionNotRedrivable`).
 */
export interface Executor {
  /** Creates, or updates in place the machine of that ARN; running executions keep the definition they began with. */
  putStateMachine(machine: {
    stateMachineArn: string;
    name: string;
    definition: string;
    roleArn?: string;
    /** `STANDARD` where left out. */
    type?: StateMachineType;
  }): StateMachine;
  listStateMachines(): readonly StateMachine[];
  describeStateMachine(stateMachineArn: string): StateMachine;
  /** Idempotent for the same name and input while that execution runs, as in AWS. */
  startExecution(request: {
    stateMachineArn: string;
    name?: string;
    /** JSON text. */
    input?: string;
  }): Promise<{ executionArn: string; startDate: number }>;
  describeExecution(executionArn: string): ExecutionDescription;
  /** Newest first. */
  listExecutions(stateMachineArn: string, status?: ExecutionStatus): readonly ExecutionSummary[];
  getExecutionHistory(executionArn: string): readonly HistoryEvent[];
  stopExecution(executionArn: string, error?: string, cause?: string): Promise<{ stopDate: number }>;
  redriveExecution(executionArn: string): Promise<{ redriveDate: number }>;
  /** Resolves once the result is durable. */
  sendTaskSuccess(taskToken: string, output: string): Promise<void>;
  sendTaskFailure(taskToken: string, error?: string, cause?: string): Promise<void>;
  sendTaskHeartbeat(taskToken: string): Promise<void>;
  /** Resolves with the description once the execution has ended. */
  finished(executionArn: string): Promise<ExecutionDescription>;
  /**
   * Takes up every execution the journal holds unfinished: timers are set again, tasks in flight are called again.
   * To be called once, when `invoke` can answer; new executions may be started before.
   */
  resume(): void;
  /** Stops taking work, lets what is being written reach the disk, releases the journal. */
  close(): Promise<void>;
}
