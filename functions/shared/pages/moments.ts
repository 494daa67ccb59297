import { dayInChina } from '../domain/china-day.ts';
import type { Language } from '../domain/language.ts';

/** The procedure runs on China's clock, whoever reads it. Written out here: Intl's calendars cost 15 ms of a cold start. */

const weekdays = {
  'zh-CN': ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** An instant (ISO 8601) as people in China read it; a text that is no instant is given back as it is. */
export function momentText(instant: string, language: Language): string {
  const text = shortMomentText(instant, language);
  return text === instant ? instant : language === 'en' ? `${text} (Beijing time)` : `${text}（北京时间）`;
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

/** An instant as a `datetime-local` field holds it, on China's clock: `2026-12-01T10:30`; empty for what is no instant. */
export function localMoment(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return '';
  const minutes = (Math.floor(at.getTime() / 60_000) + 8 * 60) % (24 * 60);
  const figures = (value: number): string => String(value).padStart(2, '0');
  return `${dayInChina(at)}T${figures(Math.floor(minutes / 60))}:${figures(minutes % 60)}`;
}
