import { createHash } from 'node:crypto';
import type { StateMachine, StateMachineType } from './contract.ts';
import { compileDefinition, type Definition } from './definition.ts';
import { ApiError } from './errors.ts';
import type { ExpressionCompiler } from './expressions.ts';
import type { JournaledMachine, JournalRecord } from './journal.ts';
import { definitionProblem, validateDefinition } from './validation/validate.ts';

/** A state machine with the id of the definition it has now. */
export type RegisteredMachine = StateMachine & { readonly definitionId: string };

/** What PutStateMachine is asked. */
export interface MachineRequest {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly definition: string;
  readonly roleArn?: string;
  readonly type?: StateMachineType;
}

/** The state machines there are, and every definition an execution runs: those that were replaced too. */
export class Registry {
  readonly #compiler: ExpressionCompiler;
  readonly #machines = new Map<string, RegisteredMachine>();
  readonly #definitions = new Map<string, { readonly text: string; compiled?: Definition }>();

  constructor(compiler: ExpressionCompiler) {
    this.#compiler = compiler;
  }

  /** Takes in what a journal kept. */
  read(entry: Exclude<JournalRecord, { readonly k: 'execution' }>): void {
    if (entry.k === 'definition') {
      this.#definitions.set(entry.id, { text: entry.text });
      return;
    }
    const definition = this.textOf(entry.machine.definitionId);
    this.#machines.set(entry.machine.stateMachineArn, { ...entry.machine, definition });
  }

  /**
   * Creates or updates a machine.
   * @param now Epoch milliseconds.
   * @returns it, and what the journal is to keep of that; nothing when it was there already.
   * @throws ApiError InvalidDefinition.
   */
  put(request: MachineRequest, now: number): { machine: RegisteredMachine; records: JournalRecord[] } {
    const type = request.type ?? 'STANDARD';
    const before = this.#machines.get(request.stateMachineArn);
    if (before?.definition === request.definition && before.type === type && before.roleArn === request.roleArn) {
      return { machine: before, records: [] };
    }
    const problem = definitionProblem(validateDefinition(request.definition, type));
    if (problem !== undefined) throw new ApiError('InvalidDefinition', problem);
    const definitionId = createHash('sha256').update(request.definition).digest('base64url').slice(0, 22);
    this.add(definitionId, request.definition);
    this.compiled(definitionId);
    const machine = { ...request, type, definitionId, creationDate: before?.creationDate ?? now };
    this.#machines.set(request.stateMachineArn, machine);
    return { machine, records: [this.definitionRecord(definitionId), { k: 'machine', machine: journaled(machine) }] };
  }

  list(): readonly RegisteredMachine[] {
    return [...this.#machines.values()];
  }

  /** @throws ApiError StateMachineDoesNotExist. */
  machine(stateMachineArn: string): RegisteredMachine {
    const machine = this.#machines.get(stateMachineArn);
    if (machine === undefined) {
      throw new ApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
    }
    return machine;
  }

  /** Knows a definition from now on. */
  add(id: string, text: string): void {
    if (!this.#definitions.has(id)) this.#definitions.set(id, { text });
  }

  /** The definition, ready to run; compiled once. */
  compiled(id: string): Definition {
    const known = this.#known(id);
    known.compiled ??= compileDefinition(known.text, this.#compiler);
    return known.compiled;
  }

  textOf(id: string): string {
    return this.#known(id).text;
  }

  definitionRecord(id: string): JournalRecord {
    return { k: 'definition', id, text: this.textOf(id) };
  }

  /** All a new journal needs: the machines, and the definitions they and these executions have. */
  *records(definitionIds: Iterable<string>): Generator<JournalRecord> {
    const needed = new Set([...definitionIds, ...this.list().map(({ definitionId }) => definitionId)]);
    for (const id of needed) yield this.definitionRecord(id);
    for (const machine of this.list()) yield { k: 'machine', machine: journaled(machine) };
  }

  #known(id: string): { readonly text: string; compiled?: Definition } {
    const known = this.#definitions.get(id);
    if (known === undefined) throw new Error(`There is no definition ${id}`);
    return known;
  }
}

function journaled({ definition: _definition, ...machine }: RegisteredMachine): JournaledMachine {
  return machine;
}
