import { describe, expect, test } from 'vitest';
import {
  amountInCapitals,
  isCustomaryWriting,
  LARGEST_IN_CAPITALS,
  readCapitals,
} from '../../../../functions/shared/domain/amount-in-capitals.ts';
import { toFen } from '../../../../functions/shared/domain/money.ts';

const standard: readonly (readonly [string, string])[] = [
  ['0', '零元整'],
  ['0.01', '壹分'],
  ['0.10', '壹角整'],
  ['0.25', '贰角伍分'],
  ['1', '壹元整'],
  ['10', '壹拾元整'],
  ['10.05', '壹拾元零伍分'],
  ['15', '壹拾伍元整'],
  ['100', '壹佰元整'],
  ['101', '壹佰零壹元整'],
  ['110', '壹佰壹拾元整'],
  ['1001', '壹仟零壹元整'],
  ['1010', '壹仟零壹拾元整'],
  ['1409.50', '壹仟肆佰零玖元伍角整'],
  ['6007.14', '陆仟零柒元壹角肆分'],
  ['1680.32', '壹仟陆佰捌拾元叁角贰分'],
  ['16409.02', '壹万陆仟肆佰零玖元零贰分'],
  ['325.04', '叁佰贰拾伍元零肆分'],
  ['10000', '壹万元整'],
  ['10001', '壹万零壹元整'],
  ['10100', '壹万零壹佰元整'],
  ['12800', '壹万贰仟捌佰元整'],
  ['107000.53', '壹拾万零柒仟元伍角叁分'],
  ['100000', '壹拾万元整'],
  ['1000000', '壹佰万元整'],
  ['1000001', '壹佰万零壹元整'],
  ['10000000', '壹仟万元整'],
  ['10203040.50', '壹仟零贰拾万零叁仟零肆拾元伍角整'],
  ['100000000', '壹亿元整'],
  ['100000001', '壹亿零壹元整'],
  ['100010000', '壹亿零壹万元整'],
  ['1234567890.12', '壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分'],
  ['200000000000', '贰仟亿元整'],
  ['999999999999.99', '玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
  ['1000000000000', '壹万亿元整'],
  ['1050000000000', '壹万零伍佰亿元整'],
  ['1000050000000', '壹万亿零伍仟万元整'],
];

describe('amounts in capitals (AD-7)', () => {
  test.each(standard)('¥%s is written %s', (amount, capitals) => {
    expect(amountInCapitals(toFen(amount))).toBe(capitals);
  });

  test.each(standard)('¥%s is read back from %s', (amount, capitals) => {
    expect(readCapitals(capitals)).toBe(toFen(amount));
  });

  test('every amount of a wide sample is read back as it was written', () => {
    // given amounts with zeros in every combination of places
    const sample = Array.from({ length: 4096 }, (_, bits) =>
      BigInt(
        [...bits.toString(2).padStart(12, '0')].map((bit, i) => (bit === '1' ? String((i % 9) + 1) : '0')).join(''),
      ),
    );
    // when they are written and read
    const changed = sample.filter((fen) => readCapitals(amountInCapitals(fen)) !== fen);
    // then none has changed, and each is a customary writing of itself
    expect(changed).toEqual([]);
    expect(sample.filter((fen) => !isCustomaryWriting(amountInCapitals(fen), fen))).toEqual([]);
  });

  test('an amount without a customary writing is refused', () => {
    expect(() => amountInCapitals(-1n)).toThrow(RangeError);
    expect(() => amountInCapitals(LARGEST_IN_CAPITALS + 1n)).toThrow(RangeError);
  });

  test.each([
    ['人民币壹万贰仟捌佰元整', '12800'],
    ['人民币：壹万贰仟捌佰圆正', '12800'],
    ['壹仟肆佰零玖元伍角', '1409.50'],
    ['壹仟陆佰捌拾元零叁角贰分', '1680.32'],
    ['壹拾万柒仟元零伍角叁分', '107000.53'],
  ])('%s is a customary writing of ¥%s', (capitals, amount) => {
    expect(readCapitals(capitals)).toBe(toFen(amount));
    expect(isCustomaryWriting(capitals, toFen(amount))).toBe(true);
  });

  test.each([
    ['壹万贰仟捌佰元', '12800', 'lacks 整'],
    ['壹仟零零壹元整', '1001', 'doubles 零'],
    ['壹仟壹元整', '1001', 'lacks 零'],
    ['壹拾元伍分', '10.05', 'lacks 零 before 分'],
  ])('%s is no customary writing of ¥%s: it %s', (capitals, amount) => {
    expect(isCustomaryWriting(capitals, toFen(amount))).toBe(false);
  });

  test.each(['', '整', '一万元整', '12800', '拾元整', '壹拾佰元整', '壹万壹万元整', '壹元元整', '壹角贰元'])(
    '%j is not read as an amount',
    (text) => {
      expect(readCapitals(text)).toBeUndefined();
    },
  );
});
