import type { SopError } from '../shared/domain/errors.ts';
import type { Cases, People, Tasks } from '../shared/domain/ports.ts';
import { type DutyFacts, isSeparated, separationOf } from '../shared/domain/separation.ts';
import type { Task } from '../shared/domain/task.ts';
import { dutiesSeparated } from './refusals.ts';

/** What the separation of duties looks at. */
export interface DutiesWorld {
  readonly tasks: Pick<Tasks, 'duties'>;
  readonly cases: Pick<Cases, 'get' | 'documents'>;
  readonly people: Pick<People, 'withRole'>;
}

/**
 * Why `people`, one of whom acts for the others, may not decide the task; undefined where they may. The error names the
 * rule, and those of the role whom no rule keeps away.
 */
export async function refusalByDuties(
  world: DutiesWorld,
  task: Pick<Task, 'caseId' | 'step' | 'role' | 'subject'>,
  people: readonly string[],
): Promise<SopError | undefined> {
  if (!isSeparated(task.step)) return undefined;
  const facts = await dutyFacts(world, task);
  const rule = separationOf(task.step, people, facts);
  if (rule === undefined) return undefined;
  const members = await world.people.withRole(task.role);
  const candidates = members.filter(({ id }) => separationOf(task.step, [id], facts) === undefined);
  return dutiesSeparated(rule, candidates);
}

async function dutyFacts(
  world: DutiesWorld,
  { caseId, subject }: Pick<Task, 'caseId' | 'subject'>,
): Promise<DutyFacts> {
  const [salesCase, documents, duties] = await Promise.all([
    world.cases.get(caseId),
    subject.length === 0 ? [] : world.cases.documents(caseId),
    world.tasks.duties(caseId),
  ]);
  return {
    sales: salesCase?.sales,
    documents: documents.filter(({ kind, version }) =>
      subject.some((part) => part.kind === kind && part.version === version),
    ),
    duties,
  };
}
