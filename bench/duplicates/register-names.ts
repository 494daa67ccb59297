import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readRows } from '../../bin/match/read-rows.ts';

export interface RegisteredName {
  readonly id: string;
  readonly name: string;
  readonly province: string;
  readonly city: string;
}

const beside = fileURLToPath(new URL('../../../shared/data/duplicates/names_1m.tsv.xz', import.meta.url));

const places = [
  ['江苏', '苏州'],
  ['江苏', '南京'],
  ['浙江', '杭州'],
  ['广东', '广州'],
  ['广东', '佛山'],
  ['四川', '成都'],
  ['湖北', '武汉'],
  ['山东', '青岛'],
  ['福建', '泉州'],
  ['河南', '洛阳'],
  ['辽宁', '大连'],
  ['陕西', '西安'],
] as const;
const brandCharacters =
  '鑫宏达盛华兴隆泰源恒信诚瑞丰金鼎博天中新东海建安利顺德祥嘉佳康通联创亿永荣昌茂腾翔骏泽润雅诺迈锐启航';
const trades = [
  '贸易',
  '科技',
  '电子科技',
  '建筑工程',
  '物流',
  '广告',
  '餐饮管理',
  '医疗器械',
  '机械设备',
  '装饰工程',
  '文化传媒',
  '食品',
  '服饰',
  '环保科技',
  '房地产开发',
  '汽车销售服务',
];

/** A number that looks random but is the same in every run. */
function scattered(index: number, turn: number): number {
  const mixed = Math.imul(index ^ (turn * 0x9e3779b9), 0x85ebca6b);
  return (Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) ^ (mixed >>> 16)) >>> 0;
}

function generated(index: number): RegisteredName {
  const [province, city] = places[scattered(index, 1) % places.length] ?? places[0];
  const trade = trades[scattered(index, 2) % trades.length] ?? '';
  const length = 2 + (scattered(index, 3) % 2);
  const brand = Array.from({ length }, (_, i) =>
    brandCharacters.charAt(scattered(index, 4 + i) % brandCharacters.length),
  );
  return { id: String(index + 1), name: `${city}市${brand.join('')}${trade}有限公司`, province, city };
}

/** Where names come from: a given file, the shared register beside the checkout, or made up ones. */
export function namesSource(file: string | undefined): { readonly file?: string; readonly what: string } {
  if (file !== undefined) return { file, what: file };
  if (existsSync(beside)) return { file: beside, what: 'the register beside the checkout' };
  return { what: 'generated names (no register beside the checkout; give one with --names FILE)' };
}

/** The first `count` names of a register, or made up ones. */
export async function* registeredNames(file: string | undefined, count: number): AsyncGenerator<RegisteredName> {
  if (file === undefined) {
    for (let i = 0; i < count; i++) yield generated(i);
    return;
  }
  let row = 0;
  for await (const { id, name = '', province = '', city = '' } of readRows(file)) {
    if (row++ >= count) return;
    yield { id: id ?? String(row), name, province, city };
  }
}
