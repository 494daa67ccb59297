import { createHash } from 'node:crypto';
import { type DutiesWorld, refusalByDuties } from '../decide-task/duties.ts';
import { recipientsOf } from '../open-task/recipients.ts';
import { contactId } from '../shared/domain/assignment.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import { addressHash, type Deliveries, type Misdelivery, type NoticeName } from '../shared/domain/delivery.ts';
import type { Fact } from '../shared/domain/history.ts';
import type { Person } from '../shared/domain/person.ts';
import type { Absences, Cases, Mailer, Now, Observer, People, Tasks } from '../shared/domain/ports.ts';
import { findStep } from '../shared/domain/steps.ts';
import type { Task } from '../shared/domain/task.ts';
import { undeliveredNotice } from '../shared/mails/undelivered-notice.ts';
import { type Input, misdeliveryOf, type Output } from './contract.ts';

export interface RecordDeliveryWorld extends DutiesWorld {
  readonly tasks: Pick<Tasks, 'get' | 'duties'>;
  readonly cases: Pick<Cases, 'get' | 'documents'>;
  readonly people: Pick<People, 'get' | 'withRole'>;
  readonly absences: Pick<Absences, 'of'>;
  readonly deliveries: Deliveries;
  readonly mailer: Mailer;
  readonly now: Now;
  readonly observer: Observer;
  /** Where the inbox is, without a slash at the end. */
  readonly publicUrl: string;
}

/**
 * Takes what became of a mail that did not simply arrive. An address that is of no use is marked. A task whose only reader
 * was not reached goes to their substitute, or to their supervisor; where neither may decide it, a customer's above all,
 * the salesperson is mailed, who knows another way to them. The task and the case's history say so. Told twice of the same
 * mail it does everything once; only the salesperson's mail repeats where the process died right after it.
 */
export async function recordDelivery(world: RecordDeliveryWorld, event: Input): Promise<Output> {
  const misdelivery = misdeliveryOf(event);
  const { kind, lasting, addresses, notice, at } = misdelivery;
  if (lasting && kind !== 'delayed') {
    // A notice goes to one address, its person's.
    const whose =
      notice === undefined || addresses.length !== 1 ? {} : { person: notice.personId, taskId: notice.taskId };
    for (const address of addresses) {
      await world.deliveries.mark({ hash: addressHash(address), reason: kind, at, ...whose });
    }
  }
  const task = notice === undefined ? undefined : await world.tasks.get(notice.taskId);
  const salesCase = task === undefined ? undefined : await world.cases.get(task.caseId);
  if (notice === undefined || task === undefined || salesCase === undefined) {
    world.observer.warn('mail.misdelivered', { kind });
    return { kind, rerouted: false };
  }
  const fact = factOf(task, notice, misdelivery);
  if (await world.deliveries.isKnown(fact)) return { kind, rerouted: false };
  const rerouted = kind !== 'delayed' && (await goOn(world, task, salesCase, notice));
  await world.deliveries.tell(task, { state: kind, person: notice.personId, at }, fact);
  world.observer.fact(fact);
  return { kind, rerouted };
}

/** @returns whether somebody else has the task now */
async function goOn(
  world: RecordDeliveryWorld,
  task: Task,
  salesCase: SalesCase,
  { attempt, personId }: NoticeName,
): Promise<boolean> {
  if (task.status !== 'OPEN' || task.attempt !== attempt) return false;
  const readers = await recipientsOf(world, task, salesCase);
  // The others of a group have been told too.
  if (readers.some(({ id }) => id !== personId)) return false;
  const to = personId === contactId(task.caseId) ? undefined : await nextHands(world, task, personId);
  if (to === undefined) {
    await tellSalesperson(world, task, salesCase, personId);
    return false;
  }
  const { caseId, id, step } = task;
  const at = world.now();
  const onBehalfOf = [...new Set([...(task.onBehalfOf ?? []), personId])].filter((person) => person !== to.id);
  const detail = { attempt: task.attempt + 1, from: personId, to: to.id };
  const fact: Fact = {
    ...{ caseId, taskId: id, step, type: 'task.rerouted', detail },
    id: `${at.toISOString()}#0${hashOf(`${id}|${attempt}|rerouted`)}`,
    at: at.toISOString(),
  };
  const entrusted = !to.roles.includes(task.role);
  const rerouted = await world.deliveries.reroute(task, { assignee: to.id, onBehalfOf, entrusted }, fact);
  if (rerouted) world.observer.fact(fact);
  return rerouted;
}

/** The first of substitute and supervisors who can be reached by mail and whom separated duties allow the task. */
async function nextHands(world: RecordDeliveryWorld, task: Task, personId: string): Promise<Person | undefined> {
  const person = await world.people.get(personId);
  const absence = await world.absences.of(personId);
  const above: string[] = [];
  for (let next = person?.supervisor; next !== undefined && !above.includes(next); ) {
    above.push(next);
    next = (await world.people.get(next))?.supervisor;
  }
  for (const id of [...(absence === undefined ? [] : [absence.substitute]), ...above]) {
    const candidate = id === personId ? undefined : await world.people.get(id);
    if (candidate === undefined || (await world.deliveries.isMarked(candidate.email))) continue;
    const hands = [candidate.id, ...(task.onBehalfOf ?? []), personId];
    if ((await refusalByDuties(world, task, hands)) === undefined) return candidate;
  }
  return undefined;
}

async function tellSalesperson(
  world: RecordDeliveryWorld,
  task: Task,
  salesCase: SalesCase,
  personId: string,
): Promise<void> {
  const sales = await world.people.get(salesCase.sales);
  const managers = await world.people.withRole('sales-manager');
  const step = findStep(task.step);
  // Nobody is told of their own mailbox by a mail into it.
  const told = sales !== undefined && sales.id !== personId ? sales : managers.find(({ id }) => id !== personId);
  if (told === undefined || step === undefined) {
    world.observer.warn('task.nobody-to-notify', { caseId: task.caseId, taskId: task.id, role: task.role });
    return;
  }
  const unreached =
    personId === contactId(task.caseId)
      ? salesCase.contact.name
      : ((await world.people.get(personId))?.name ?? personId);
  const address = `${world.publicUrl}/inbox/cases/${salesCase.id}`;
  await world.mailer.send(undeliveredNotice({ person: told, salesCase, step, unreached, address }));
}

/** The same for every time the mail service tells of this mail. */
function factOf(
  task: Task,
  { attempt, personId }: NoticeName,
  { kind, lasting, messageId, sentAt, at }: Misdelivery,
): Fact {
  return {
    caseId: task.caseId,
    id: `${sentAt}#8${hashOf(`${messageId}|${kind}|${personId}`)}`,
    type: `task.notice-${kind}`,
    at,
    taskId: task.id,
    step: task.step,
    detail: { person: personId, attempt, lasting },
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
