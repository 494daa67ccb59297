import { decideTask } from '../decide-task/decide-task.ts';
import { taskActions } from '../shared/domain/access.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Cases, Observer, People, Tasks } from '../shared/domain/ports.ts';
import { roles } from '../shared/domain/roles.ts';
import type { Task } from '../shared/domain/task.ts';
import { type ApiWorld, type Call, type Endpoint, endpoint } from '../shared/http/api.ts';
import { nextPage } from '../shared/http/paging.ts';
import { type TaskView, titleOf, viewTask } from '../shared/http/task-view.ts';
import { claimTask, releaseTask } from './claim-task.ts';
import { operations } from './contract.ts';
import { listTasks } from './list-tasks.ts';
import { readTask, visibleTask } from './read-task.ts';

/** What the resource needs of the world. */
export interface TasksApiWorld extends ApiWorld {
  readonly cases: Cases;
  readonly tasks: Tasks;
  readonly people: People;
  readonly observer: Observer;
}

/** The endpoints of `/tasks` and `/me`. */
export function tasksApi(world: TasksApiWorld): readonly Endpoint[] {
  const view = (actor: Actor, task: Task, salesCase: Pick<SalesCase, 'id' | 'title' | 'customerName'>): TaskView =>
    viewTask(task, salesCase, taskActions(actor, task, world.now()));
  return [
    endpoint(operations.listTasks, async ({ actor, query }) => {
      const { limit, cursor, ...filter } = query;
      const page = await listTasks(world, actor, filter, { limit, ...(cursor === undefined ? {} : { cursor }) });
      const caseOf = await casesOf(world, page.items);
      const next = nextPage('/tasks', { ...filter, limit }, page.cursor);
      return { answer: { items: page.items.map((task) => view(actor, task, caseOf(task.caseId))), next } };
    }),
    endpoint(operations.getTask, async ({ actor, id }) => {
      const { task, salesCase, documents } = await readTask(world, actor, id);
      const titled = documents.map((document) => ({ ...document, title: titleOf(document.kind) }));
      return { answer: { ...view(actor, task, salesCase), documents: titled } };
    }),
    endpoint(operations.claimTask, async ({ actor, id }) => {
      const { task, salesCase } = await claimTask(world, actor, id, 'api');
      return { answer: view(actor, task, salesCase) };
    }),
    endpoint(operations.releaseTask, async ({ actor, id }) => {
      const { task, salesCase } = await releaseTask(world, actor, id, 'api');
      return { answer: view(actor, task, salesCase) };
    }),
    endpoint(operations.decideTask, async (call) => {
      const { task, decision } = await decideOnce(world, call);
      const { salesCase } = await visibleTask(world, call.actor, task.id);
      return { answer: { task: view(call.actor, task, salesCase), decision } };
    }),
    endpoint(operations.getMe, async ({ actor }) => {
      const person = await world.people.get(actor.id);
      return {
        answer: {
          id: actor.id,
          name: person?.name,
          email: person?.email,
          language: person?.language,
          roles: actor.roles.map((id) => ({ id, title: roles[id] })),
        },
      };
    }),
  ];
}

/**
 * Decides; and when an earlier run of this very request decided and then died before it could answer, that decision is
 * the answer, not a conflict.
 */
async function decideOnce(
  world: TasksApiWorld,
  { actor, id, body, identity }: Call<typeof operations.decideTask>,
): ReturnType<typeof decideTask> {
  try {
    return await decideTask(world, { taskId: id, actor, via: 'api', ...body });
  } catch (error) {
    const task = identity.takenOver && isAlreadyDecided(error) ? await world.tasks.get(id) : undefined;
    const decision = task?.decision;
    if (
      task !== undefined &&
      decision?.by === actor.id &&
      decision.outcome === body.outcome &&
      decision.at >= identity.at.toISOString()
    ) {
      return { task, decision };
    }
    throw error;
  }
}

function isAlreadyDecided(error: unknown): boolean {
  return error instanceof SopError && error.name === 'TaskAlreadyDecided';
}

/** The titles of the tasks' cases, each read once. */
async function casesOf(
  world: TasksApiWorld,
  tasks: readonly Task[],
): Promise<(id: string) => Pick<SalesCase, 'id' | 'title' | 'customerName'>> {
  const ids = [...new Set(tasks.map(({ caseId }) => caseId))];
  const found = new Map(await Promise.all(ids.map(async (id) => [id, await world.cases.get(id)] as const)));
  return (id) => found.get(id) ?? { id, title: '', customerName: '' };
}
