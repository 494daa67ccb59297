import { describe, expect, test } from 'vitest';
import { findStep } from '../../../../functions/shared/domain/steps.ts';
import { type ReplyAnswer, replyOutcome } from '../../../../functions/shared/mails/reply-outcome.ts';
import { taskNotice } from '../../../../functions/shared/mails/task-notice.ts';
import { aCase, aDecision, aPerson, aTask } from '../../../support/builders.ts';

function step(id: string) {
  const found = findStep(id);
  if (found === undefined) throw new Error(`no step ${id}`);
  return found;
}

const outcome = (answer: ReplyAnswer, more: Partial<Parameters<typeof replyOutcome>[0]> = {}) =>
  replyOutcome({
    person: aPerson(),
    salesCase: aCase(),
    step: step('6'),
    answer,
    refusedFiles: [],
    leftFiles: [],
    link: 'https://sop.example.com/t/abc',
    replyTo: 'r-abc@reply.example.com',
    ...more,
  });

describe('what a person is told about their reply', () => {
  test('recorded: the decision in both languages, pages and files', () => {
    const mail = outcome({
      kind: 'recorded',
      decision: aDecision({ outcome: 'fails', comment: '税额有误' }),
      pages: ['https://ads.example.com/x'],
      kept: ['合同.pdf'],
    });
    for (const body of [mail.text, mail.html]) {
      for (const said of ['不符合', 'Does not meet the rules', '税额有误', 'https://ads.example.com/x', '合同.pdf']) {
        expect(body).toContain(said);
      }
    }
    expect(mail.replyTo).toBe('r-abc@reply.example.com');
  });

  test('decided by somebody else: their decision, without their name', () => {
    const { text } = outcome({ kind: 'already-decided', decision: aDecision({ by: 'zhao.min' }), own: false });
    expect(text).toContain('以最先的决定为准');
    expect(text).not.toContain('zhao.min');
  });

  test.each(['empty', 'no-keyword', 'several-keywords', 'reason-missing', 'page-missing'] as const)(
    'unclear (%s): each outcome with its words, those that need a reason marked',
    (why) => {
      const { text } = outcome({ kind: 'unclear', why });
      expect(text).toContain('- 符合 / Meets the rules\n');
      expect(text).toContain('- 不符合 / Does not meet the rules（须写明原因）');
      expect(text).toContain('- 不符合 / Does not meet the rules (with the reason)');
      expect(text).toContain('https://sop.example.com/t/abc');
    },
  );

  test('unclear at code 18: the address of the page is asked for, no word', () => {
    const { text } = outcome({ kind: 'unclear', why: 'page-missing' }, { step: step('18') });
    expect(text).toContain('写明发布页面的完整地址');
    expect(text).not.toContain('- 完成');
  });

  test('refused: the sentence of the refusal and the page', () => {
    const { text } = outcome({ kind: 'refused', text: { zh: '任务已取消。', en: 'It was cancelled.' } });
    expect(text).toContain('任务已取消。');
    expect(text).toContain('It was cancelled.');
  });

  test('files that were not kept are named with why, and nothing in their names is markup', () => {
    const mail = outcome(
      { kind: 'unsafe', why: 'spam' },
      { refusedFiles: [{ name: '<img src=x onerror=alert(1)>.exe', why: 'type' }] },
    );
    expect(mail.html).not.toContain('<img');
    expect(mail.html).toContain('&lt;img');
    expect(mail.text).toContain('垃圾邮件');
  });

  test('a reader of English is written to in English alone', () => {
    const mail = outcome({ kind: 'unclear', why: 'no-keyword' }, { person: aPerson({ language: 'en' }) });
    expect(mail.subject).toBe('[AD-20261123-7K3F9Q] Your reply decided nothing');
    expect(mail.text).not.toContain('没有做出任何决定');
  });
});

describe('a task’s notice', () => {
  const notice = (id: string, replyTo?: string) =>
    taskNotice({
      person: aPerson(),
      salesCase: aCase(),
      task: aTask({ step: id }),
      step: step(id),
      documents: [],
      link: 'https://sop.example.com/t/abc',
      replyTo,
    });

  test('says what to reply, and asks replies to the person’s own address', () => {
    const mail = notice('6', 'r-abc@reply.example.com');
    expect(mail.replyTo).toBe('r-abc@reply.example.com');
    expect(mail.text).toContain('也可以直接回复本邮件');
    expect(mail.text).toContain('- 符合 / Meets the rules');
  });

  test('offers no reply where the step needs its form', () => {
    expect(notice('5', 'r-abc@reply.example.com').text).not.toContain('直接回复');
  });

  test('offers no reply where none is taken', () => {
    const mail = notice('6');
    expect(mail.text).not.toContain('直接回复');
    expect(mail).not.toHaveProperty('replyTo');
  });
});
