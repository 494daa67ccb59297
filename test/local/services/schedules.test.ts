import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ManualClock, manualClock } from '../../../local/manual-clock.ts';
import { Schedules } from '../../../local/services/events/schedules.ts';
import { Store } from '../../../local/store.ts';
import type { RuleSpec } from '../../../local/template/events.ts';
import { temporaryDataDir } from '../fixtures/run.ts';

const midnight = Date.parse('2026-02-13T00:00:00Z');
const hour = 3_600_000;
const hourly: RuleSpec = {
  name: 'hourly',
  arn: 'arn:hourly',
  bus: 'default',
  schedule: 'rate(1 hour)',
  timeZone: 'UTC',
  enabled: true,
  targets: [],
  kind: 'rule',
};

describe('schedules on an injected clock', () => {
  let dataDir: string;
  let store: Store;
  let clock: ManualClock;
  let fired: string[];
  const schedules = () =>
    new Schedules(clock, store, (_rule, at) => fired.push(new Date(at).toISOString().slice(11, 16)));

  beforeEach(() => {
    dataDir = temporaryDataDir();
    store = new Store(join(dataDir, 'local.db'));
    clock = manualClock(midnight);
    fired = [];
  });
  afterEach(() => {
    store.close();
    rmSync(dataDir, { recursive: true });
  });

  test('fires at each moment it is due', () => {
    schedules().start([hourly]);
    clock.advanceTo(midnight + 3.5 * hour);
    expect(fired).toEqual(['01:00', '02:00', '03:00']);
  });

  test('a disabled rule does not fire', () => {
    schedules().start([{ ...hourly, enabled: false }]);
    clock.advanceTo(midnight + 3 * hour);
    expect(fired).toEqual([]);
  });

  test('what fell due while the run was down fires once at the next start, then goes on', () => {
    const before = schedules();
    before.start([hourly]);
    clock.advanceTo(midnight + hour);
    before.stop();
    clock.advanceTo(midnight + 5.5 * hour);
    schedules().start([hourly]);
    clock.advanceTo(midnight + 6 * hour);
    expect(fired).toEqual(['01:00', '02:00', '06:00']);
  });
});
