import type { ChoiceState, FailState, PassState, SucceedState } from '../definition.ts';
import { StateFailure } from '../errors.ts';
import type { Maybe } from '../maybe.ts';
import type { Step, Visit } from '../visit.ts';

/** Pass and Succeed: output and variables, at once. */
export function pass(visit: Visit<PassState | SucceedState>): Maybe<Step> {
  const { state, thread } = visit;
  return visit.whenAlive(visit.evaluateExit(state, thread.input), (exit) =>
    visit.exit(exit, state.type === 'Pass' ? state.next : undefined),
  );
}

/** Fail: the named error, which the state itself neither retries nor catches. */
export function fail(visit: Visit<FailState>): Maybe<Step> {
  const { error, cause } = visit.state;
  return visit.whenAlive(visit.evaluateAll([error, cause]), ([errorName, causeText]) => {
    throw new StateFailure({
      error: typeof errorName === 'string' ? errorName : null,
      cause: typeof causeText === 'string' ? causeText : null,
      final: true,
    });
  });
}

/** Choice: the first rule whose condition holds, or the default. */
export function choose(visit: Visit<ChoiceState>): Maybe<Step> {
  const { state, thread } = visit;
  return visit.whenAlive(firstTrue(visit, 0), (index) => {
    const rule = index === undefined ? undefined : state.choices[index];
    if (rule !== undefined) {
      return visit.whenAlive(visit.evaluateExit(rule, thread.input), (exit) => visit.exit(exit, rule.next));
    }
    if (state.default === undefined) {
      throw new StateFailure({
        error: 'States.NoChoiceMatched',
        cause: `An error occurred while executing the state '${state.name}' (entered at the event id #${thread.entered}). Failed to transition out of the state. The state does not point to a next state.`,
      });
    }
    return visit.whenAlive(visit.evaluateExit(state, thread.input), (exit) => visit.exit(exit, state.default));
  });
}

function firstTrue(visit: Visit<ChoiceState>, from: number): Maybe<number | undefined> {
  for (let index = from; index < visit.state.choices.length; index++) {
    const holds = visit.evaluate(visit.state.choices[index]?.condition);
    if (holds instanceof Promise) {
      return holds.then((value) => (value === true ? index : firstTrue(visit, index + 1)));
    }
    if (holds === true) return index;
  }
  return undefined;
}
