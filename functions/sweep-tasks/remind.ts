import { recipientsOf } from '../open-task/recipients.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import { linkHash, linkId } from '../shared/domain/link.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Cases, Handovers, Mailer, Now, Observer, People, Secrets } from '../shared/domain/ports.ts';
import { replyAddress } from '../shared/domain/reply-address.ts';
import { findStep } from '../shared/domain/steps.ts';
import type { Task } from '../shared/domain/task.ts';
import { reminder } from '../shared/mails/reminder.ts';
import { toldAt } from './told-at.ts';

export interface RemindWorld {
  readonly cases: Pick<Cases, 'factsSince' | 'record'>;
  readonly handovers: Pick<Handovers, 'addLinks'>;
  readonly people: Pick<People, 'get' | 'withRole'>;
  readonly mailer: Mailer;
  readonly secrets: Secrets;
  readonly now: Now;
  readonly observer: Observer;
  /** Where links lead, without a slash at the end. */
  readonly publicUrl: string;
  /** The domain of reply addresses; undefined where replies are not taken. */
  readonly replyDomain?: string | undefined;
}

/** Mails who has the task, or its group, the link they have had before; each mail goes on record before the next. */
export async function remind(
  world: RemindWorld,
  { task, salesCase, rung }: { readonly task: Task; readonly salesCase: SalesCase; readonly rung: number },
): Promise<void> {
  const step = findStep(task.step);
  if (step === undefined) throw new Error(`The catalogue has no step ${task.step}`);
  const told = await toldAt(world, task, rung, ['task.reminded', 'task.reminder-refused']);
  const people = (await recipientsOf(world, task, salesCase)).filter(({ id }) => !told.includes(id));
  if (people.length === 0) return;
  const secret = await world.secrets.linkSecret();
  const links = people.map((person) => ({ person, link: linkId(secret, task.id, task.attempt, person.id) }));
  // Somebody may have come to the group since the task was opened.
  await world.handovers.addLinks(
    task,
    links.map(({ person, link }) => ({ hash: linkHash(link), personId: person.id })),
  );
  for (const { person, link } of links) {
    const mail = reminder({
      person,
      salesCase,
      task,
      step,
      link: `${world.publicUrl}/t/${link}`,
      replyTo: world.replyDomain === undefined ? undefined : replyAddress(linkHash(link), world.replyDomain),
      now: world.now(),
    });
    // A reminder that bounces tells as much as a notice that does.
    const notice = { taskId: task.id, attempt: task.attempt, personId: person.id };
    const outcome = await world.mailer.send({ ...mail, notice });
    const fact = newFact(
      {
        caseId: task.caseId,
        taskId: task.id,
        step: task.step,
        type: outcome === 'sent' ? 'task.reminded' : 'task.reminder-refused',
        detail: { person: person.id, attempt: task.attempt, rung },
      },
      world.now(),
      1,
    );
    await world.cases.record(fact);
    world.observer.fact(fact);
  }
}
