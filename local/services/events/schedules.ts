import type { Clock } from '../../clock.ts';
import type { Store } from '../../store.ts';
import type { RuleSpec } from '../../template/events.ts';
import { nextFiring } from './schedule-expression.ts';

/** Fires the template's schedules on the run's clock. What fell due while the run was down fires once at the next start. */
export class Schedules {
  private readonly cancels = new Map<string, () => void>();
  private readonly clock: Clock;
  private readonly store: Store;
  private readonly fire: (rule: RuleSpec, at: number) => void;

  constructor(clock: Clock, store: Store, fire: (rule: RuleSpec, at: number) => void) {
    this.clock = clock;
    this.store = store;
    this.fire = fire;
  }

  /** @throws Error naming the rule whose expression is none. */
  start(rules: readonly RuleSpec[]): void {
    for (const rule of rules) {
      if (rule.enabled && rule.schedule !== undefined) this.arm(rule, rule.schedule);
    }
  }

  stop(): void {
    for (const cancel of this.cancels.values()) cancel();
    this.cancels.clear();
  }

  private arm(rule: RuleSpec, expression: string): void {
    const last = this.lastFired(rule);
    const next = nextFiring(expression, rule.timeZone, last, last);
    if (next === undefined) return;
    const cancel = this.clock.at(next, () => {
      const now = this.clock.now();
      this.store.transaction(() => {
        this.fire(rule, next);
        this.store.run(
          'INSERT INTO fired_schedules (rule, at) VALUES (?, ?) ON CONFLICT DO UPDATE SET at = excluded.at',
          rule.arn,
          Math.max(next, lastDue(expression, rule.timeZone, next, now)),
        );
      });
      this.arm(rule, expression);
    });
    this.cancels.set(rule.arn, cancel);
  }

  /** The moment from which the next firing counts: the last one, or when the rule was first seen. */
  private lastFired(rule: RuleSpec): number {
    const known = this.store.get('SELECT at FROM fired_schedules WHERE rule = ?', rule.arn)?.at;
    if (typeof known === 'number') return known;
    const now = this.clock.now();
    this.store.run('INSERT INTO fired_schedules (rule, at) VALUES (?, ?)', rule.arn, now);
    return now;
  }
}

/** The last moment up to `now` at which the schedule was due: firings missed in between are not made up one by one. */
function lastDue(expression: string, timeZone: string, from: number, now: number): number {
  let last = from;
  for (let steps = 0; steps < 100_000; steps += 1) {
    const next = nextFiring(expression, timeZone, last, from);
    if (next === undefined || next > now) return last;
    last = next;
  }
  return now;
}
