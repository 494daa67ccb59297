import { describe, expect, test } from 'vitest';
import {
  addressPrint,
  parseAddress,
  relateAddresses,
  relateAddressPrints,
} from '../../../../../functions/shared/domain/matching/address.ts';

function relate(a: string, b: string) {
  return relateAddresses(parseAddress(a), parseAddress(b));
}

describe('business addresses (IN-1)', () => {
  test.each([
    ['浙江省杭州市西湖区文三路90号蓝鹊大厦8楼801室', '西湖区文三路90号蓝鹊大厦8楼801室'],
    ['浙江省杭州市西湖区文三路90号蓝鹊大厦8楼801室', '杭州西湖区文三路９０号蓝鹊大厦８楼８０１'],
    ['杭州市西湖区文三路90号2号楼301室', '杭州市西湖区文三路90号2幢301'],
    ['杭州市西湖区文三路90号十楼', '杭州市西湖區文三路90號10樓'],
    ['杭州市西湖区文三路90号（自主申报）', '杭州市西湖区文三路90号'],
    ['青岛市市南区威海路61号101室', '威海路61号101室'],
    ['晋江市陈埭镇蓝鹊村', '陈埭镇蓝鹊村'],
  ])('given %s and %s, when they are compared, then they are one address', (a, b) => {
    expect(relate(a, b)).toBe('same');
  });

  test.each([
    ['杭州市西湖区文三路90号801室', '杭州市西湖区文三路90号802室', 'building'],
    ['杭州市西湖区文三路90号', '杭州市西湖区文三路92号', 'road'],
    ['杭州市西湖区文三路90号', '杭州市西湖区天目山路90号', 'different'],
    ['杭州市西湖区人民路90号', '宁波市海曙区人民路90号', 'different'],
  ])('given %s and %s, when they are compared, then they are %s', (a, b, relation) => {
    expect(relate(a, b)).toBe(relation);
  });

  test('given addresses shrunk to hashes, when they are compared, then same, building and unknown are still told', () => {
    const print = (text: string) => addressPrint(parseAddress(text));
    const room = print('杭州市西湖区文三路90号801室');
    expect(relateAddressPrints(room, print('西湖区文三路90号801'))).toBe('same');
    expect(relateAddressPrints(room, print('西湖区文三路90号802室'))).toBe('building');
    expect(relateAddressPrints(room, { building: '', full: '' })).toBe('unknown');
  });
});
