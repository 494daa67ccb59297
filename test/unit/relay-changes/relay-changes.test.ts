import { describe, expect, it } from 'vitest';
import { type Route, routesOf } from '../../../functions/relay-changes/contract.ts';
import { relayChanges, type WrittenChange } from '../../../functions/relay-changes/relay-changes.ts';
import { writtenChange } from '../../../functions/relay-changes/written-change.ts';
import type { ChangeQueues } from '../../../functions/shared/adapters/change-queues.ts';
import { memoryWorld } from '../../support/memory-world.ts';

const decisions: Route = {
  queueUrl: 'https://sqs/1/decisions',
  changes: [
    { entity: 'task', events: ['MODIFY'], status: 'DECIDED' },
    { entity: 'document', events: ['INSERT'] },
  ],
};
const clashes: Route = { queueUrl: 'https://sqs/1/clashes', changes: [{ entity: 'clash', events: ['INSERT'] }] };

const written = (entity: string, event: 'INSERT' | 'MODIFY', sk: string, status?: string): WrittenChange => ({
  ...{ pk: 'CASE#1', sk, event, entity, status },
});

function queues(refuse: (queueUrl: string) => readonly number[] = () => []) {
  const told: Record<string, string[]> = {};
  const tell: ChangeQueues['tell'] = async (queueUrl, changes) => {
    told[queueUrl] = changes.map(({ sk, event }) => `${event} ${sk}`);
    return refuse(queueUrl);
  };
  return { told, tell };
}

describe('the relay', () => {
  it('tells each queue of what its consumer waits for and of nothing else, in order', async () => {
    // given
    const world = { ...memoryWorld(), routes: [decisions, clashes], queues: queues() };
    // when
    const failed = await relayChanges(world, [
      written('task', 'INSERT', 'TASK#1', 'OPEN'),
      written('document', 'INSERT', 'DOCUMENT#1'),
      written('clash', 'INSERT', 'CLASH#1'),
      undefined,
      written('task', 'MODIFY', 'TASK#1', 'OPEN'),
      written('task', 'MODIFY', 'TASK#1', 'DECIDED'),
      written('clash', 'MODIFY', 'CLASH#1'),
    ]);
    // then
    expect(failed).toBeUndefined();
    expect(world.queues.told).toEqual({
      [decisions.queueUrl]: ['INSERT DOCUMENT#1', 'MODIFY TASK#1'],
      [clashes.queueUrl]: ['INSERT CLASH#1'],
    });
  });

  it('asks for the batch again from the first change that a queue did not take, and says so', async () => {
    // given
    const world = { ...memoryWorld(), routes: [clashes, decisions] };
    const refusing = queues((queueUrl) => (queueUrl === decisions.queueUrl ? [1] : []));
    const changes = [
      written('document', 'INSERT', 'DOCUMENT#1'),
      written('clash', 'INSERT', 'CLASH#1'),
      written('document', 'INSERT', 'DOCUMENT#2'),
    ];
    // when
    const failed = await relayChanges({ ...world, queues: refusing }, changes);
    // then
    expect(failed).toBe(2);
    expect(world.observer.warnings).toEqual([
      { code: 'changes.not-relayed', ids: { queue: 'decisions', failure: 'Refused', changes: 1 } },
    ]);
  });

  it('tells the others where one queue fails', async () => {
    // given
    const told: string[] = [];
    const tell: ChangeQueues['tell'] = async (queueUrl) => {
      if (queueUrl === decisions.queueUrl) throw new RangeError('out of reach');
      told.push(queueUrl);
      return [];
    };
    const world = { ...memoryWorld(), routes: [decisions, clashes], queues: { tell } };
    // when
    const failed = await relayChanges(world, [
      written('document', 'INSERT', 'DOCUMENT#1'),
      written('clash', 'INSERT', 'CLASH#1'),
    ]);
    // then
    expect(failed).toBe(0);
    expect(told).toEqual([clashes.queueUrl]);
    expect(world.observer.warnings[0]?.ids).toMatchObject({ queue: 'decisions', failure: 'RangeError' });
  });
});

describe('a record of the stream', () => {
  const NewImage = { pk: { S: 'CASE#1' }, sk: { S: 'CASE' }, entity: { S: 'case' }, status: { S: 'STARTING' } };

  it('says which record was written, what it is and in which status', () => {
    expect(writtenChange({ eventName: 'INSERT', dynamodb: { NewImage } })).toEqual({
      ...{ pk: 'CASE#1', sk: 'CASE', event: 'INSERT', entity: 'case', status: 'STARTING' },
    });
  });

  it('says nothing where it was removed or is no entity', () => {
    expect(writtenChange({ eventName: 'REMOVE', dynamodb: { OldImage: NewImage } })).toBeUndefined();
    const { pk, sk } = NewImage;
    expect(writtenChange({ eventName: 'INSERT', dynamodb: { NewImage: { pk, sk } } })).toBeUndefined();
  });
});

describe('routes in the environment', () => {
  it('are read as they were written', () => {
    expect(routesOf(JSON.stringify([decisions]))).toEqual([decisions]);
  });

  it.each([
    '',
    '{}',
    '[{"queueUrl":"q","changes":[]}]',
    '[{"queueUrl":"q","changes":[{"entity":"x","events":["REMOVE"]}]}]',
  ])('are refused when they are %j', (text) => {
    expect(() => routesOf(text)).toThrow('The routes are wrong');
  });
});
