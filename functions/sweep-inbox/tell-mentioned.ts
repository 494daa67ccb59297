import type { TaskComment } from '../shared/domain/inbox.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Cases, Mailer, Now, Observer, People, Tasks } from '../shared/domain/ports.ts';
import { findStep } from '../shared/domain/steps.ts';
import { mentionNotice } from '../shared/mails/mention-notice.ts';

/** What telling the people a comment mentions needs of the world. */
export interface TellMentionedWorld {
  readonly tasks: Pick<Tasks, 'get'>;
  readonly cases: Pick<Cases, 'get' | 'record' | 'factsSince'>;
  readonly people: Pick<People, 'get'>;
  readonly mailer: Mailer;
  readonly now: Now;
  readonly observer: Observer;
  readonly publicUrl: string;
}

/** Mails everybody a comment mentions, once each: a crash between a mail and its record repeats that one mail at most. */
export async function tellMentioned(world: TellMentionedWorld, comment: TaskComment): Promise<void> {
  const task = await world.tasks.get(comment.taskId);
  const step = task === undefined ? undefined : findStep(task.step);
  const salesCase = await world.cases.get(comment.caseId);
  if (task === undefined || step === undefined || salesCase === undefined) return;
  const [author, facts] = await Promise.all([
    world.people.get(comment.by),
    world.cases.factsSince(comment.caseId, comment.at),
  ]);
  for (const mentioned of comment.mentions) {
    const told = facts.some(
      ({ type, taskId, detail }) =>
        type === 'task.mention-notified' &&
        taskId === task.id &&
        detail?.comment === comment.id &&
        detail.person === mentioned,
    );
    const person = told ? undefined : await world.people.get(mentioned);
    if (person === undefined) continue;
    const by = author?.name ?? comment.by;
    const files = (comment.files ?? []).map(({ name }) => name);
    const address = `${world.publicUrl}/inbox/tasks/${encodeURIComponent(task.id)}`;
    const outcome = await world.mailer.send(
      mentionNotice({ person, salesCase, step, by, text: comment.text, files, address }),
    );
    const detail = { comment: comment.id, person: mentioned, result: outcome };
    const { caseId, id, step: code } = task;
    const fact = newFact({ caseId, taskId: id, step: code, type: 'task.mention-notified', detail }, world.now());
    await world.cases.record(fact);
    world.observer.fact(fact);
  }
}
