import { describe, expect, test } from 'vitest';
import { Chance } from '../../../bench/matching-fit/retyping/chance.ts';
import { charactersOf } from '../../../bench/matching-fit/retyping/characters.ts';
import { kindsOf } from '../../../bench/matching-fit/retyping/kinds.ts';
import { type NameParts, partsOf } from '../../../bench/matching-fit/retyping/name-parts.ts';

const characters = charactersOf([
  '蓝鹊',
  '兰雀',
  '青梧',
  '宏达',
  '红大',
  '林凌',
  '灵陵',
  '清情',
  '新心',
  '星兴',
  '天田',
]);
const kinds = kindsOf((name, { province, city }) => partsOf(name, province, city));

function parts(name: string, province: string, city: string): NameParts {
  const found = partsOf(name, province, city);
  if (found === undefined) throw new Error(`${name} cannot be cut`);
  return found;
}

describe('retypings to measure the matcher on (IN-5)', () => {
  test('given a registered name, when it is cut, then region, brand, trade and legal form stand apart', () => {
    expect(parts('苏州市蓝鹊电子科技有限公司', '江苏', '苏州')).toMatchObject({
      region: '苏州市',
      brand: '蓝鹊',
      trade: ['电子科技'],
      legal: '有限公司',
    });
  });

  test.each([
    ['a bracket', '蓝鹊软件(苏州)有限公司'],
    ['no trade that the short list knows', '苏州蓝鹊有限公司'],
    ['no region of its columns', '南京蓝鹊软件有限公司'],
  ])('given a name with %s, when it is cut, then it is left out', (_, name) => {
    expect(partsOf(name, '江苏', '苏州')).toBeUndefined();
  });

  test.each([
    ['region: bracket after the brand', '蓝鹊(苏州)软件有限公司'],
    ['region: bare at the end', '蓝鹊软件有限公司苏州'],
    ['region dropped', '蓝鹊软件有限公司'],
    ['whole address before', '江苏省苏州市蓝鹊软件有限公司'],
    ['company called works', undefined],
    ['short: region and brand', '苏州蓝鹊'],
    ['in pinyin', 'suzhoulanqueruanjian'],
    ['as registered', '苏州蓝鹊软件有限公司'],
  ])('given a name, when it is retyped as “%s”, then it reads %s', (kind, expected) => {
    const name = parts('苏州蓝鹊软件有限公司', '江苏', '苏州');
    expect(kinds[kind]?.(name, new Chance('a'), characters)).toBe(expected);
  });

  test('given one seed, when every kind retypes twice, then both times say the same and all but one another name', () => {
    const name = parts('苏州清林机械设备有限公司', '江苏', '苏州');
    for (const [kind, retype] of Object.entries(kinds)) {
      const once = retype(name, new Chance(kind), characters);
      expect(retype(name, new Chance(kind), characters)).toBe(once);
      if (kind !== 'as registered') expect(once).not.toBe(name.name);
    }
  });

  test('given a homophone, when it is drawn, then it sounds the same and is written otherwise', () => {
    expect(characters.homophone('鹊', new Chance('b'))).toBe('雀');
    expect(characters.homophone('梧', new Chance('b'))).toBeUndefined();
  });
});
