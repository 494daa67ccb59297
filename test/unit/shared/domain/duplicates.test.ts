import { describe, expect, it } from 'vitest';
import {
  claimedFact,
  normalisedName,
  normalisedPhone,
  uniquenessClaims,
} from '../../../../functions/shared/domain/duplicates.ts';

describe('AD-6 IN-2 facts that may exist once', () => {
  it.each([
    ['美来尔工程技术（北京）有限公司', '美来尔工程技术(北京)有限公司'],
    ['ＡＢＣ 科技有限公司', 'abc科技有限公司'],
    ['杭州云帆科技有限公司', ' 杭州云帆 科技有限公司　'],
    ['Acme, Inc.', 'ACME Inc'],
    ['“云帆”文化', '「云帆」文化'],
  ])('names %s and %s are one', (one, other) => {
    expect(normalisedName(one)).toBe(normalisedName(other));
  });

  it('names of different companies stay apart', () => {
    expect(normalisedName('杭州云帆科技有限公司')).not.toBe(normalisedName('杭州云帆科技有限公司上海分公司'));
  });

  it.each([
    ['010-65529988', '+86 10 6552 9988'],
    ['０１０－６５５２９９８８', '(010) 65529988'],
    ['0086-571-86543210', '0571 86543210'],
    ['13800138000', '+86 138-0013-8000'],
    ['010-65529988转801', '010-65529988 ext. 801'],
    ['021-61234567#12', '021 61234567 分机12'],
  ])('numbers %s and %s are one', (one, other) => {
    expect(normalisedPhone(one)).toBe(normalisedPhone(other));
  });

  it.each([
    ['010-65529988', '021-65529988'],
    ['010-65529988', '010-65529988转801'],
    ['86543210', '6543210'],
  ])('numbers %s and %s are two', (one, other) => {
    expect(normalisedPhone(one)).not.toBe(normalisedPhone(other));
  });

  it('claims name, landline and fax, a number used for both once', () => {
    const facts = { name: '云帆', landline: '0571-86543210', fax: '0571 8654 3210' };
    expect(uniquenessClaims(facts)).toEqual(['name:云帆', 'phone:57186543210']);
    expect(uniquenessClaims({ ...facts, fax: '0571-86543211' })).toHaveLength(3);
  });

  it('names the fact a claim came from', () => {
    const facts = { name: '云帆', landline: '0571-86543210', fax: '0571-86543211' };
    expect(uniquenessClaims(facts).map((claim) => claimedFact(claim, facts))).toEqual(['name', 'landline', 'fax']);
  });
});
