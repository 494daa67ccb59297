import { readFileSync } from 'node:fs';
import {
  type NamedState,
  readDefinition,
  type State,
  statesOf,
  stepOf as stepAsked,
} from '../../bin/diagram/definition.ts';

export type { NamedState } from '../../bin/diagram/definition.ts';

/** The definition file as text and as data, for tests that look at it without running it. */
export const definition = readFileSync(new URL('../../statemachines/ad-sales.asl.json', import.meta.url), 'utf8');

/** Every state of the machine, branches included. */
export const allStates: readonly NamedState[] = statesOf(readDefinition(definition));

/** The states that wait for a person. */
export const waits = allStates.filter((state) => stepAsked(state) !== undefined);

/** The step of the catalogue that a waiting state asks for. */
export function stepOf(wait: State): string {
  return stepAsked(wait) ?? '';
}
