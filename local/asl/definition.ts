import type { Json } from './contract.ts';
import type { ExpectedType, ExpressionCompiler, Template } from './expressions.ts';

/** One list of states: the machine's own, a branch of a Parallel, the processor of a Map. */
export interface Block {
  /** Its place in `Definition.blocks`, which a journal names it by. */
  readonly id: number;
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

/** A state machine's definition, every expression parsed once. */
export interface Definition {
  /** The machine's own list first. */
  readonly blocks: readonly Block[];
  readonly timeoutSeconds: number | undefined;
}

/** Where a state leads: the next state's name, or undefined at the end of its block. */
type Next = string | undefined;

interface Exit {
  readonly output: Template | undefined;
  readonly assign: readonly Assignment[] | undefined;
}

export interface Assignment {
  readonly name: string;
  readonly value: Template;
}

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number | undefined;
  readonly jitter: boolean;
}

export interface Catcher extends Exit {
  readonly errorEquals: readonly string[];
  readonly next: string;
}

interface Recovery {
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

export interface PassState extends Exit {
  readonly type: 'Pass';
  readonly name: string;
  readonly next: Next;
}

export interface SucceedState extends Exit {
  readonly type: 'Succeed';
  readonly name: string;
}

export interface FailState {
  readonly type: 'Fail';
  readonly name: string;
  readonly error: Template | undefined;
  readonly cause: Template | undefined;
}

export interface WaitState extends Exit {
  readonly type: 'Wait';
  readonly name: string;
  readonly next: Next;
  readonly seconds: Template | undefined;
  readonly timestamp: Template | undefined;
}

export interface ChoiceRule extends Exit {
  readonly condition: Template;
  readonly next: string;
}

export interface ChoiceState extends Exit {
  readonly type: 'Choice';
  readonly name: string;
  readonly choices: readonly ChoiceRule[];
  readonly default: Next;
}

export interface TaskState extends Exit, Recovery {
  readonly type: 'Task';
  readonly name: string;
  readonly next: Next;
  readonly resource: string;
  readonly arguments: Template | undefined;
  readonly credentials: Template | undefined;
  readonly timeoutSeconds: Template | undefined;
  readonly heartbeatSeconds: Template | undefined;
}

export interface ParallelState extends Exit, Recovery {
  readonly type: 'Parallel';
  readonly name: string;
  readonly next: Next;
  readonly arguments: Template | undefined;
  readonly branches: readonly Block[];
}

export interface MapState extends Exit, Recovery {
  readonly type: 'Map';
  readonly name: string;
  readonly next: Next;
  readonly items: Template | undefined;
  readonly itemSelector: Template | undefined;
  readonly maxConcurrency: Template | undefined;
  readonly tolerated: readonly Template[];
  readonly processor: Block;
}

export type State =
  | PassState
  | SucceedState
  | FailState
  | WaitState
  | ChoiceState
  | TaskState
  | ParallelState
  | MapState;

type JsonObject = { [key: string]: Json };

/**
 * Compiles a definition that `validateDefinition` has found nothing wrong with.
 * @param text The definition as JSON text.
 */
export function compileDefinition(text: string, compiler: ExpressionCompiler): Definition {
  const top = asObject(JSON.parse(text));
  const blocks: Block[] = [];
  compileBlock(top, top.QueryLanguage === 'JSONata');
  return { blocks, timeoutSeconds: typeof top.TimeoutSeconds === 'number' ? top.TimeoutSeconds : undefined };

  function compileBlock(definition: JsonObject, jsonata: boolean): Block {
    const states = new Map<string, State>();
    const block: Block = { id: blocks.length, startAt: String(definition.StartAt), states };
    blocks.push(block);
    for (const [name, state] of Object.entries(asObject(definition.States))) {
      states.set(name, compileState(name, asObject(state), jsonata));
    }
    return block;
  }

  function compileState(name: string, state: JsonObject, inherited: boolean): State {
    const jsonata = state.QueryLanguage === undefined ? inherited : state.QueryLanguage === 'JSONata';
    const field = (key: string, expected?: ExpectedType): Template | undefined =>
      optional(state[key], (value) => (jsonata ? compiler.compile(value, key, expected) : compiler.literal(value)));
    const exit = (holder: JsonObject, at: string): Exit => ({
      output: optional(holder.Output, (value) => compiler.compile(value, `${at}Output`)),
      assign: optional(holder.Assign, (assign) =>
        Object.entries(asObject(assign)).map(([variable, value]) => ({
          name: variable,
          value: jsonata ? compiler.compile(value, `${at}Assign/${variable}`) : compiler.literal(value),
        })),
      ),
    });
    const recovery = (): Recovery => ({
      retry: asArray(state.Retry).map(compileRetrier),
      catch: asArray(state.Catch).map((catcher, index) => ({
        ...exit(asObject(catcher), `Catch[${index}]/`),
        errorEquals: asArray(asObject(catcher).ErrorEquals).map(String),
        next: String(asObject(catcher).Next),
      })),
    });
    const next: Next = typeof state.Next === 'string' ? state.Next : undefined;

    switch (state.Type) {
      case 'Pass':
        return { type: 'Pass', name, next, ...exit(state, '') };
      case 'Succeed':
        return { type: 'Succeed', name, ...exit(state, '') };
      case 'Fail':
        return { type: 'Fail', name, error: field('Error', 'string'), cause: field('Cause', 'string') };
      case 'Wait': {
        const seconds = field('Seconds', 'number');
        return { type: 'Wait', name, next, seconds, timestamp: field('Timestamp', 'string'), ...exit(state, '') };
      }
      case 'Choice':
        return {
          type: 'Choice',
          name,
          default: typeof state.Default === 'string' ? state.Default : undefined,
          choices: asArray(state.Choices).map((rule, index) => ({
            ...exit(asObject(rule), `Choices[${index}]/`),
            condition: compiler.compile(asObject(rule).Condition ?? null, `Choices[${index}]/Condition`, 'boolean'),
            next: String(asObject(rule).Next),
          })),
          ...exit(state, ''),
        };
      case 'Task':
        return {
          type: 'Task',
          name,
          next,
          resource: String(state.Resource),
          arguments: field('Arguments'),
          credentials: field('Credentials'),
          timeoutSeconds: field('TimeoutSeconds', 'number'),
          heartbeatSeconds: field('HeartbeatSeconds', 'number'),
          ...exit(state, ''),
          ...recovery(),
        };
      case 'Parallel':
        return {
          type: 'Parallel',
          name,
          next,
          arguments: field('Arguments'),
          branches: asArray(state.Branches).map((branch) => compileBlock(asObject(branch), inherited)),
          ...exit(state, ''),
          ...recovery(),
        };
      case 'Map':
        return {
          type: 'Map',
          name,
          next,
          items: field('Items', 'array'),
          itemSelector: field('ItemSelector'),
          maxConcurrency: field('MaxConcurrency'),
          tolerated: [field('ToleratedFailureCount', 'number'), field('ToleratedFailurePercentage', 'number')].filter(
            (template) => template !== undefined,
          ),
          processor: compileBlock(asObject(state.ItemProcessor), inherited),
          ...exit(state, ''),
          ...recovery(),
        };
      default:
        throw new SyntaxError(`The state '${name}' has no type this executor knows: ${String(state.Type)}`);
    }
  }
}

function compileRetrier(value: Json): Retrier {
  const retrier = asObject(value);
  const number = (key: string): number | undefined => (typeof retrier[key] === 'number' ? retrier[key] : undefined);
  return {
    errorEquals: asArray(retrier.ErrorEquals).map(String),
    intervalSeconds: number('IntervalSeconds') ?? 1,
    maxAttempts: number('MaxAttempts') ?? 3,
    backoffRate: number('BackoffRate') ?? 2,
    maxDelaySeconds: number('MaxDelaySeconds'),
    jitter: retrier.JitterStrategy === 'FULL',
  };
}

function optional<R>(value: Json | undefined, map: (value: Json) => R): R | undefined {
  return value === undefined ? undefined : map(value);
}

function asObject(value: Json | undefined): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

function asArray(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
