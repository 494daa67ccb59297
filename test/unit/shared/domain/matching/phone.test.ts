import { describe, expect, test } from 'vitest';
import { parsePhone, samePhone } from '../../../../../functions/shared/domain/matching/phone.ts';
import { areaCodeOf, placeOf } from '../../../../../functions/shared/domain/matching/regions.ts';

const hangzhou = placeOf('浙江', '杭州');
const same = '057181234567'.slice(1);

describe('telephone numbers in one spelling (IN-1, IN-6)', () => {
  test.each([
    ['0571-81234567', ''],
    ['(0571)81234567', ''],
    ['0571 8123 4567', ''],
    ['+86 571 8123 4567', ''],
    ['86-571-81234567', ''],
    ['0086057181234567'.replace('00860', '0086'), ''],
    ['０５７１－８１２３４５６７', ''],
    ['57181234567', ''],
    ['9057181234567', ''],
    ['电话:0571-81234567(总机)', ''],
    ['0571-81234567/68', ''],
    ['81234567', ''],
    ['0571-81234567转8001', '8001'],
    ['0571-81234567-8001', '8001'],
    ['0571-81234567 ext. 8001', '8001'],
    ['81234567-8001', '8001'],
  ])('given %s of a customer in Hangzhou, when it is read, then it is the one line', (typed, extension) => {
    expect(parsePhone(typed, hangzhou)).toMatchObject({ digits: same, kind: 'landline', extension });
  });

  test('given a landline, a mobile, a service and a foreign number, when they are read, then each is told by its kind', () => {
    const kinds = ['010-81234567', '13812345678', '400-810-1234', '+44 20 7946 0958'].map(
      (typed) => parsePhone(typed)?.kind,
    );
    expect(kinds).toEqual(['landline', 'mobile', 'service', 'foreign']);
    expect(parsePhone('010-81234567')?.e164).toBe('+861081234567');
    expect(parsePhone('+44 20 7946 0958')?.e164).toBe('+442079460958');
  });

  test.each([
    ['0571-81234567', '0571-81234568'],
    ['0571-81234567', '0572-81234567'],
    ['0571-81234567', '13812345678'],
  ])('given %s and %s, when they are compared, then they are two lines', (a, b) => {
    const [one, other] = [parsePhone(a, hangzhou), parsePhone(b, hangzhou)];
    expect(one !== undefined && other !== undefined && samePhone(one, other)).toBe(false);
  });

  test('given a number without area code and no place, when it is compared, then it equals one that ends in it', () => {
    const [local, full] = [parsePhone('81234567'), parsePhone('0571-81234567')];
    expect(local?.areaMissing).toBe(true);
    expect(local !== undefined && full !== undefined && samePhone(local, full)).toBe(true);
  });

  test('given a place without its own area code, when it is asked for, then the prefecture’s is given', () => {
    const county = placeOf('浙江', '余杭');
    expect(county === undefined ? undefined : areaCodeOf(county)).toBe('571');
  });

  test('given too few digits, when it is read, then it is no number', () => {
    expect(parsePhone('12345')).toBeUndefined();
    expect(parsePhone('无')).toBeUndefined();
  });
});
