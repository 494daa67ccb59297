import { isCandidateGroup, seesAll } from '../shared/domain/access.ts';
import { type CaseStatus, caseStatuses, type SalesCase } from '../shared/domain/case.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Cases, Page, PageRequest, Tasks } from '../shared/domain/ports.ts';
import type { Task } from '../shared/domain/task.ts';
import { readPage, type Source } from '../shared/http/paging.ts';
import { openTasks } from './case-tasks.ts';

/** What listing cases needs of the world. */
export interface ListCasesWorld {
  readonly cases: Pick<Cases, 'get' | 'list'>;
  readonly tasks: Pick<Tasks, 'list'>;
}

export interface CaseFilter {
  readonly status?: CaseStatus | undefined;
  readonly sales?: string | undefined;
}

/**
 * The cases the actor has a part in. Managers and headquarters: all, or one salesperson's; salespeople and assistants:
 * those that name them; newest first. Everybody else: the cases in which they or their group have an open task, most urgent first.
 * @throws SopError CasesNotYours (403) for another salesperson's list, CursorInvalid (400)
 */
export async function listCases(
  world: ListCasesWorld,
  actor: Actor,
  filter: CaseFilter,
  page: PageRequest,
): Promise<Page<SalesCase>> {
  const query = ['cases', actor.id, actor.roles.join(), filter.status, filter.sales];
  const fits = (salesCase: SalesCase): boolean => filter.status === undefined || salesCase.status === filter.status;
  if (filter.sales !== undefined && filter.sales !== actor.id && !seesAll(actor)) {
    throw new SopError('CasesNotYours', 403, {
      zh: '只有销售经理和总部可以查看其他销售的项目。',
      en: 'Only sales managers and headquarters see the cases of another salesperson.',
    });
  }
  const sales = filter.sales ?? (seesAll(actor) || !actor.roles.includes('sales') ? undefined : actor.id);
  if (sales !== undefined) {
    return readPage([{ fetch: (part) => world.cases.list({ sales }, part), fits }], page, query);
  }
  if (actor.roles.includes('assistant') && !seesAll(actor)) {
    return readPage([{ fetch: (part) => world.cases.list({ assistant: actor.id }, part), fits }], page, query);
  }
  if (seesAll(actor)) {
    const statuses = filter.status === undefined ? openFirst : [filter.status];
    return readPage(
      statuses.map((status) => ({ fetch: (part) => world.cases.list({ status }, part) })),
      page,
      query,
    );
  }
  return listByTasks(world, actor, fits, page, query);
}

/** Cases under way before cases that have ended. */
const openFirst: readonly CaseStatus[] = ['RUNNING', ...caseStatuses.filter((status) => status !== 'RUNNING')];

async function listByTasks(
  world: ListCasesWorld,
  actor: Actor,
  fits: (salesCase: SalesCase) => boolean,
  page: PageRequest,
  query: readonly (string | undefined)[],
): Promise<Page<SalesCase>> {
  const groups = actor.roles.filter(isCandidateGroup);
  const sources: Source<Task>[] = [
    { fetch: (part) => world.tasks.list({ assignee: actor.id, status: 'OPEN' }, part) },
    ...groups.map((role) => ({
      fetch: (part: PageRequest) => world.tasks.list({ role, status: 'OPEN' }, part),
      fits: (task: Task) => task.assignee !== actor.id,
    })),
  ];
  const { items, cursor } = await readPage(sources, page, query);
  const found = await Promise.all(
    items.map(async (task) => ((await isFirst(world, actor, task)) ? world.cases.get(task.caseId) : undefined)),
  );
  const cases = found.filter((salesCase) => salesCase !== undefined).filter(fits);
  return { items: cases, ...(cursor === undefined ? {} : { cursor }) };
}

/** Whether the task is the one its case is listed for: a case with several of the actor's tasks is listed once. */
async function isFirst(world: ListCasesWorld, actor: Actor, task: Task): Promise<boolean> {
  const places = (await openTasks(world.tasks, task.caseId)).flatMap((other) => placeOf(actor, other) ?? []);
  return placeOf(actor, task) === places.toSorted()[0];
}

/** Sorts the actor's tasks as the list does: their own first, then group by group, most urgent first. */
function placeOf(actor: Actor, task: Task): string | undefined {
  const group = actor.roles.filter(isCandidateGroup).indexOf(task.role);
  if (task.assignee !== actor.id && group < 0) {
    return undefined;
  }
  return `${task.assignee === actor.id ? 0 : group + 1}|${task.dueAt}|${task.id}`;
}
