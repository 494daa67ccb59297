import { createHash } from 'node:crypto';

/** The parts of a task id, `<caseId>.<step>.<entered>`. */
export interface TaskIdParts {
  readonly caseId: string;
  readonly step: string;
  /** The state's entered time in base-36 milliseconds, then four letters of its name's hash. */
  readonly entered: string;
}

/**
 * The id of the task that one entry of a state makes: the same for every retry of that entry. The state's name is in it
 * because two branches may enter two states of one step (two escalations, say) in the same millisecond.
 * @param enteredTime ISO instant
 */
export function taskId(entry: { caseId: string; step: string; state: string; enteredTime: string }): string {
  const entered = Date.parse(entry.enteredTime).toString(36);
  const state = createHash('sha256').update(entry.state).digest('hex').slice(0, 4);
  return `${entry.caseId}.${entry.step}.${entered}-${state}`;
}

/** The parts of `id`, or undefined when it is no task id. */
export function parseTaskId(id: string): TaskIdParts | undefined {
  const [caseId, step, entered, ...more] = id.split('.');
  if (!caseId || !step || !entered || more.length > 0) return undefined;
  return { caseId, step, entered };
}
