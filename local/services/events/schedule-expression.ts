import { Cron } from 'croner';

/**
 * When a schedule fires next after a moment.
 * @param expression `rate(5 minutes)`, `cron(0 10 ? * MON-FRI *)` or `at(2026-01-01T00:00:00)`.
 * @param timeZone IANA zone of a cron expression or `at`.
 * @param after epoch milliseconds. @param start when a rate began, epoch milliseconds.
 * @returns epoch milliseconds, or undefined when it never fires again.
 * @throws Error when the expression is none of them.
 */
export function nextFiring(expression: string, timeZone: string, after: number, start: number): number | undefined {
  const [, kind, inside] = /^(rate|cron|at)\((.+)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'rate' && inside !== undefined) return nextOfRate(inside, after, start);
  if (kind === 'cron' && inside !== undefined) {
    return new Cron(asCron(inside), { timezone: timeZone, paused: true, sloppyRanges: true })
      .nextRun(new Date(after))
      ?.getTime();
  }
  if (kind === 'at' && inside !== undefined) {
    return new Cron(inside, { timezone: timeZone, paused: true, sloppyRanges: true })
      .nextRun(new Date(after))
      ?.getTime();
  }
  throw new Error(`${expression} is no schedule`);
}

function nextOfRate(text: string, after: number, start: number): number {
  const [, amount, unit] = /^(\d+) (minute|hour|day)s?$/.exec(text) ?? [];
  const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }[unit ?? ''];
  if (amount === undefined || unitMs === undefined || Number(amount) === 0)
    throw new Error(`rate(${text}) is no schedule`);
  const interval = Number(amount) * unitMs;
  return start + (Math.floor((after - start) / interval) + 1) * interval;
}

/** AWS: minutes hours day-of-month month day-of-week year, days of the week from 1 = Sunday. */
function asCron(text: string): string {
  const fields = text.trim().split(/\s+/);
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year] = fields;
  if (fields.length !== 6 || dayOfMonth === undefined || dayOfWeek === undefined || year === undefined) {
    throw new Error(`cron(${text}) needs six fields`);
  }
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new Error(`cron(${text}) needs ? for exactly one of day of month and day of week`);
  }
  const weekdays =
    dayOfWeek === '?' ? '*' : dayOfWeek.replaceAll(/(?<![#/\w])\d/g, (digit) => String(Number(digit) - 1));
  return ['0', minutes, hours, dayOfMonth === '?' ? '*' : dayOfMonth, month, weekdays, year].join(' ');
}
