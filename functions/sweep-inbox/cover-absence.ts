import { type SubstitutionWorld, substitution } from '../open-task/substitution.ts';
import { isAway } from '../shared/domain/absence.ts';
import type { Absence } from '../shared/domain/inbox.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Handovers, Now, Observer, Tasks } from '../shared/domain/ports.ts';

/** What handing an absent person's tasks over needs of the world. */
export interface CoverAbsenceWorld extends SubstitutionWorld {
  readonly tasks: Pick<Tasks, 'list' | 'duties'>;
  readonly handovers: Pick<Handovers, 'handOver'>;
  readonly now: Now;
  readonly observer: Observer;
}

/** How often it is looked again while the absence lasts: a task may have been opened just as it was entered. */
const AGAIN_MINUTES = 15;

/**
 * Hands the open tasks of somebody who is away to their substitute, each by itself.
 * @returns when to look again; undefined once the absence is over
 */
export async function coverAbsence(world: CoverAbsenceWorld, absence: Absence): Promise<string | undefined> {
  const now = world.now();
  const at = now.toISOString();
  if (!isAway(absence, at)) return undefined;
  let cursor: string | undefined;
  do {
    const page = await world.tasks.list(
      { assignee: absence.person, status: 'OPEN' },
      { limit: 100, ...(cursor === undefined ? {} : { cursor }) },
    );
    for (const task of page.items) {
      const holding = task.expiresAt <= at ? undefined : await substitution(world, task, at);
      if (holding === undefined) continue;
      const detail = { attempt: task.attempt + 1, from: absence.person, to: holding.assignee };
      const { caseId, id, step } = task;
      const fact = newFact({ caseId, taskId: id, step, type: 'task.substituted', detail }, now);
      // What somebody else changed meanwhile is looked at again next time.
      if ((await world.handovers.handOver(task, holding, fact)) !== undefined) world.observer.fact(fact);
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  const again = new Date(now.getTime() + AGAIN_MINUTES * 60_000).toISOString();
  return again < absence.to ? again : absence.to;
}
