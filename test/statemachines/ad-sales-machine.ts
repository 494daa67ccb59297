import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** The definition file as data, for tests that look at it without running it. */

const rule = z.object({ Condition: z.string(), Next: z.string() });
const catcher = z.object({ ErrorEquals: z.array(z.string()), Next: z.string() });

const state = z.object({
  Type: z.enum(['Pass', 'Task', 'Choice', 'Parallel', 'Succeed', 'Fail']),
  Comment: z.string().optional(),
  Resource: z.string().optional(),
  Arguments: z.object({ Payload: z.record(z.string(), z.string()).optional() }).optional(),
  TimeoutSeconds: z.number().optional(),
  Next: z.string().optional(),
  Default: z.string().optional(),
  Choices: z.array(rule).optional(),
  Catch: z.array(catcher).optional(),
  Retry: z.array(z.object({ ErrorEquals: z.array(z.string()), JitterStrategy: z.string().optional() })).optional(),
  get Branches(): z.ZodOptional<z.ZodArray<typeof machine>> {
    return z.array(machine).optional();
  },
});
const machine = z.object({
  StartAt: z.string(),
  get States() {
    return z.record(z.string(), state);
  },
});
export type State = z.infer<typeof state>;

export interface NamedState extends State {
  readonly name: string;
  /** The Parallel states it is within, outermost first. */
  readonly within: readonly string[];
}

export const definition = readFileSync(new URL('../../statemachines/ad-sales.asl.json', import.meta.url), 'utf8');
export const adSales = machine.parse(JSON.parse(definition));

function statesOf(scope: z.infer<typeof machine>, within: readonly string[]): readonly NamedState[] {
  return Object.entries(scope.States).flatMap(([name, found]) => [
    { ...found, name, within },
    ...(found.Branches ?? []).flatMap((branch) => statesOf(branch, [...within, name])),
  ]);
}

/** Every state of the machine, branches included. */
export const allStates: readonly NamedState[] = statesOf(adSales, []);

/** The states that wait for a person. */
export const waits = allStates.filter(({ Resource }) => Resource?.endsWith('.waitForTaskToken'));

/** The step of the catalogue that a waiting state asks for. */
export function stepOf(wait: State): string {
  return wait.Arguments?.Payload?.step ?? '';
}
