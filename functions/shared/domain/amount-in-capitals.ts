import type { Fen } from './money.ts';

const digits = '零壹贰叁肆伍陆柒捌玖';
const places = ['', '拾', '佰', '仟'] as const;
const groups = ['', '万', '亿', '万亿'] as const;

/** The largest amount with a customary writing: 9999 万亿 … yuan. */
export const LARGEST_IN_CAPITALS: Fen = 10n ** 18n - 1n;

/**
 * An amount in Chinese capitals (大写), as the payment rules of the People's Bank ask for (《支付结算办法》附一): 整 after
 * whole yuan, one 零 for any run of zeros inside the number, 零 between 元 and 分 when there is no 角.
 * 1640902 fen → 壹万陆仟肆佰零玖元零贰分.
 * @throws RangeError for a negative amount or one above `LARGEST_IN_CAPITALS`.
 */
export function amountInCapitals(fen: Fen): string {
  if (fen < 0n || fen > LARGEST_IN_CAPITALS) throw new RangeError('no customary writing for this amount');
  const yuan = fen / 100n;
  const jiao = Number((fen / 10n) % 10n);
  const cents = Number(fen % 10n);
  const whole = yuan === 0n ? '' : `${integerInCapitals(yuan)}元`;
  if (jiao === 0 && cents === 0) return `${whole === '' ? '零元' : whole}整`;
  const gap = jiao === 0 && whole !== '' ? '零' : '';
  return `${whole}${jiao === 0 ? gap : `${digits[jiao]}角`}${cents === 0 ? '整' : `${digits[cents]}分`}`;
}

function integerInCapitals(value: bigint): string {
  let written = '';
  let zeroOwed = false;
  for (let group = groups.length - 1; group >= 0; group--) {
    const four = Number((value / 10_000n ** BigInt(group)) % 10_000n);
    for (let place = 3; place >= 0; place--) {
      const digit = Math.floor(four / 10 ** place) % 10;
      if (digit === 0) {
        zeroOwed = written !== '';
        continue;
      }
      written += `${zeroOwed ? '零' : ''}${digits[digit]}${places[place]}`;
      zeroOwed = false;
    }
    // 万亿 and 亿 share their 亿: 壹万零伍佰亿, not 壹万亿零伍佰亿.
    const shares = group === 3 && Number((value / 10_000n ** 2n) % 10_000n) > 0;
    if (four > 0) written += shares ? '万' : groups[group];
  }
  return written;
}

/**
 * The amount that capitals stand for, read as a careful person would: 圆 for 元, 正 for 整, a leading 人民币, and every
 * customary placing of 零 are understood. Undefined where the text is no amount in capitals, e.g. with ordinary
 * numerals (一万) or a place out of order.
 */
export function readCapitals(text: string): Fen | undefined {
  const match = /^(?:(.+)元)?(?:零?(.)角)?(?:零?(.)分)?(整?)$/u.exec(plain(text));
  if (match === null) return undefined;
  const [, whole, jiao, cents] = match;
  if (whole === undefined && jiao === undefined && cents === undefined) return undefined;
  const yuan = whole === undefined ? 0n : readInteger(whole);
  const tenths = jiao === undefined ? 0 : digits.indexOf(jiao);
  const hundredths = cents === undefined ? 0 : digits.indexOf(cents);
  if (yuan === undefined || tenths < 0 || hundredths < 0) return undefined;
  return yuan * 100n + BigInt(tenths * 10 + hundredths);
}

/** Whether capitals are written as the rules allow; they allow an optional 零 in three places and 整 after 角. */
export function isCustomaryWriting(text: string, fen: Fen): boolean {
  const kept = plain(text);
  const standard = amountInCapitals(fen);
  const ending = kept.endsWith('角') ? kept.concat('整') : kept;
  return withoutOptionalZeros(ending) === withoutOptionalZeros(standard) && !/零零|零$/.test(kept);
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s:¥]/g, '')
    .replace(/^人民币/, '')
    .replace(/圆/g, '元')
    .replace(/正$/, '整');
}

/** 零 may stand or fail after 万 or 亿 and before 角 when the next figure is not itself a gap (附一, 第四条). */
function withoutOptionalZeros(text: string): string {
  return text.replace(/(?<=[万亿])零(?=.仟)/gu, '').replace(/(?<=元)零(?=.角)/gu, '');
}

function readInteger(text: string): bigint | undefined {
  if (text === '零') return 0n;
  const [, trillions = '', millions = '', thousands = '', rest = ''] =
    /^(?:(?:(.+?)万)?(?:(.*?)亿))?(?:(.+?)万)?(.*)$/u.exec(text) ?? [];
  const parts = [trillions, millions, thousands, rest].map(readFour);
  const values = parts.filter((part) => part !== undefined);
  if (values.length !== parts.length) return undefined;
  return values.reduce((sum, part) => sum * 10_000n + BigInt(part), 0n);
}

/** Up to four digits with their places, in falling order; 0 for an empty text. */
function readFour(text: string): number | undefined {
  let left = text;
  let value = 0;
  for (let place = 3; place >= 0; place--) {
    const mark = places[place] ?? '';
    const [figure, digit] = new RegExp(`^零?([壹贰叁肆伍陆柒捌玖])${mark}`, 'u').exec(left) ?? [];
    if (figure === undefined || digit === undefined) continue;
    value += digits.indexOf(digit) * 10 ** place;
    left = left.slice(figure.length);
  }
  return left === '' ? value : undefined;
}
