import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { input } from '../../functions/reindex-customers/contract.ts';
import { reindexCustomers, SEGMENTS } from '../../functions/reindex-customers/reindex-customers.ts';
import {
  EVERYBODY_KNOWS,
  firstState,
  type IndexItems,
  type IndexStates,
} from '../../functions/shared/domain/index-generations.ts';
import { ruleSets } from '../../functions/shared/domain/matching/blocking-rules.ts';
import { manualClock } from '../../local/manual-clock.ts';
import { lambdaReturns, lambdaThrows, MORNING, machineFrom } from '../support/asl-machine.ts';

const definition = readFileSync(new URL('../../statemachines/reindex-customers.asl.json', import.meta.url), 'utf8');
const called = z.object({ Payload: z.string() });

function memoryStates(): IndexStates {
  let held = firstState;
  return {
    get: async () => held,
    async change(from, to) {
      if (held.version !== from.version) return false;
      held = { ...to, version: from.version + 1 };
      return true;
    },
  };
}

/** A table with one customer in each segment. */
const items: IndexItems = { fill: async () => ({ customers: 1, items: 7 }), drop: async () => 7 };

/** The machine with its real function, both by one clock; the function dies the first `deaths` times. */
function reindexing(deaths: number) {
  const clock = manualClock(MORNING);
  const states = memoryStates();
  let left = deaths;
  const machine = machineFrom(definition, {
    clock,
    invoke: async (call) => {
      left -= 1;
      if (left >= 0) return lambdaThrows('TransientFailure', 'the table was busy');
      const { start } = z.parse(input, JSON.parse(called.parse(call.arguments).Payload));
      const now = () => new Date(clock.now());
      return lambdaReturns({
        ...(await reindexCustomers({ states, items, ruleSets: async () => ruleSets, now }, start, 60_000)),
      });
    },
  });
  return { machine, clock, states };
}

test('started without any input it makes the next generation, waiting three times until everybody knows', async () => {
  const { machine, clock, states } = reindexing(2);
  // when
  const ended = await machine.run();
  // then
  expect(ended).toMatchObject({ status: 'SUCCEEDED' });
  expect(await states.get()).toMatchObject({ phase: 'SETTLED', serving: '1-2', items: 7 * SEGMENTS });
  expect(ended.types.filter((type) => type === 'WaitStateEntered')).toHaveLength(3);
  expect(clock.now() - MORNING).toBeGreaterThanOrEqual(3 * EVERYBODY_KNOWS);
});

test('told not to start, it ends at once where nothing is under way', async () => {
  const { machine, states } = reindexing(0);
  expect(await machine.run({ start: false })).toMatchObject({ status: 'SUCCEEDED' });
  expect((await states.get()).version).toBe(0);
});
