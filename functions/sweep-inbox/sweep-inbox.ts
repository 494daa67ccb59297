import type { DueItem, DueWork } from '../shared/domain/ports.ts';
import { type AnnounceTaskWorld, announceTask } from './announce-task.ts';
import { type CoverAbsenceWorld, coverAbsence } from './cover-absence.ts';
import { type RemindOneselfWorld, remindOneself } from './remind-oneself.ts';
import { type TellMentionedWorld, tellMentioned } from './tell-mentioned.ts';

export interface SweepInboxWorld extends AnnounceTaskWorld, CoverAbsenceWorld, RemindOneselfWorld, TellMentionedWorld {
  readonly tasks: AnnounceTaskWorld['tasks'] & CoverAbsenceWorld['tasks'];
  readonly cases: AnnounceTaskWorld['cases'] & TellMentionedWorld['cases'];
  readonly people: CoverAbsenceWorld['people'];
  readonly handovers: AnnounceTaskWorld['handovers'] & CoverAbsenceWorld['handovers'];
  readonly dueWork: DueWork;
}

/** So many things are done in one run: the next minute's goes on from there. */
const MOST_AT_ONCE = 100;

/**
 * Does what is due in the inbox: mails tasks that changed hands and people who are mentioned, reminds, hands the tasks of
 * the absent over. Each thing is taken off only when it is done, and done once however often it is tried; one that fails
 * holds up no other and comes again.
 *
 * @throws AggregateError when anything failed, after everything else is done
 */
export async function sweepInbox(world: SweepInboxWorld): Promise<{ done: number }> {
  const items = await world.dueWork.due(world.now().toISOString(), MOST_AT_ONCE);
  const failures: unknown[] = [];
  for (const item of items) {
    try {
      const again = await perform(world, item);
      await (again === undefined ? world.dueWork.done(item) : world.dueWork.later(item, again));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${items.length} things failed`);
  return { done: items.length };
}

/** @returns when the item is due again; undefined when it is done */
async function perform(world: SweepInboxWorld, item: DueItem): Promise<string | undefined> {
  switch (item.kind) {
    case 'announcement':
      await announceTask(world, item);
      return undefined;
    case 'comment':
      await tellMentioned(world, item.comment);
      return undefined;
    case 'follow-up':
      await remindOneself(world, item.followUp);
      return undefined;
    case 'absence':
      return coverAbsence(world, item.absence);
  }
}
