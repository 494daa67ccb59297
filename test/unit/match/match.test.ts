import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explainPair } from '../../../bin/match/explain-pair.ts';
import { judgePairs } from '../../../bin/match/judge-pairs.ts';
import { queryRegister } from '../../../bin/match/query-register.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'match-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function linesOf(work: (out: NodeJS.WritableStream) => Promise<unknown>): Promise<string[]> {
  let text = '';
  const out = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  await work(out);
  return text.replace(/\n$/u, '').split('\n');
}

const pairs = [
  'label\tname_a\tname_b',
  '1\t苏州蓝鹊软件有限公司\t苏州市蓝鹊软件有限公司',
  '1\t苏州蓝鹊软件有限公司\t苏州蓝雀软件有限公司',
  '0\t苏州蓝鹊软件有限公司\t苏州青梧软件有限公司',
  '',
].join('\n');

/** 苏州蓝鹊软件, in the bytes that Excel writes in China. */
const gb18030Name = Buffer.from('cbd5d6ddc0b6c8b5c8edbcfe', 'hex');
const gb18030Pair = Buffer.concat([
  Buffer.from('name_a,name_b,label\n'),
  gb18030Name,
  Buffer.from(','),
  gb18030Name,
  Buffer.from(',1\n'),
]);

describe('npm run match -- --pairs FILE', () => {
  test.each([
    ['plain', 'pairs.tsv', pairs],
    ['packed', 'pairs.tsv.gz', gzipSync(pairs)],
    ['packed, otherwise named', 'packed.tsv', gzipSync(pairs)],
    ['UTF-16', 'utf-16.tsv', Buffer.from(`\ufeff${pairs}`, 'utf16le')],
    ['with commas', 'pairs.csv', pairs.replaceAll('\t', ',')],
  ])(
    'given a %s file with labels, when it is judged, then each row has a verdict and the last line counts',
    async (_, name, content) => {
      const path = await file(name, content);
      const lines = await linesOf((out) => judgePairs(path, out));
      expect(lines.slice(0, 3).map((line) => line.split('\t')[0])).toEqual(['duplicate', 'possible', 'unique']);
      expect(lines[0]).toMatch(/^duplicate\t[01]\.\d{4}$/u);
      expect(JSON.parse(lines[3] ?? '')).toMatchObject({
        rows: 3,
        labelled: 3,
        refuse: { precision: 1, recall: 0.5 },
        ask: { precision: 1, recall: 1, f1: 1 },
      });
    },
  );

  test.each([
    ['in GB18030, as Excel writes it in China', gb18030Pair],
    ['with semicolons', Buffer.from('name_a;name_b;label\n苏州蓝鹊软件;苏州蓝鹊软件;1\n')],
    ['with a byte order mark', Buffer.from('\uFEFFname_a,name_b,label\r\n苏州蓝鹊软件,苏州蓝鹊软件,1\r\n')],
    ['with a line break in a cell', Buffer.from('name_a,name_b,note,label\n苏州蓝鹊软件,苏州蓝鹊软件,"a\nb",1\n')],
  ])('given CSV %s, when it is judged, then it is read as it was meant', async (_, content) => {
    const path = await file('other.csv', content);
    const lines = await linesOf((out) => judgePairs(path, out));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^duplicate\t/u);
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ rows: 1, labelled: 1, refuse: { recall: 1 } });
  });

  test('given no column that both sides have, when it is judged, then it fails and says which are missing', async () => {
    const path = await file('none.tsv', 'company\tname_b\n苏州蓝鹊软件\t苏州蓝鹊软件\n');
    await expect(linesOf((out) => judgePairs(path, out))).rejects.toThrow('name_a name_b');
  });

  test.each([
    ['gone.tsv', undefined, '没有这个文件'],
    ['torn.tsv.gz', gzipSync(pairs).subarray(0, 60), '无法解压'],
    ['plain.tsv.gz', pairs, '无法解压'],
    ['open.csv', 'name_a,name_b\n"苏州蓝鹊,苏州青梧\n', '检查引号'],
  ])(
    'given %s, which cannot be read, when it is judged, then the failure names it and says what to do',
    async (name, content, told) => {
      const path = content === undefined ? join(folder, name) : await file(name, content);
      await expect(linesOf((out) => judgePairs(path, out))).rejects.toThrow(new RegExp(`${name}: .*${told}.* / `, 'u'));
    },
  );

  test('given labels as spreadsheets write them, when they are counted, then each counts; what is no label does not', async () => {
    const rows = ['1.0', ' 1 ', 'TRUE', '是', '0', '否', '?'].map(
      (label) => `苏州蓝鹊软件有限公司,苏州蓝鹊软件有限公司,${label}`,
    );
    const path = await file('labels.csv', ['name_a,name_b,label', ...rows].join('\n'));
    const lines = await linesOf((out) => judgePairs(path, out));
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ labelled: 6, refuse: { precision: 4 / 6, recall: 1 } });
  });

  test('given phones, addresses and a city but no names, when they are judged, then those facts decide', async () => {
    const rows =
      'phone_a,phone_b,addr_a,addr_b,city\n0512-61234567,61234567,,,江苏省苏州市\n,,"苏州市干将路1号, 801室",苏州市干将路2号,\n';
    const path = await file('facts.csv', rows);
    const lines = await linesOf((out) => judgePairs(path, out));
    expect(lines.slice(0, 2).map((line) => line.split('\t')[0])).toEqual(['duplicate', 'unique']);
    expect(JSON.parse(lines[2] ?? '')).not.toHaveProperty('refuse');
  });
});

test('given a register and queries, when they are looked up, then each has its verdict and the likeliest ids first', async () => {
  const register = await file(
    'names.tsv',
    'id\tname\tprovince\tcity\n7\t苏州蓝鹊软件有限公司\t江苏\t苏州\n8\t苏州青梧软件有限公司\t江苏\t苏州\n',
  );
  const queries = await file('queries.tsv', 'name\n蓝鹊软件(苏州)有限公司\n哈尔滨雪松木业有限公司\n');
  const lines = await linesOf((out) => queryRegister(register, queries, out));
  expect(lines).toEqual(['duplicate\t7', 'unique\t']);
});

test('given two names, when the pair is explained, then verdict, facts and advice are told in Chinese and English', () => {
  const text = explainPair('美来尔工程技术有限公司', '美来尔工程技术(北京)有限公司');
  expect(text).toContain('判定 / verdict: 可能重复');
  expect(text).toContain('字号相同：“美来尔” / same brand: 美来尔');
  expect(text).toContain('→ 可能是同一客户');
});

test('given names without a word for the trade, when the pair is explained, then no trade is said to be the same', () => {
  const text = explainPair('苏州蓝鹊有限公司', '苏州青梧有限公司');
  expect(text).toContain('双方均未写行业');
  expect(text).not.toContain('行业用语相同');
});
