import { announcedYears, chinaCalendar } from '../../functions/shared/domain/china-calendar.ts';
import { findStep } from '../../functions/shared/domain/steps.ts';
import type { WorkCalendar } from '../../functions/shared/domain/working-time.ts';
import type { Foreseen } from '../../functions/sweep-tasks/forecast.ts';

const MINUTE = 60_000;
const words = { remind: '催办 remind', escalate: '上报 escalate', reassign: '改派 reassign' } as const;

/** The forecast for people, one line for each action, times by the calendar's clocks; or one JSON object per line. */
export function report(foreseen: readonly Foreseen[], calendar: WorkCalendar, json: boolean): string {
  if (json) {
    return foreseen
      .map(({ at, act, task, to }) => `${JSON.stringify({ at, act, task: task.id, dueAt: task.dueAt, to })}\n`)
      .join('');
  }
  if (foreseen.length === 0) return '到那时为止没有要做的事 · nothing to do until then\n';
  return foreseen
    .map(({ at, act, task, to }) => {
      const title = findStep(task.step)?.title.zh ?? task.step;
      const whom = to.length === 0 ? '无人 nobody' : to.join(', ');
      return `${localTime(at, calendar)}  ${words[act]}  ${task.id}  ${title} → ${whom}\n`;
    })
    .join('');
}

/**
 * What is uncertain about a forecast until the instant: the days off of years to come that are not announced yet. A stage's
 * own calendar says all of its days itself.
 * @returns one line, or nothing
 */
export function uncertainty(until: string, calendar: WorkCalendar): string {
  if (calendar !== chinaCalendar) return '';
  const last = Math.max(...[...announcedYears].map(Number));
  const year = Number(localTime(until, calendar).slice(0, 4));
  if (year <= last) return '';
  const [zh, en] = year === last + 1 ? [`${year} 年`, `${year}`] : [`${last + 1}–${year} 年`, `${last + 1}–${year}`];
  return `注意：${zh}的放假和调休安排尚未收录，只按法定节假日计算，时间可能变动 · the arrangement of days off in ${en} is not known here: only statutory days are counted, times may change\n`;
}

/** `2026-11-25 14:00 +08:00` */
export function localTime(instant: string, calendar: WorkCalendar): string {
  const at = new Date(instant);
  const offset = calendar.utcOffset(at);
  const local = new Date(at.getTime() + offset * MINUTE).toISOString();
  const figures = (value: number): string => String(value).padStart(2, '0');
  const ahead = Math.abs(offset);
  const sign = offset < 0 ? '-' : '+';
  return `${local.slice(0, 10)} ${local.slice(11, 16)} ${sign}${figures(Math.floor(ahead / 60))}:${figures(ahead % 60)}`;
}

/**
 * The instant a person names: ISO 8601 with an offset, or a day with or without a time by the calendar's clocks.
 * @throws Error when it is none
 */
export function instantNamed(text: string, calendar: WorkCalendar): string {
  const [, day, time = '23:59'] = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?$/.exec(text) ?? [];
  const at = day === undefined ? new Date(text) : new Date(`${day}T${time}:00Z`);
  const exact = day === undefined && /(?:Z|[+-]\d{2}:?\d{2})$/.test(text);
  if (Number.isNaN(at.getTime()) || (day === undefined && !exact)) {
    throw new Error(`${text} is no time: write 2026-11-25, "2026-11-25 14:00" or 2026-11-25T14:00:00+08:00`);
  }
  if (exact) return at.toISOString();
  const early = new Date(at.getTime() - calendar.utcOffset(at) * MINUTE);
  return new Date(at.getTime() - calendar.utcOffset(early) * MINUTE).toISOString();
}
