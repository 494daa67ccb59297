import { describe, expect, test } from 'vitest';
import { editDistance } from '../../../../../functions/shared/domain/matching/edit-distance.ts';

describe('the edits between two texts (IN-5)', () => {
  test.each([
    ['', '', 8, 0],
    ['蓝鹊软件', '蓝鹊软件', 8, 0],
    ['蓝鹊软件', '蓝鸦软件', 8, 1],
    ['蓝鹊软件', '蓝软件', 8, 1],
    ['蓝鹊软件', '鹊蓝软件', 8, 1],
    ['蓝鹊软件', '蓝鹊件软', 8, 1],
    ['蓝鹊鹊软件', '蓝鹊软件', 8, 1],
    ['abcd', 'badc', 8, 2],
    ['kitten', 'sitting', 8, 3],
    ['青岛海桐餐饮', '苏州蓝鹊软件', 8, 6],
    ['青岛海桐餐饮', '苏州蓝鹊软件', 3, 3],
    ['蓝鹊', '蓝鹊软件服务', 3, 3],
    ['bacdef', 'abcdfe', 2, 2],
  ])('given %s and %s with the limit %i, then %i', (a, b, limit, edits) => {
    expect(editDistance(a, b, limit)).toBe(edits);
    expect(editDistance(b, a, limit)).toBe(edits);
  });
});
