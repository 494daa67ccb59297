import { isCandidateGroup, isNamedIn, seesAll, seesTask } from '../shared/domain/access.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Cases, Page, PageRequest, Tasks } from '../shared/domain/ports.ts';
import type { Role } from '../shared/domain/roles.ts';
import type { Task } from '../shared/domain/task.ts';
import { readPage, type Source } from '../shared/http/paging.ts';

/** What listing tasks needs of the world. */
export interface ListTasksWorld {
  readonly tasks: Pick<Tasks, 'list'>;
  readonly cases: Pick<Cases, 'get'>;
}

export interface TaskFilter {
  readonly status: Task['status'];
  readonly role?: Role | undefined;
  /** A user name, or `me`. */
  readonly assignee?: string | undefined;
  /** A case id. */
  readonly case?: string | undefined;
}

/**
 * Tasks the actor may see. Without role, assignee or case: the actor's own, then those of their groups that nobody has
 * claimed, each most urgent first. With a case: its tasks in the order of its steps.
 * @throws SopError TasksNotYours (403) for another person's list or another department's, CursorInvalid (400)
 */
export async function listTasks(
  world: ListTasksWorld,
  actor: Actor,
  filter: TaskFilter,
  page: PageRequest,
): Promise<Page<Task>> {
  const assignee = filter.assignee === 'me' ? actor.id : filter.assignee;
  const query = ['tasks', actor.id, actor.roles.join(), filter.status, filter.role, assignee, filter.case];
  const sources = await sourcesOf(world, actor, { ...filter, assignee });
  return readPage(sources, page, query);
}

async function sourcesOf(world: ListTasksWorld, actor: Actor, filter: TaskFilter): Promise<readonly Source<Task>[]> {
  const { status, role, assignee, case: caseId } = filter;
  const asked = (task: Task): boolean =>
    task.status === status &&
    (role === undefined || task.role === role) &&
    (assignee === undefined || task.assignee === assignee);
  if (caseId !== undefined) {
    const salesCase = await world.cases.get(caseId);
    const named = salesCase !== undefined && isNamedIn(actor, salesCase);
    const fits = (task: Task): boolean => asked(task) && (named || seesTask(actor, task));
    return [{ fetch: (part) => world.tasks.list({ caseId }, part), fits }];
  }
  if (assignee !== undefined) {
    if (assignee !== actor.id && !seesAll(actor)) {
      throw tasksNotYours();
    }
    return [{ fetch: (part) => world.tasks.list({ assignee, status }, part), fits: asked }];
  }
  if (role !== undefined) {
    return byRole(world, actor, role, filter, asked);
  }
  const groups = actor.roles.filter(isCandidateGroup);
  return [
    { fetch: (part) => world.tasks.list({ assignee: actor.id, status }, part) },
    ...groups.map((group) => ({
      fetch: (part: PageRequest) => world.tasks.list({ role: group, status }, part),
      fits: (task: Task) => task.assignee === undefined,
    })),
  ];
}

function byRole(
  world: ListTasksWorld,
  actor: Actor,
  role: Role,
  { status }: TaskFilter,
  fits: (task: Task) => boolean,
): readonly Source<Task>[] {
  if (seesAll(actor) || (isCandidateGroup(role) && actor.roles.includes(role))) {
    return [{ fetch: (part) => world.tasks.list({ role, status }, part), fits }];
  }
  if (actor.roles.includes(role)) {
    return [{ fetch: (part) => world.tasks.list({ assignee: actor.id, status }, part), fits }];
  }
  throw tasksNotYours();
}

function tasksNotYours(): SopError {
  return new SopError('TasksNotYours', 403, {
    zh: '您只能查看自己和所在部门的任务；销售经理和总部可以查看全部。',
    en: 'You see your own tasks and those of your departments; sales managers and headquarters see all.',
  });
}
