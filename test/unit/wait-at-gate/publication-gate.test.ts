import { beforeEach, describe, expect, it } from 'vitest';
import { releaseGate } from '../../../functions/deliver-decision/release-gate.ts';
import { type Gate, opensGate } from '../../../functions/shared/domain/gate.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import { waitAtGate } from '../../../functions/wait-at-gate/wait-at-gate.ts';
import { aCase, aDecision, aTask } from '../../support/builders.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-world.ts';

const { id: caseId } = aCase();
const entry = { caseId, gate: 'sealed', enteredTime: '2026-11-23T02:00:00.000Z', taskToken: 'gate', issue: 0 } as const;
const opens = { sealed: { step: '23', outcome: 'stamped' }, paid: { step: '23-collection', outcome: 'done' } } as const;

let world: MemoryWorld;
beforeEach(() => {
  world = memoryWorld();
  world.workflow.waiting.add('gate');
});

/** Decides the step that opens `gate`, or refuses it. */
async function decided(gate: Gate, outcome: string = opens[gate].outcome): Promise<void> {
  const { step } = opens[gate];
  const task = aTask({ id: `${caseId}.${step}.mi9x2k1a-${outcome.slice(0, 4)}`, step });
  const fact = newFact({ caseId, taskId: task.id, type: 'task.opened' }, world.now());
  await world.tasks.open({ task, taskToken: `token of ${step}`, links: [], fact });
  await world.tasks.decide(task, aDecision({ outcome }), undefined, []);
}

const told = () => world.observer.facts.map(({ type }) => type);

describe('AD-4 the publication gate', () => {
  it.each(['sealed', 'paid'] as const)('%s: opens with the decision that comes after the wait', async (gate) => {
    // given
    expect(await waitAtGate(world, { ...entry, gate })).toEqual({ waits: true });
    await releaseGate(world, caseId);
    expect(world.workflow.delivered).toEqual([]);
    // when
    await decided(gate);
    await releaseGate(world, caseId);
    // then
    expect(world.workflow.delivered).toEqual([{ taskToken: 'gate', output: { gate } }]);
    expect(told()).toEqual(['publication.held', 'publication.released']);
  });

  it.each(['sealed', 'paid'] as const)('%s: is open for a wait that comes after the decision', async (gate) => {
    // given
    await decided(gate);
    await releaseGate(world, caseId);
    // when
    expect(await waitAtGate(world, { ...entry, gate })).toEqual({ waits: false });
    await releaseGate(world, caseId);
    // then
    expect(world.workflow.delivered).toHaveLength(1);
  });

  it('paid is not opened by the stamp, nor sealed by a refusal', async () => {
    await waitAtGate(world, { ...entry, gate: 'paid' });
    await decided('sealed');
    await releaseGate(world, caseId);
    expect(world.workflow.delivered).toEqual([]);
    expect(opensGate({ step: '23', decision: aDecision({ outcome: 'refused' }) })).toBe(false);
    expect(opensGate({ step: '23', decision: aDecision({ outcome: 'stamped' }) })).toBe(true);
  });

  it('lets go once, however often and in whatever order the outbox tells', async () => {
    await waitAtGate(world, entry);
    await decided('sealed');
    await Promise.all([releaseGate(world, caseId), releaseGate(world, caseId)]);
    await releaseGate(world, caseId);
    expect(world.workflow.delivered).toHaveLength(1);
    expect(told()).toEqual(['publication.held', 'publication.released']);
  });

  it('answers the token of the last issue, a late call notwithstanding', async () => {
    // given a retry's token, then the call of the first attempt that comes late
    world.workflow.waiting.add('second');
    await waitAtGate(world, { ...entry, taskToken: 'second', issue: 1 });
    await waitAtGate(world, entry);
    // when
    await decided('sealed');
    await releaseGate(world, caseId);
    // then
    expect(world.workflow.delivered.map(({ taskToken }) => taskToken)).toEqual(['second']);
  });
});
