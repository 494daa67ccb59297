import { describe, expect, test } from 'vitest';
import { claimsOf } from '../../../../../functions/shared/domain/matching/claims.ts';
import { readFacts } from '../../../../../functions/shared/domain/matching/customer-facts.ts';

function share(nameA: string, nameB: string): boolean {
  const own = claimsOf(readFacts({ name: nameA }));
  return claimsOf(readFacts({ name: nameB })).some((claim) => own.includes(claim));
}

describe('claims that keep a customer single (IN-2)', () => {
  test.each([
    ['苏州蓝鹊软件有限公司', '江苏省苏州市蓝鹊软件有限责任公司'],
    ['苏州蓝鹊软件有限公司', '蓝鹊软件（苏州）有限公司'],
    ['苏州蓝鹊软件有限公司', '蘇州藍鵲軟件 有限公司'],
    ['第二蓝鹊机械公司', '第2蓝鹊机械公司'],
  ])('given %s and %s, when their claims are made, then they share one', (a, b) => {
    expect(share(a, b)).toBe(true);
  });

  test.each([
    ['苏州蓝鹊软件有限公司', '洛阳蓝鹊软件有限公司'],
    ['苏州蓝鹊软件有限公司', '蓝鹊软件有限公司'],
    ['苏州蓝鹊软件有限公司', '苏州蓝雀软件有限公司'],
    ['苏州蓝鹊软件有限公司', '苏州蓝鹊软件有限公司昆山分公司'],
    ['苏州蓝鹊果蔬有限公司', '苏州蓝鹊果蔬专业合作社'],
  ])('given %s and %s, when their claims are made, then they share none', (a, b) => {
    expect(share(a, b)).toBe(false);
  });

  test('given landline and fax of one line, when the claims are made, then there is one for the line', () => {
    const claims = claimsOf(
      readFacts({ name: '苏州蓝鹊软件有限公司', phones: ['0512-61234567'], fax: '(0512)61234567转8' }),
    );
    expect(claims.filter((claim) => claim.startsWith('phone:'))).toEqual(['phone:51261234567']);
  });
});
