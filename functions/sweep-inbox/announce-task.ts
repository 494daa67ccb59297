import { type NotifyPeopleWorld, notifyPeople } from '../open-task/notify-people.ts';
import { recipientsOf } from '../open-task/recipients.ts';
import { linkHash, linkId } from '../shared/domain/link.ts';
import { notifiedPeople } from '../shared/domain/notified.ts';
import type { Cases, Handovers, People, Secrets, Tasks } from '../shared/domain/ports.ts';
import { findStep } from '../shared/domain/steps.ts';

/** What mailing a task that changed hands needs of the world. */
export interface AnnounceTaskWorld extends NotifyPeopleWorld {
  readonly tasks: Pick<Tasks, 'get' | 'notified'>;
  readonly cases: Pick<Cases, 'get' | 'documents' | 'factsSince'>;
  readonly people: Pick<People, 'get' | 'withRole'>;
  readonly handovers: Pick<Handovers, 'addLinks'>;
  readonly secrets: Secrets;
}

/**
 * Mails a task to who has it since it changed hands, each with a link of their own. Run again it mails only whom no mail is
 * on record for, with the same links. Nothing happens once the task has moved on from that attempt.
 */
export async function announceTask(
  world: AnnounceTaskWorld,
  { taskId, attempt }: { readonly taskId: string; readonly attempt: number },
): Promise<void> {
  const task = await world.tasks.get(taskId);
  const step = task === undefined ? undefined : findStep(task.step);
  if (task === undefined || step === undefined || task.status !== 'OPEN' || task.attempt !== attempt) return;
  const salesCase = await world.cases.get(task.caseId);
  if (salesCase === undefined) return;
  const [recipients, versions, facts, secret] = await Promise.all([
    recipientsOf(world, task, salesCase),
    world.cases.documents(task.caseId),
    world.cases.factsSince(task.caseId, task.openedAt),
    world.secrets.linkSecret(),
  ]);
  const links = recipients.map(({ id }) => ({ hash: linkHash(linkId(secret, taskId, attempt, id)), personId: id }));
  await world.handovers.addLinks(task, links);
  const documents = versions.filter(({ kind, version }) =>
    task.subject.some((part) => part.kind === kind && part.version === version),
  );
  const notified = notifiedPeople(task, facts);
  await notifyPeople(world, { step, salesCase, task, documents, recipients, notified, secret });
}
