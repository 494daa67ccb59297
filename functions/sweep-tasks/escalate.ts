import { contactId } from '../shared/domain/assignment.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Cases, Mailer, Now, Observer } from '../shared/domain/ports.ts';
import { findStep } from '../shared/domain/steps.ts';
import type { Escalation, Task } from '../shared/domain/task.ts';
import { escalationNotice } from '../shared/mails/escalation.ts';
import { type SuperiorsWorld, superiorsOf } from './superiors.ts';
import { toldAt } from './told-at.ts';

export interface EscalateWorld extends SuperiorsWorld {
  readonly cases: Pick<Cases, 'factsSince' | 'record'>;
  readonly mailer: Mailer;
  readonly now: Now;
  readonly observer: Observer;
  /** Where links lead, without a slash at the end. */
  readonly publicUrl: string;
}

/**
 * Tells whoever answers for the task's holder; each mail goes on record before the next.
 * @returns what the task shows from then on; undefined, with a warning, where there is nobody to tell
 */
export async function escalate(
  world: EscalateWorld,
  {
    task,
    salesCase,
    rung,
    reassignAt,
  }: {
    readonly task: Task;
    readonly salesCase: SalesCase;
    readonly rung: number;
    readonly reassignAt: string | undefined;
  },
): Promise<Escalation | undefined> {
  const step = findStep(task.step);
  if (step === undefined) throw new Error(`The catalogue has no step ${task.step}`);
  const at = world.now().toISOString();
  const people = await superiorsOf(world, task, salesCase, at);
  if (people.length === 0) {
    world.observer.warn('sla.nobody-to-tell', { caseId: task.caseId, taskId: task.id });
    return undefined;
  }
  const told = await toldAt(world, task, rung, ['task.escalated', 'task.escalation-refused']);
  const holder = await holderName(world, task, salesCase);
  const link = `${world.publicUrl}/inbox/tasks/${task.id}`;
  for (const person of people.filter(({ id }) => !told.includes(id))) {
    const outcome = await world.mailer.send(
      escalationNotice({ person, salesCase, task, step, holder, reassignAt, link }),
    );
    const fact = newFact(
      {
        caseId: task.caseId,
        taskId: task.id,
        step: task.step,
        type: outcome === 'sent' ? 'task.escalated' : 'task.escalation-refused',
        detail: { person: person.id, attempt: task.attempt, rung },
      },
      world.now(),
      2,
    );
    await world.cases.record(fact);
    world.observer.fact(fact);
  }
  return { at, to: people.map(({ id }) => id) };
}

async function holderName(
  world: SuperiorsWorld,
  { assignee, caseId }: Task,
  salesCase: SalesCase,
): Promise<string | undefined> {
  if (assignee === undefined) return undefined;
  if (assignee === contactId(caseId)) return salesCase.contact.name;
  return (await world.people.get(assignee))?.name ?? assignee;
}
