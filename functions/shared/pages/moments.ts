import type { Language } from '../domain/language.ts';
import { localClock, localTime } from '../domain/local-clock.ts';

/** Moments are shown on the organisation's clock, whoever reads them. Written out here: Intl's calendars cost 15 ms of a cold start. */

const weekdays = {
  'zh-CN': ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** An instant (ISO 8601) as people there read it, with the clock's name; a text that is no instant is given back as it is. */
export function momentText(instant: string, language: Language): string {
  const text = shortMomentText(instant, language);
  if (text === instant) return instant;
  const name = clockName(language, new Date(instant));
  return language === 'en' ? `${text} (${name})` : `${text}（${name}）`;
}

/** The same for lists, whose readers know whose clock it is. */
export function shortMomentText(instant: string, language: Language): string {
  const local = localMoment(instant);
  if (local === '') return instant;
  const [day = '', time = ''] = local.split('T');
  return language === 'en' ? `${dayText(day, language)}, ${time}` : `${dayText(day, language)} ${time}`;
}

/** A calendar day (`2026-12-01`) in words; a text that is no day is given back as it is. */
export function dayText(date: string, language: Language): string {
  const at = new Date(/^\d{4}-\d{2}-\d{2}$/.test(date) ? date : Number.NaN);
  if (Number.isNaN(at.getTime())) return date;
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  const weekday = weekdays[language][at.getUTCDay()];
  return language === 'en'
    ? `${weekday}, ${day} ${months[month]} ${year}`
    : `${year}年${month + 1}月${day}日${weekday}`;
}

/** An instant as a `datetime-local` field holds it: `2026-12-01T10:30`; empty for what is no instant. */
export function localMoment(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? '' : localTime(at);
}

/** What the clock is called: at an instant, summer time included, or all year round. */
export function clockName(language: Language, at?: Date): string {
  const { timeZone } = localClock();
  if (timeZone === 'Asia/Shanghai') return language === 'en' ? 'Beijing time' : '北京时间';
  const parts = new Intl.DateTimeFormat(language, {
    timeZone,
    timeZoneName: at === undefined ? 'longGeneric' : 'long',
  }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}
