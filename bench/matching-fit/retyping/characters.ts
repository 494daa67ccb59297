import { pinyin } from 'pinyin-pro';
import type { Chance } from './chance.ts';

/** The reading of each character as it is spoken most, without tone, ü as v. */
export function spoken(text: string): string[] {
  return pinyin(text, { toneType: 'none', type: 'array', v: true });
}

/** Characters that are taken for one another at a glance, or by a scanner. */
const lookAlikes =
  '己已 未末 土士 日曰 人入 大太 天夫 王玉 千干 贝见 开井 午牛 田由 申甲 木本 目自 乌鸟 晴睛 辰晨 倍培 清情 洋详 锦绵 铭络 洛络 昊吴 昱显 睿容 盛威 恒桓 泰秦 荣莱 瑞端 佳住 嘉喜 康唐 炜伟 玮纬 达迭 百白 华毕 腾滕 博搏 诚城 浩洁 海悔 联朕 航杭 翔详 建健 强弹 亿忆 科料 技枝 贸贺 易昜 设没 备奋 机杌 械诫 材村 料科 装袋 饰饬 物特 管营 理埋 工土 程呈 食良 品晶 药约 电龟 气汽 源原 凯铠 峰锋 旺旺 晟成 鸿鸠 雅稚 润涧 宝宜 宏宠 宇字 安妥 宁宇 富宫 广厂 庆庄 元无 兴共 丰羊 金全 鑫森 银很 钢纲 铁轶 林材 森林 杰杰 松枩 欣欧 欧殴 永水 江汀 汇江 沃沆 沪沍 泽译 津律 深探 湖潮 澳奥 火灭 灿灶 明朋 昌冒 星早 春舂 智暂 月用 朗郎 胜性 立产 童章 新斩 方万 族旋 旭旮 升开 东车 车东 轩轻 运远 远运 迅讯 通涌 遇过 邦帮 郎朗 部陪 都郡 隆降 阳阴 陆陇 青责 静净 韵均 顺须 领颌 颖颍 风凤 飞乙 马鸟 骏俊 高亭 鱼角 龙尤 齐斉';

export interface Characters {
  /** Another character that sounds the same. */
  homophone(character: string, chance: Chance): string | undefined;
  /** Another character whose sound is easily misheard: z for zh, l for n, in for ing. */
  misheard(character: string, chance: Chance): string | undefined;
  /** What comes of typing the key beside the right one. */
  nextKey(character: string, chance: Chance): string | undefined;
  lookAlike(character: string, chance: Chance): string | undefined;
}

const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

function neighbours(letter: string): string[] {
  const row = rows.find((keys) => keys.includes(letter));
  const at = row?.indexOf(letter) ?? 0;
  return row === undefined ? [] : [row.charAt(at - 1), row.charAt(at + 1)].filter((key) => key !== '');
}

/** The sounds that differ from one by a key slipped, by two letters exchanged or by a letter left out. */
function mistyped(sound: string): string[] {
  const found: string[] = [];
  for (let i = 0; i < sound.length; i++) {
    for (const key of neighbours(sound.charAt(i))) found.push(sound.slice(0, i) + key + sound.slice(i + 1));
    found.push(sound.slice(0, i) + sound.slice(i + 1));
    found.push(sound.slice(0, i) + sound.charAt(i + 1) + sound.charAt(i) + sound.slice(i + 2));
  }
  return found.filter((other) => other !== sound);
}

const confused: readonly (readonly [RegExp, string])[] = [
  [/^zh/u, 'z'],
  [/^z(?!h)/u, 'zh'],
  [/^ch/u, 'c'],
  [/^c(?!h)/u, 'ch'],
  [/^sh/u, 's'],
  [/^s(?!h)/u, 'sh'],
  [/^n/u, 'l'],
  [/^l/u, 'n'],
  [/ing$/u, 'in'],
  [/in$/u, 'ing'],
  [/eng$/u, 'en'],
  [/en$/u, 'eng'],
  [/ang$/u, 'an'],
  [/an$/u, 'ang'],
];

/**
 * The characters of a register's brands by their sound, the usual ones oftener: an input method offers these first.
 * @param texts brands, one a name
 */
export function charactersOf(texts: Iterable<string>): Characters {
  const bySound = new Map<string, string[]>();
  for (const text of texts) {
    const sounds = spoken(text);
    for (const [i, character] of [...text].entries()) {
      const sound = sounds[i] ?? '';
      const known = bySound.get(sound);
      if (known === undefined) bySound.set(sound, [character]);
      else known.push(character);
    }
  }
  const alike = new Map<string, string[]>();
  for (const [a = '', b = ''] of lookAlikes.split(' ').map((pair) => [...pair])) {
    if (a === b) continue;
    alike.set(a, [...(alike.get(a) ?? []), b]);
    alike.set(b, [...(alike.get(b) ?? []), a]);
  }
  const soundOf = (character: string): string => spoken(character)[0] ?? '';
  const other = (sound: string, character: string, chance: Chance): string | undefined =>
    chance.of((bySound.get(sound) ?? []).filter((one) => one !== character));
  const known = (sounds: readonly string[], character: string, chance: Chance): string | undefined => {
    const sound = chance.of(sounds.filter((one) => bySound.has(one)));
    return sound === undefined ? undefined : other(sound, character, chance);
  };
  return {
    homophone: (character, chance) => other(soundOf(character), character, chance),
    misheard: (character, chance) => {
      const sound = soundOf(character);
      return known(
        confused.filter(([from]) => from.test(sound)).map(([from, to]) => sound.replace(from, to)),
        character,
        chance,
      );
    },
    nextKey: (character, chance) => known(mistyped(soundOf(character)), character, chance),
    lookAlike: (character, chance) => chance.of(alike.get(character) ?? []),
  };
}
