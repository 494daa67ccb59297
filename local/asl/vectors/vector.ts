import { readFileSync } from 'node:fs';
import type { Json, StateMachineType } from '../contract.ts';

export type JsonObject = { [key: string]: Json };

/** What stands in for a Lambda function. */
export type LambdaStub =
  | { readonly kind: 'identity' }
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'raise'; readonly errorType: string; readonly errorMessage: string }
  | { readonly kind: 'sleep'; readonly seconds: number; readonly then: LambdaStub }
  | { readonly kind: 'largeOutput'; readonly bytes: number }
  | { readonly kind: 'prefix'; readonly prefix: string };

/** What the receiver of a queue's messages does with a task's token, in order, each `after` seconds after the last. */
export interface CallbackAction {
  readonly after: number;
  readonly do: 'SendTaskHeartbeat' | 'SendTaskSuccess' | 'SendTaskFailure';
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
}

export interface Callback {
  readonly trigger: 'never' | 'first message' | 'each message';
  readonly actions: readonly CallbackAction[];
}

/** What AWS recorded of an execution. */
export interface ExpectedExecution {
  readonly status: string;
  readonly output?: Json;
  readonly error?: Json;
  readonly cause?: Json;
  readonly events?: readonly JsonObject[];
  /** Present where concurrent events have no order of their own. */
  readonly eventOrder?: string;
  /** The recording lost events: they are not compared. */
  readonly eventsPartial?: boolean;
}

/** What AWS answered to a definition. */
export interface ExpectedValidation {
  readonly operation: string;
  readonly accepted: boolean;
  readonly diagnostics: readonly JsonObject[];
}

/** One recorded behaviour, as the data's own README describes it. */
export interface Vector {
  readonly id: string;
  readonly type: StateMachineType;
  readonly definition: Json;
  readonly definitionText?: string;
  readonly input?: Json;
  readonly lambdas?: { readonly [name: string]: LambdaStub };
  readonly callback?: Callback;
  readonly evidence?: { readonly recorded?: string };
  /** Only the result was recorded, not the history. */
  readonly resultOnly?: boolean;
  readonly expected: ExpectedExecution | ExpectedValidation;
}

/** Reads a file of vectors. @throws Error when it is none. */
export function readVectors(path: string): readonly Vector[] {
  const file: { vectors?: unknown } = JSON.parse(readFileSync(path, 'utf8'));
  if (!Array.isArray(file.vectors)) throw new Error(`${path} holds no vectors`);
  return file.vectors as readonly Vector[];
}
