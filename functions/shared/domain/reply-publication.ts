import type { Publication } from './documents.ts';
import { instantOf } from './local-clock.ts';

/** What publishing's report by mail needs of the reply and its mail. */
export interface PublicationReport {
  readonly lines: readonly string[];
  /** When the mail says it was sent. */
  readonly sentAt: Date | undefined;
  /** When the task was opened: nothing was published before that. */
  readonly openedAt: Date;
  readonly now: Date;
  /** The application's own address: links to it are no ad pages. */
  readonly publicUrl: string;
}

/**
 * Code 18's form out of a reply: the page addresses it names, and when the ad was published, which is a time the reply
 * states (China's clock when it gives no zone), else when the mail was sent.
 * @returns undefined when the reply names no page, or says that something is not done
 */
export function publicationOf(report: PublicationReport): Pick<Publication, 'pages' | 'publishedAt'> | undefined {
  const text = report.lines.join('\n');
  const ownPages = `${report.publicUrl.replace(/\/+$/, '')}/`;
  const pages = [...new Set(webAddresses(text))].filter((page) => !`${page}/`.startsWith(ownPages));
  if (pages.length === 0 || pages.length > 20) return undefined;
  if (doubtful.test(text.replace(address, ' '))) return undefined;
  return { pages, publishedAt: publishedAt(report, text.replace(address, ' ')).toISOString() };
}

/** Addresses end at blanks, at Chinese characters and punctuation, and before closing punctuation. */
const address = /https?:\/\/[^\s<>"'`\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’]+/gi;

/** Words that make "published at" doubtful: not yet, cannot, will. */
const doubtful =
  /[未没沒]|无法|無法|不能|失败|失敗|取消|下线|下線|暂停|暫停|稍后|稍後|明天|将于|將於|待|吗|嗎|[?？]|\b(?:not|cannot|can't|couldn't|isn't|wasn't|hasn't|haven't|unable|fail(?:ed|s|ure)?|error|will|later|tomorrow|pending)\b/i;

/** The web addresses a text names, in its order. */
export function webAddresses(text: string): readonly string[] {
  return [...text.matchAll(address)].flatMap(([found]) => {
    let url = found.replace(/[.,;:!?*_~|]+$/, '');
    for (const [open, close] of ['()', '[]', '{}'].map((pair) => [pair.charAt(0), pair.charAt(1)] as const)) {
      if (url.endsWith(close) && !url.includes(open)) url = url.slice(0, -1);
    }
    return URL.canParse(url) && url.length <= 2000 && new URL(url).hostname.includes('.') ? [url] : [];
  });
}

const minute = 60_000;

function publishedAt({ sentAt, openedAt, now }: PublicationReport, text: string): Date {
  const plausible = (at: Date | undefined): at is Date =>
    at !== undefined && at.getTime() <= now.getTime() + 5 * minute && at.getTime() >= openedAt.getTime() - 5 * minute;
  const stated = statedTime(text);
  if (plausible(stated)) return stated;
  return plausible(sentAt) ? sentAt : now;
}

const statedMoment =
  /(?<y>20\d\d)\s*[-/.年]\s*(?<m>\d{1,2})\s*[-/.月]\s*(?<d>\d{1,2})\s*日?\s*(?:T|at|,)?\s*(?<half>上午|下午|晚上|中午)?\s*(?<h>\d{1,2})\s*[:：点时]\s*(?<min>\d{2})?(?::(?<s>\d{2}))?\s*(?<zone>Z|[+-]\d{2}:?\d{2})?/i;

/** The first full moment a text states; the organisation's clock unless it gives a zone. */
function statedTime(text: string): Date | undefined {
  const parts = statedMoment.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const { y = '', m = '', d = '', half, h = '', min, s, zone } = parts;
  const afternoon = (half === '下午' || half === '晚上') && Number(h) < 12 ? 12 : 0;
  const pad = (value: string | number): string => String(value).padStart(2, '0');
  const stated = `${y}-${pad(m)}-${pad(d)}T${pad(Number(h) + afternoon)}:${min ?? '00'}`;
  const offset =
    zone?.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2').toUpperCase() ?? instantOf(stated).slice(`${stated}:00`.length);
  const at = new Date(`${stated}:${s ?? '00'}${offset}`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
