import { describe, expect, test } from 'vitest';
import {
  numbersIn,
  toArabicNumerals,
  toChineseNumerals,
} from '../../../../../functions/shared/domain/matching/numerals.ts';
import { soundAlike, spelledPrefixes, syllables } from '../../../../../functions/shared/domain/matching/pinyin.ts';
import { shortHash } from '../../../../../functions/shared/domain/matching/short-hash.ts';
import { fold, toSimplified } from '../../../../../functions/shared/domain/matching/text.ts';

describe('one spelling of text', () => {
  test.each([
    ['ＡＢＣ（中国）', 'abc(中国)'],
    ['萬豐實業【香港】', '万丰实业(香港)'],
    ['Café   Zürich', 'cafe zurich'],
    ['路１２３－４号', '路123-4号'],
  ])('given %s, when it is folded, then it is %s', (typed, folded) => {
    expect(fold(typed)).toBe(folded);
  });

  test('given traditional characters, when they are simplified, then each gives one character', () => {
    expect(toSimplified('藥業銀樓')).toBe('药业银楼');
  });
});

describe('numerals', () => {
  test.each([
    ['第一百零五号', '第105号'],
    ['二三四', '234'],
    ['2四层', '24层'],
    ['十楼', '10楼'],
  ])('given %s, when Chinese numerals become Arabic, then it is %s', (text, expected) => {
    expect(toArabicNumerals(text)).toBe(expected);
  });

  test.each([
    ['第2局', '第二局'],
    ['22局', '二十二局'],
    ['360网', '三六零网'],
  ])('given %s, when Arabic numerals become Chinese, then it is %s', (text, expected) => {
    expect(toChineseNumerals(text)).toBe(expected);
  });

  test('given numerals of both kinds, when they are listed, then they are Arabic and in order', () => {
    expect(numbersIn('第二厂3号')).toEqual(['2', '3']);
  });
});

describe('sounds', () => {
  test('given homophones, when they are compared, then they sound alike whatever their tone', () => {
    expect(soundAlike('宏', '鸿')).toBe(true);
    expect(soundAlike('宏', '达')).toBe(false);
  });

  test('given a character with two readings, when it is compared by either, then it sounds alike', () => {
    expect(soundAlike('长', '张')).toBe(true);
    expect(soundAlike('长', '常')).toBe(true);
  });

  test('given a text, when it is spelled, then each character gives its usual syllable', () => {
    expect(syllables('蓝鹊')).toEqual(['lan', 'que']);
  });

  test('given Latin letters, when a name is spelled by them, then the length of what they spell is told', () => {
    expect(spelledPrefixes('蓝鹊软件', 'lanque')).toEqual([2]);
    expect(spelledPrefixes('绿瀚农业', 'luhan')).toEqual([2]);
    expect(spelledPrefixes('蓝鹊软件', 'hongda')).toEqual([]);
  });
});

test('given two texts, when they are hashed, then only equal ones share a hash of eight characters', () => {
  expect(shortHash('人民路1号')).toBe(shortHash('人民路1号'));
  expect(shortHash('人民路1号')).not.toBe(shortHash('人民路2号'));
  expect(shortHash('人民路1号')).toMatch(/^[0-9a-z]{8}$/u);
});
