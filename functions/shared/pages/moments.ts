import { dayInChina } from '../domain/china-day.ts';
import type { Language } from '../domain/language.ts';

/** The procedure runs on China's clock, whoever reads it. */
const timeZone = 'Asia/Shanghai';

interface Formats {
  readonly day: Readonly<Record<Language, Intl.DateTimeFormat>>;
  readonly time: Intl.DateTimeFormat;
}

let made: Formats | undefined;

/** Made at first use: a cold start that shows no moment need not load the calendars. */
function formats(): Formats {
  const short = { year: 'numeric', day: 'numeric', weekday: 'short' } as const;
  made ??= {
    day: {
      'zh-CN': new Intl.DateTimeFormat('zh-CN', { timeZone, ...short, month: 'long' }),
      en: new Intl.DateTimeFormat('en-GB', { timeZone, ...short, month: 'short' }),
    },
    time: new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  };
  return made;
}

/** An instant (ISO 8601) as people in China read it; a text that is no instant is given back as it is. */
export function momentText(instant: string, language: Language): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  const { day, time } = formats();
  return language === 'en'
    ? `${day.en.format(at)}, ${time.format(at)} (Beijing time)`
    : `${day['zh-CN'].format(at)} ${time.format(at)}（北京时间）`;
}

/** A calendar day (`2026-12-01`) in words; a text that is no day is given back as it is. */
export function dayText(date: string, language: Language): string {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T00:00:00+08:00`) : new Date(Number.NaN);
  return Number.isNaN(at.getTime()) ? date : formats().day[language].format(at);
}

/** An instant as a `datetime-local` field holds it, on China's clock: `2026-12-01T10:30`. */
export function localMoment(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? '' : `${dayInChina(at)}T${formats().time.format(at)}`;
}
