const digitOf: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  壹: 1,
  二: 2,
  贰: 2,
  两: 2,
  三: 3,
  叁: 3,
  四: 4,
  肆: 4,
  五: 5,
  伍: 5,
  六: 6,
  陆: 6,
  七: 7,
  柒: 7,
  八: 8,
  捌: 8,
  九: 9,
  玖: 9,
};

const run = /[0-9〇零一二三四五六七八九十百]+/gu;

/** The value of a run of Chinese and Arabic numerals: 二十三, 二三, 2三, 一百零五, 10. */
function arabicValue(text: string): string {
  if (!/[十百]/u.test(text)) {
    let digits = '';
    for (const character of text) digits += digitOf[character] ?? character;
    return digits;
  }
  let total = 0;
  let pending = '';
  for (const character of text) {
    if (character === '百' || character === '十') {
      total += (pending === '' ? 1 : Number(pending)) * (character === '百' ? 100 : 10);
      pending = '';
    } else {
      pending = String(Number(pending + String(digitOf[character] ?? character)));
    }
  }
  return String(total + Number(pending === '' ? 0 : pending));
}

/** Chinese numerals become Arabic ones: 第一 → 第1, 二十三层 → 23层, 3零层 → 30层. */
export function toArabicNumerals(text: string): string {
  return text.replace(run, arabicValue);
}

/** The numbers written in a text, in order, as Arabic numerals. Roman numerals I to X count when they stand alone. */
export function numbersIn(text: string): string[] {
  return toArabicNumerals(text).match(/\d+/gu) ?? [];
}

const chineseDigits = '零一二三四五六七八九';

function chineseValue(digits: string): string {
  const value = Number(digits);
  if (digits.length > 2 || value === 0)
    return Array.from(digits, (digit) => chineseDigits.charAt(Number(digit))).join('');
  const tens = Math.floor(value / 10);
  const ones = value % 10;
  const high = tens === 0 ? '' : `${tens === 1 ? '' : chineseDigits.charAt(tens)}十`;
  return high + (ones === 0 ? '' : chineseDigits.charAt(ones));
}

/** Arabic numerals become Chinese ones, as they are read aloud: 第2 → 第二, 22局 → 二十二局, 360 → 三六零. */
export function toChineseNumerals(text: string): string {
  return text.replace(/\d+/gu, chineseValue);
}
