const numeric = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The calendar day it is in China at an instant, `2026-12-01`. */
export function dayInChina(at: Date): string {
  return numeric.format(at);
}

/** The day so many days after (or, below zero, before) a calendar day. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
