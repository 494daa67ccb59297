import type { ChangeQueues } from '../shared/adapters/change-queues.ts';
import type { Observer } from '../shared/domain/ports.ts';
import type { RecordChange } from '../shared/domain/record-change.ts';
import type { AwaitedChanges, Route } from './contract.ts';

export interface RelayChangesWorld {
  readonly routes: readonly Route[];
  readonly queues: ChangeQueues;
  readonly observer: Pick<Observer, 'warn'>;
}

/** A change of a record, as the table's stream tells it. */
export interface WrittenChange extends RecordChange {
  readonly entity: string;
  readonly status: string | undefined;
}

/**
 * Tells every queue of the changes its consumer waits for, in the order they were written.
 * @param changes undefined for what nobody can wait for, so that places are those of the batch
 * @returns the place of the first change that a queue was not told of; undefined when all are on their way. From that
 * place on the batch comes again, and what went through is told twice.
 */
export async function relayChanges(
  world: RelayChangesWorld,
  changes: readonly (WrittenChange | undefined)[],
): Promise<number | undefined> {
  const places = await Promise.all(world.routes.map((route) => relayTo(world, route, changes)));
  const first = Math.min(...places.flat());
  return Number.isFinite(first) ? first : undefined;
}

/** @returns the places of the changes that the queue did not take; a queue that fails keeps no other from being told */
async function relayTo(
  { queues, observer }: RelayChangesWorld,
  { queueUrl, changes: awaited }: Route,
  changes: readonly (WrittenChange | undefined)[],
): Promise<readonly number[]> {
  const told = changes.flatMap((change, place) =>
    change !== undefined && awaited.some((wanted) => isAwaited(change, wanted)) ? [{ place, change }] : [],
  );
  if (told.length === 0) return [];
  const queue = queueUrl.split('/').at(-1) ?? queueUrl;
  const words = told.map(({ change: { pk, sk, event } }): RecordChange => ({ pk, sk, event }));
  try {
    const refused = await queues.tell(queueUrl, words);
    if (refused.length > 0)
      observer.warn('changes.not-relayed', { queue, failure: 'Refused', changes: refused.length });
    return refused.flatMap((index) => told[index]?.place ?? []);
  } catch (error) {
    const failure = error instanceof Error ? error.name : 'NotAnError';
    observer.warn('changes.not-relayed', { queue, failure, changes: told.length });
    return told.map(({ place }) => place);
  }
}

function isAwaited({ entity, event, status }: WrittenChange, wanted: AwaitedChanges): boolean {
  return (
    entity === wanted.entity &&
    wanted.events.includes(event) &&
    (wanted.status === undefined || status === wanted.status)
  );
}
