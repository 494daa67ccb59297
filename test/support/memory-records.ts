import type { DocumentVersion, SalesCase } from '../../functions/shared/domain/case.ts';
import type { Customer } from '../../functions/shared/domain/customer.ts';
import type { Fact } from '../../functions/shared/domain/history.ts';
import type { Person } from '../../functions/shared/domain/person.ts';
import type { Duty } from '../../functions/shared/domain/separation.ts';
import type { Task } from '../../functions/shared/domain/task.ts';

/** What the in-memory twins share: the table, as plain maps. */
export interface MemoryRecords {
  readonly cases: Map<string, SalesCase>;
  readonly tasks: Map<string, StoredTask>;
  readonly links: Map<string, StoredLink>;
  /** By case id, then fact id. */
  /** When the ladder of an open task has something to do, by the task's id. */
  readonly sweepAt: Map<string, string>;
  readonly facts: Map<string, Map<string, Fact>>;
  readonly documents: DocumentVersion[];
  readonly duties: Duty[];
  readonly people: Map<string, Person>;
  readonly customers: Map<string, Customer>;
  /** Customer id by claim. */
  readonly claims: Map<string, string>;
}

export interface StoredTask {
  readonly task: Task;
  readonly token: string;
  readonly issue: number;
}

export interface StoredLink {
  readonly taskId: string;
  readonly personId: string;
  readonly attempt: number;
}

export function memoryRecords(): MemoryRecords {
  return {
    cases: new Map(),
    tasks: new Map(),
    links: new Map(),
    sweepAt: new Map(),
    facts: new Map(),
    documents: [],
    duties: [],
    people: new Map(),
    customers: new Map(),
    claims: new Map(),
  };
}

/** Appends a fact once, by its id. */
export function appendFact(records: MemoryRecords, fact: Fact): void {
  const ofCase = records.facts.get(fact.caseId) ?? new Map<string, Fact>();
  records.facts.set(fact.caseId, ofCase);
  if (!ofCase.has(fact.id)) ofCase.set(fact.id, fact);
}

/** A case's facts in the order of their ids. */
export function factsOf(records: MemoryRecords, caseId: string): Fact[] {
  return [...(records.facts.get(caseId)?.values() ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1));
}
