import type { DocumentVersion, SalesCase } from '../shared/domain/case.ts';
import { linkHash, linkId } from '../shared/domain/link.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Person } from '../shared/domain/person.ts';
import type { Mailer, Now, Observer, Tasks } from '../shared/domain/ports.ts';
import { replyAddress } from '../shared/domain/reply-address.ts';
import type { Step } from '../shared/domain/steps.ts';
import type { Task } from '../shared/domain/task.ts';
import { taskNotice } from '../shared/mails/task-notice.ts';

/** What mailing a task's notices needs of the world. */
export interface NotifyPeopleWorld {
  readonly tasks: Pick<Tasks, 'notified'>;
  readonly mailer: Mailer;
  readonly now: Now;
  readonly observer: Observer;
  /** Where links lead, without a slash at the end. */
  readonly publicUrl: string;
  /** The domain of reply addresses; undefined where replies are not taken. */
  readonly replyDomain?: string | undefined;
}

/** A task with what its notice shows and who is to have one. */
export interface Notices {
  readonly step: Step;
  readonly salesCase: SalesCase;
  readonly task: Task;
  /** The document versions of the task's subject. */
  readonly documents: readonly DocumentVersion[];
  readonly recipients: readonly Person[];
  /** Ids of those who have had theirs. */
  readonly notified: readonly string[];
  readonly secret: string;
}

/** One after the other, each put on record before the next: a crash in between repeats one mail at most. */
export async function notifyPeople(world: NotifyPeopleWorld, notices: Notices): Promise<void> {
  const { task, step, salesCase, documents, secret } = notices;
  for (const person of notices.recipients.filter(({ id }) => !notices.notified.includes(id))) {
    const id = linkId(secret, task.id, task.attempt, person.id);
    const link = `${world.publicUrl}/t/${id}`;
    const replyTo = world.replyDomain === undefined ? undefined : replyAddress(linkHash(id), world.replyDomain);
    const notice = taskNotice({ person, salesCase, task, step, documents, link, replyTo });
    const outcome = await world.mailer.send({
      ...notice,
      notice: { taskId: task.id, attempt: task.attempt, personId: person.id },
    });
    const fact = newFact(
      {
        caseId: task.caseId,
        taskId: task.id,
        step: task.step,
        type: outcome === 'sent' ? 'task.notified' : 'task.notice-refused',
        detail: { person: person.id, attempt: task.attempt },
      },
      world.now(),
    );
    await world.tasks.notified(task.id, task.attempt, person.id, fact);
    world.observer.fact(fact);
  }
}
