import { describe, expect, onTestFinished, test } from 'vitest';
import { setLocalClock } from '../../../functions/shared/domain/local-clock.ts';
import type { Task } from '../../../functions/shared/domain/task.ts';
import { inWorkingOrder, urgencyOf } from '../../../functions/web-inbox/working-order.ts';
import { aTask } from '../../support/builders.ts';

/** Noon in Shanghai. */
const now = new Date('2026-11-23T04:00:00.000Z');
const running = { counted: 0, since: '2026-11-20T01:00:00.000Z', done: [] };

function due(dueAt: string, change: Partial<Task> = {}): Task {
  return aTask({ id: `AD-1.6.${dueAt}${change.priority ?? ''}`, dueAt, sla: running, ...change });
}

describe('the order in which a person works', () => {
  test('is what is late, then today’s, then the rest; the urgent first in each, then by due time', () => {
    const late = due('2026-11-20T02:00:00.000Z');
    const later = due('2026-11-23T01:00:00.000Z');
    const lateUrgent = due('2026-11-23T03:59:00.000Z', { priority: 'urgent' });
    const tonight = due('2026-11-23T15:59:00.000Z');
    const tomorrow = due('2026-11-23T16:00:00.000Z');
    const tomorrowUrgent = due('2026-11-24T01:00:00.000Z', { priority: 'urgent' });
    const waiting = due('2026-11-01T00:00:00.000Z', { sla: { counted: 0, done: [] } });
    const order = inWorkingOrder([waiting, tomorrow, tonight, later, tomorrowUrgent, late, lateUrgent], now);
    expect(order).toEqual([
      { urgency: 'late', tasks: [lateUrgent, late, later] },
      { urgency: 'today', tasks: [tonight] },
      { urgency: 'later', tasks: [tomorrowUrgent, tomorrow] },
      { urgency: 'paused', tasks: [waiting] },
    ]);
    expect(inWorkingOrder([], now)).toEqual([]);
  });

  test('goes by the days of the stage’s clock', () => {
    const task = due('2026-11-23T16:30:00.000Z');
    expect(urgencyOf(task, now)).toBe('later');
    setLocalClock('Europe/Berlin');
    onTestFinished(() => setLocalClock(undefined));
    expect(urgencyOf(task, now)).toBe('today');
  });
});
