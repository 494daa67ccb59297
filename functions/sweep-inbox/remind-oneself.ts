import { isNamedIn, seesTask } from '../shared/domain/access.ts';
import type { FollowUp } from '../shared/domain/inbox.ts';
import type { Cases, Mailer, Now, Observer, People, Tasks } from '../shared/domain/ports.ts';
import { findStep } from '../shared/domain/steps.ts';
import { followUpNotice } from '../shared/mails/follow-up-notice.ts';

/** What a reminder to oneself needs of the world. */
export interface RemindOneselfWorld {
  readonly tasks: Pick<Tasks, 'get'>;
  readonly cases: Pick<Cases, 'get'>;
  readonly people: Pick<People, 'get'>;
  readonly mailer: Mailer;
  readonly now: Now;
  readonly observer: Observer;
  readonly publicUrl: string;
}

/** Mails somebody the reminder they set themselves, if the task is open still and they may still see it. */
export async function remindOneself(world: RemindOneselfWorld, { person: id, taskId, note }: FollowUp): Promise<void> {
  const [person, task] = await Promise.all([world.people.get(id), world.tasks.get(taskId)]);
  const step = task === undefined ? undefined : findStep(task.step);
  if (person === undefined || task === undefined || step === undefined) return;
  if (task.status !== 'OPEN' || task.expiresAt <= world.now().toISOString()) return;
  const salesCase = await world.cases.get(task.caseId);
  if (salesCase === undefined || !(seesTask(person, task) || isNamedIn(person, salesCase))) return;
  const address = `${world.publicUrl}/inbox/tasks/${encodeURIComponent(taskId)}`;
  const outcome = await world.mailer.send(followUpNotice({ person, salesCase, task, step, note, address }));
  if (outcome === 'refused') world.observer.warn('mail.refused', { taskId });
}
