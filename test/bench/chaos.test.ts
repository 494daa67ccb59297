import { expect, test } from 'vitest';
import { ordeal } from '../../bench/chaos/ordeal.ts';

test('cases under way while the run is killed again and again: none lost, nothing doubled, no mail missing', async () => {
  // when
  const verdict = await ordeal({ cases: 5, kills: 2, limit: 150_000, log: () => {} });
  // then
  expect(verdict).toMatchObject({ lost: [], doubled: [], mailsLost: [] });
  // A mail may come again where the process died between its sending and its record: at most once per kill.
  expect(
    Math.max(
      0,
      ...Map.groupBy(verdict.mailsDoubled, (mail) => mail)
        .values()
        .map(({ length }) => length),
    ),
  ).toBeLessThanOrEqual(2);
}, 300_000);
