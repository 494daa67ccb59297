/** What the Step Functions API answers instead of a result; `name` is the AWS error code. */
export class ApiError extends Error {
  override readonly name: string;
  /** @param code AWS error code. @param message What a person reads. */
  constructor(code: string, message: string) {
    super(message);
    this.name = code;
  }
}

/** How a state failed: what Retry and Catch match on, and what the execution ends with. JSON, as it is journaled. */
export interface Failure {
  readonly error: string | null;
  readonly cause: string | null;
  /** `States.ALL` does not reach it (`States.Runtime`, a state's own `States.DataLimitExceeded`). */
  readonly terminal?: true;
  /** A missed heartbeat: recorded as `States.Timeout`, caught as `States.HeartbeatTimeout` too. */
  readonly heartbeat?: true;
  /** Neither retried nor caught by the state it happened in: its own Catch failed, or it is a Fail state. */
  readonly final?: true;
}

/** An expression that could not be evaluated, before the state it belongs to is known. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
  /** The field, as `Arguments/FunctionName`; undefined when no field is at fault. */
  readonly location: string | undefined;
  /** The value was evaluated and then found wrong; AWS links the history's event differently. */
  readonly afterwards: boolean;
  constructor(message: string, location: string | undefined, afterwards = false) {
    super(message);
    this.location = location;
    this.afterwards = afterwards;
  }
}

/** A failure with nothing evaluated wrongly: data too large, no choice, no such integration. */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(`${failure.error}: ${failure.cause}`);
    this.failure = failure;
  }
}
