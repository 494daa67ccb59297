import { expect, test } from 'vitest';
import type { Task } from '../../../../functions/shared/domain/task.ts';
import { noticeTrouble } from '../../../../functions/shared/pages/notice-trouble.ts';

const at = '2026-11-17T02:00:00.000Z';

function said(state: NonNullable<Task['notice']>['state'], change: Partial<Task> = {}, reader = 'zhao.min'): string {
  const task = { status: 'OPEN', assignee: 'li.na', notice: { state, person: 'li.na', at }, ...change } as const;
  const inChinese = noticeTrouble(task, { reader, name: '李娜', language: 'zh-CN' });
  const inEnglish = noticeTrouble(task, { reader, name: 'Li Na', language: 'en' });
  return `${inChinese} ${inEnglish}`.replace(/<[^>]*>/g, '');
}

test.each([
  ['bounced', /发给李娜的通知邮件于 2026年11月17日.* 被退回，.*请换一种方式告知对方.*Please tell them in another way/],
  ['complained', /李娜的邮箱于 .* 将通知邮件标为垃圾邮件.*to Li Na about this task was marked as spam/],
  ['delayed', /发给李娜的通知邮件延迟送达.*is late/],
] as const)('says to others of a mail that was %s who may not know', (state, words) => {
  expect(said(state)).toMatch(words);
});

test.each(['bounced', 'complained', 'delayed'] as const)(
  'says of a mail that was %s that it was the reader’s',
  (state) => {
    expect(said(state, {}, 'li.na')).toMatch(/发给您的.*to you/);
  },
);

test('says that somebody else has the task once it was passed on', () => {
  expect(said('bounced', { assignee: 'wang.fang' })).toMatch(/任务已转由他人处理。.*Somebody else has the task now\./);
});

test('says nothing of a task that was decided, nor of one whose mail arrived', () => {
  expect(said('bounced', { status: 'DECIDED' })).toBe('undefined undefined');
  expect(said('bounced', { notice: undefined })).toBe('undefined undefined');
});
