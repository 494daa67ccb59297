import { taskNotFound } from '../decide-task/refusals.ts';
import { isNamedIn, seesTask } from '../shared/domain/access.ts';
import type { DocumentVersion, SalesCase } from '../shared/domain/case.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Cases, Tasks } from '../shared/domain/ports.ts';
import type { Task } from '../shared/domain/task.ts';

/** What reading a task needs of the world. */
export interface ReadTaskWorld {
  readonly tasks: Pick<Tasks, 'get'>;
  readonly cases: Pick<Cases, 'get' | 'documents'>;
}

/**
 * The task with its case, when the actor may see it.
 * @throws SopError TaskNotFound (404), TaskNotVisible (403)
 */
export async function visibleTask(
  world: ReadTaskWorld,
  actor: Actor,
  id: string,
): Promise<{ task: Task; salesCase: SalesCase }> {
  const task = await world.tasks.get(id);
  const salesCase = task === undefined ? undefined : await world.cases.get(task.caseId);
  if (task === undefined || salesCase === undefined) {
    throw taskNotFound();
  }
  if (!seesTask(actor, task) && !isNamedIn(actor, salesCase)) {
    throw new SopError('TaskNotVisible', 403, {
      zh: '这个任务与您无关：只有负责人、所在部门、项目的销售和助理以及销售经理和总部可以查看。',
      en: 'You have no part in this task: its assignee, its department, the case’s salesperson and assistant, sales managers and headquarters may see it.',
    });
  }
  return { task, salesCase };
}

/** The task with the document versions it is decided on. Throws as `visibleTask` does. */
export async function readTask(
  world: ReadTaskWorld,
  actor: Actor,
  id: string,
): Promise<{ task: Task; salesCase: SalesCase; documents: readonly DocumentVersion[] }> {
  const { task, salesCase } = await visibleTask(world, actor, id);
  const versions = task.subject.length === 0 ? [] : await world.cases.documents(task.caseId);
  const documents = versions.filter(({ kind, version }) =>
    task.subject.some((part) => part.kind === kind && part.version === version),
  );
  return { task, salesCase, documents };
}
