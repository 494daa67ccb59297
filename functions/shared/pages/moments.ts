import { dayInChina } from '../domain/china-day.ts';
import type { Language } from '../domain/language.ts';

/** The procedure runs on China's clock, whoever reads it. */
const timeZone = 'Asia/Shanghai';

const day: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  'zh-CN': new Intl.DateTimeFormat('zh-CN', {
    timeZone,
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'short',
  }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' }),
};
const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** An instant (ISO 8601) as people in China read it; a text that is no instant is given back as it is. */
export function momentText(instant: string, language: Language): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  return language === 'en'
    ? `${day.en.format(at)}, ${time.format(at)} (Beijing time)`
    : `${day['zh-CN'].format(at)} ${time.format(at)}（北京时间）`;
}

/** A calendar day (`2026-12-01`) in words; a text that is no day is given back as it is. */
export function dayText(date: string, language: Language): string {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T00:00:00+08:00`) : new Date(Number.NaN);
  return Number.isNaN(at.getTime()) ? date : day[language].format(at);
}

/** An instant as a `datetime-local` field holds it, on China's clock: `2026-12-01T10:30`. */
export function localMoment(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? '' : `${dayInChina(at)}T${time.format(at)}`;
}
