import * as z from 'zod';

/** A state machine's definition as data, as far as pictures, pages and tests look at it. */

const rule = z.object({ Condition: z.string(), Next: z.string() });
const catcher = z.object({ ErrorEquals: z.array(z.string()), Next: z.string() });

const state = z.object({
  Type: z.enum(['Pass', 'Task', 'Choice', 'Parallel', 'Map', 'Wait', 'Succeed', 'Fail']),
  Comment: z.string().optional(),
  Resource: z.string().optional(),
  Arguments: z
    .object({ FunctionName: z.string().optional(), Payload: z.record(z.string(), z.string()).optional() })
    .optional(),
  TimeoutSeconds: z.number().optional(),
  Next: z.string().optional(),
  Default: z.string().optional(),
  Choices: z.array(rule).optional(),
  Catch: z.array(catcher).optional(),
  Retry: z
    .array(
      z.object({
        ErrorEquals: z.array(z.string()),
        MaxAttempts: z.number().optional(),
        JitterStrategy: z.string().optional(),
      }),
    )
    .optional(),
  get Branches(): z.ZodOptional<z.ZodArray<typeof machine>> {
    return z.array(machine).optional();
  },
  /** What a Map does for each of its items. */
  get ItemProcessor(): z.ZodOptional<typeof machine> {
    return machine.optional();
  },
});
const machine = z.object({
  Comment: z.string().optional(),
  StartAt: z.string(),
  get States() {
    return z.record(z.string(), state);
  },
});
export type State = z.infer<typeof state>;
export type Machine = z.infer<typeof machine>;

export interface NamedState extends State {
  readonly name: string;
  /** The Parallel states it is within, outermost first. */
  readonly within: readonly string[];
}

/** @throws ZodError when the text is not a definition of the kind our processes are. */
export function readDefinition(text: string): Machine {
  return machine.parse(JSON.parse(text));
}

/** Every state of a machine, branches included, in the file's order. */
export function statesOf(scope: Machine, within: readonly string[] = []): readonly NamedState[] {
  return Object.entries(scope.States).flatMap(([name, found]) => [
    { ...found, name, within },
    ...[...(found.Branches ?? []), ...(found.ItemProcessor === undefined ? [] : [found.ItemProcessor])].flatMap(
      (inner) => statesOf(inner, [...within, name]),
    ),
  ]);
}

/** The step of the catalogue that a waiting state asks for; undefined for any other state. */
export function stepOf(wait: State): string | undefined {
  return wait.Resource?.endsWith('.waitForTaskToken') ? wait.Arguments?.Payload?.step : undefined;
}

/** The function a state calls, by its placeholder: `OpenTaskFunction`. */
export function functionOf(state: State): string | undefined {
  return /^\$\{(\w+)\}$/.exec(state.Arguments?.FunctionName ?? '')?.[1];
}

/** The manual's code a state's name begins with: `23` of `23 Review, sign and stamp`. */
export function codeOf(name: string): string | undefined {
  return /^(\d+) /.exec(name)?.[1];
}

/** The outcome that a choice's rule looks for. */
export function outcomeIn(condition: string): string | undefined {
  return /\$states\.input\.outcome = '([^']+)'/.exec(condition)?.[1];
}
