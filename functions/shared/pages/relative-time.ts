import type { Language } from '../domain/language.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How far off a due time is, rounded down to its largest unit: `还剩 3 小时`, `2 days overdue`. */
export function dueText(due: string, now: Date, language: Language): string {
  const left = new Date(due).getTime() - now.getTime();
  const span = spanText(Math.abs(left), language);
  if (left < 0) return language === 'en' ? `${span} overdue` : `已超期 ${span}`;
  return language === 'en' ? `${span} left` : `还剩 ${span}`;
}

/** How long ago an instant was: `刚刚`, `5 minutes ago`. */
export function agoText(instant: string, now: Date, language: Language): string {
  const past = now.getTime() - new Date(instant).getTime();
  if (past < MINUTE) return language === 'en' ? 'just now' : '刚刚';
  return language === 'en' ? `${spanText(past, language)} ago` : `${spanText(past, language)}前`;
}

function spanText(span: number, language: Language): string {
  const [count, zh, en] =
    span >= DAY
      ? [Math.floor(span / DAY), '天', 'day']
      : span >= HOUR
        ? [Math.floor(span / HOUR), '小时', 'hour']
        : [Math.max(1, Math.floor(span / MINUTE)), '分钟', 'minute'];
  return language === 'en' ? `${count} ${en}${count === 1 ? '' : 's'}` : `${count} ${zh}`;
}
