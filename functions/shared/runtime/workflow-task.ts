import * as z from 'zod/mini';
import { type LambdaFunction, type LambdaHandler, lambda } from './lambda.ts';

/** The contract of a function that a state machine calls. */
export interface TaskContract<Env, Input, Output> {
  readonly env: z.ZodMiniType<Env>;
  readonly input: z.ZodMiniType<Input>;
  readonly output: z.ZodMiniType<Output>;
}

/**
 * A function that a Task state calls: its payload is parsed, its result too. What it throws reaches the state machine
 * as the error's `name`, which is what Retry and Catch match; a payload that breaks the contract is `InputInvalid`.
 */
export function workflowTask<Env, World, Input, Output>(
  contract: TaskContract<Env, Input, Output>,
  parts: Omit<LambdaFunction<Env, World, Input, Output>, 'env'>,
): LambdaHandler<unknown, Output> {
  return lambda({
    env: contract.env,
    wire: parts.wire,
    run: async (world: World, event: unknown, context) =>
      z.parse(contract.output, await parts.run(world, inputOf(contract.input, event), context)),
  });
}

function inputOf<Input>(schema: z.ZodMiniType<Input>, event: unknown): Input {
  const read = z.safeParse(schema, event);
  if (read.success) return read.data;
  const places = read.error.issues.map((issue) => issue.path.join('.') || '(payload)');
  const error = new Error(`The payload breaks the contract at ${[...new Set(places)].join(', ')}`);
  error.name = 'InputInvalid';
  throw error;
}
