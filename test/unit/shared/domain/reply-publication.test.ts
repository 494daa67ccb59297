import { describe, expect, test } from 'vitest';
import { publicationOf, webAddresses } from '../../../../functions/shared/domain/reply-publication.ts';

const report = (text: string, sentAt?: string) =>
  publicationOf({
    lines: text.split('\n'),
    sentAt: sentAt === undefined ? undefined : new Date(sentAt),
    openedAt: new Date('2026-11-22T01:00:00Z'),
    now: new Date('2026-11-22T03:00:00Z'),
    publicUrl: 'https://sop.example.com/',
  });
const page = 'https://ads.example.com/x';

describe('addresses in a text', () => {
  test.each([
    ['https://a.example/x。', ['https://a.example/x']],
    ['页面：https://a.example/x，首页', ['https://a.example/x']],
    ['(https://a.example/x)', ['https://a.example/x']],
    ['https://a.example/x_(y)', ['https://a.example/x_(y)']],
    ['<https://a.example/x>', ['https://a.example/x']],
    ['HTTP://A.example/x?y=1&z=%20#t!', ['HTTP://A.example/x?y=1&z=%20#t']],
    ['https://a.example/广告', ['https://a.example/']],
    ['https://localhost/x www.a.example ftp://a.example javascript:alert(1)', []],
  ])('%s', (text, addresses) => {
    expect(webAddresses(text)).toEqual(addresses);
  });
});

describe("publishing's report", () => {
  test.each([
    ['2026-11-22 10:30', '2026-11-22T02:30:00.000Z'],
    ['2026年11月22日 上午9:05', '2026-11-22T01:05:00.000Z'],
    ['2026/11/22 10点', '2026-11-22T02:00:00.000Z'],
    ['2026-11-22T02:30:00Z', '2026-11-22T02:30:00.000Z'],
    ['2026-11-22 04:30 +02:00', '2026-11-22T02:30:00.000Z'],
  ])('given the stated time %s, then that is when', (stated, at) => {
    expect(report(`${page}\n发布时间 ${stated}`)?.publishedAt).toBe(at);
  });

  test.each([
    ['no time but the mail’s', '', '2026-11-22T02:00:00Z', '2026-11-22T02:00:00.000Z'],
    ['a time before the task was opened', '2026-11-01 10:30', '2026-11-22T02:00:00Z', '2026-11-22T02:00:00.000Z'],
    ['a time to come', '2026-12-01 10:30', undefined, '2026-11-22T03:00:00.000Z'],
    ['a mail dated in the future', '', '2027-01-01T00:00:00Z', '2026-11-22T03:00:00.000Z'],
    ['a day that does not exist', '2026-13-45 10:30', undefined, '2026-11-22T03:00:00.000Z'],
  ])('given %s, then the nearest credible moment counts', (_, stated, sentAt, at) => {
    expect(report(`${page}\n${stated}`, sentAt)?.publishedAt).toBe(at);
  });

  test.each([
    '还没有发布',
    '未上线',
    '发布失败',
    '明天发布',
    '可以吗？',
    'Not live yet',
    "It isn't up",
    'Unable to publish',
    'will be live later',
  ])('given "%s" beside an address, then nothing is reported', (text) => {
    expect(report(`${text}\n${page}`)).toBeUndefined();
  });

  test('given words in the address itself, then they are no doubt', () => {
    expect(report('https://ads.example.com/not/later')?.pages).toEqual(['https://ads.example.com/not/later']);
  });

  test('given our own link beside the page, then only the page is one', () => {
    expect(report(`https://sop.example.com/t/abc\n${page}\n${page}`)?.pages).toEqual([page]);
    expect(report('https://sop.example.com/t/abc')).toBeUndefined();
  });
});
