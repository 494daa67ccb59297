import type { Tasks } from '../shared/domain/ports.ts';
import type { Task } from '../shared/domain/task.ts';

/** All tasks the case ever had: a handful per turn of its loops, so that reading them whole is bounded. */
export async function tasksOf(tasks: Pick<Tasks, 'list'>, caseId: string): Promise<readonly Task[]> {
  const found: Task[] = [];
  let cursor: string | undefined;
  do {
    const page = await tasks.list({ caseId }, { limit: 100, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

/** The case's tasks that somebody must do now. */
export async function openTasks(tasks: Pick<Tasks, 'list'>, caseId: string): Promise<readonly Task[]> {
  return (await tasksOf(tasks, caseId)).filter(({ status }) => status === 'OPEN');
}
