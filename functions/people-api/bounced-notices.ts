import { isCandidateGroup } from '../shared/domain/access.ts';
import { notifiedPeople } from '../shared/domain/notified.ts';
import type { Person } from '../shared/domain/person.ts';
import type { Cases, People, Tasks } from '../shared/domain/ports.ts';
import type { Task } from '../shared/domain/task.ts';

export interface BouncedNoticesWorld {
  readonly tasks: Pick<Tasks, 'list'>;
  readonly cases: Pick<Cases, 'factsSince'>;
  readonly people: Pick<People, 'get'>;
}

/**
 * The open tasks that the person has, or their group, and whose last notice to them bounced: the most urgent first.
 * @param person whose mails are sent again; a case's contact by their id
 * @param at ISO instant: what has expired by then nobody can decide
 */
export async function bouncedNotices(world: BouncedNoticesWorld, person: string, at: string): Promise<readonly Task[]> {
  const known = await world.people.get(person);
  const groups = (known?.roles ?? []).filter(isCandidateGroup);
  const lists = await Promise.all([
    openTasks(world, { assignee: person }),
    ...groups.map(async (role) => (await openTasks(world, { role })).filter(({ assignee }) => assignee === undefined)),
  ]);
  const told = lists.flat().filter(({ notice, expiresAt }) => notice !== undefined && expiresAt > at);
  const bounced = await Promise.all(told.map((task) => hasBounced(world, task, person)));
  return told.filter((_, index) => bounced[index]).toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
}

async function hasBounced({ cases }: BouncedNoticesWorld, task: Task, person: string): Promise<boolean> {
  const facts = await cases.factsSince(task.caseId, task.openedAt);
  const bounced = facts.some(
    ({ type, taskId, detail }) =>
      type === 'task.notice-bounced' &&
      taskId === task.id &&
      detail?.attempt === task.attempt &&
      detail.person === person,
  );
  return bounced && notifiedPeople(task, facts).includes(person);
}

async function openTasks(
  { tasks }: BouncedNoticesWorld,
  of: { readonly assignee: string } | { readonly role: Person['roles'][number] },
): Promise<readonly Task[]> {
  const found: Task[] = [];
  let cursor: string | undefined;
  do {
    const page = await tasks.list(
      { ...of, status: 'OPEN' },
      { limit: 100, ...(cursor === undefined ? {} : { cursor }) },
    );
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}
