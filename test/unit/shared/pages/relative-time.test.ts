import { expect, test } from 'vitest';
import { agoText, dueText } from '../../../../functions/shared/pages/relative-time.ts';

const now = new Date('2026-11-23T02:00:00.000Z');

test.each([
  ['2026-11-23T02:00:30.000Z', '还剩 1 分钟', '1 minute left'],
  ['2026-11-23T02:01:00.000Z', '还剩 1 分钟', '1 minute left'],
  ['2026-11-23T04:59:00.000Z', '还剩 2 小时', '2 hours left'],
  ['2026-11-25T02:00:00.000Z', '还剩 2 天', '2 days left'],
  ['2026-11-23T01:59:00.000Z', '已超期 1 分钟', '1 minute overdue'],
  ['2026-11-21T01:00:00.000Z', '已超期 2 天', '2 days overdue'],
])('what is due at %s', (due, zh, en) => {
  expect([dueText(due, now, 'zh-CN'), dueText(due, now, 'en')]).toEqual([zh, en]);
});

test.each([
  ['2026-11-23T01:59:30.000Z', '刚刚', 'just now'],
  ['2026-11-23T01:00:00.000Z', '1 小时前', '1 hour ago'],
  ['2026-11-20T01:00:00.000Z', '3 天前', '3 days ago'],
])('what happened at %s', (at, zh, en) => {
  expect([agoText(at, now, 'zh-CN'), agoText(at, now, 'en')]).toEqual([zh, en]);
});
