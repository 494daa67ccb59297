import type { DocumentVersion } from '../shared/domain/case.ts';
import { onceFact } from '../shared/domain/new-fact.ts';
import type { Cases, Now, Observer, Tasks, Workflow } from '../shared/domain/ports.ts';
import type { Task } from '../shared/domain/task.ts';

export interface RecallTasksWorld {
  readonly cases: Pick<Cases, 'record'>;
  readonly tasks: Pick<Tasks, 'list' | 'held'>;
  readonly workflow: Pick<Workflow, 'fail'>;
  readonly now: Now;
  readonly observer: Observer;
}

/** What a waiting state fails with when its task is to be issued again; every waiting state tries again on it. */
export const CONTENT_CHANGED = 'ContentChanged';

/**
 * Has every open task that shows an earlier version of `document` issued again: its state fails by a name it tries again
 * on, and opens the task anew with what the documents say by then, new links and new mails. Until then nobody can decide
 * it, so that a recall that comes late or twice changes nothing.
 */
export async function recallTasks(world: RecallTasksWorld, document: DocumentVersion): Promise<void> {
  for (const { id } of await staleTasks(world.tasks, document)) {
    const held = await world.tasks.held(id);
    if (held === undefined || !isStale(held.task, document)) continue;
    const { task, taskToken } = held;
    if ((await world.workflow.fail(taskToken, CONTENT_CHANGED, `A later version of ${document.kind}`)) === 'gone')
      continue;
    const { kind, version } = document;
    const detail = { attempt: task.attempt, kind, version };
    const about = { caseId: task.caseId, taskId: id, step: task.step };
    const fact = onceFact({ ...about, type: 'task.recalled', detail }, world.now(), document.at);
    await world.cases.record(fact);
    world.observer.fact(fact);
  }
}

async function staleTasks(tasks: Pick<Tasks, 'list'>, document: DocumentVersion): Promise<readonly Task[]> {
  const found: Task[] = [];
  let cursor: string | undefined;
  do {
    const page = await tasks.list(
      { caseId: document.caseId },
      { limit: 100, ...(cursor === undefined ? {} : { cursor }) },
    );
    found.push(...page.items.filter((task) => isStale(task, document)));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

function isStale({ status, subject }: Task, { kind, version }: DocumentVersion): boolean {
  return status === 'OPEN' && subject.some((part) => part.kind === kind && part.version < version);
}
