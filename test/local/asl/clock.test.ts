import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../local/clock.ts';
import { manualClock } from '../../../local/manual-clock.ts';

describe('the system clock', () => {
  it('rings at or after the time, and at once for one that has passed', async () => {
    const time = systemClock.now() + 5;
    const rang = await new Promise<number>((resolve) => systemClock.at(time, () => resolve(systemClock.now())));
    expect(rang).toBeGreaterThanOrEqual(time);
    await new Promise<void>((resolve) => systemClock.at(0, resolve));
  });

  it('does not ring when cancelled, nor at once for a time weeks away', async () => {
    const rung: string[] = [];
    const cancel = systemClock.at(systemClock.now() + 1, () => rung.push('cancelled'));
    const cancelFar = systemClock.at(systemClock.now() + 2 ** 33, () => rung.push('far'));
    cancel();
    await new Promise<void>((resolve) => systemClock.at(systemClock.now() + 10, resolve));
    cancelFar();
    expect(rung).toEqual([]);
  });
});

describe('a manual clock', () => {
  it('rings what is due in the order of its time, each at its time, alarms set meanwhile too', () => {
    const clock = manualClock(0);
    const rung: [string, number][] = [];
    clock.at(20, () => rung.push(['second', clock.now()]));
    clock.at(10, () => {
      rung.push(['first', clock.now()]);
      clock.at(15, () => rung.push(['between', clock.now()]));
    });
    const cancel = clock.at(12, () => rung.push(['cancelled', clock.now()]));
    cancel();
    clock.at(31, () => rung.push(['later', clock.now()]));
    clock.advanceTo(30);
    expect(rung).toEqual([
      ['first', 10],
      ['between', 15],
      ['second', 20],
    ]);
    expect([clock.now(), clock.next()]).toEqual([30, 31]);
  });
});
