import { describe, expect, onTestFinished, test } from 'vitest';
import type { DocumentKind } from '../../../../functions/shared/domain/documents.ts';
import { setLocalClock } from '../../../../functions/shared/domain/local-clock.ts';
import { steps } from '../../../../functions/shared/domain/steps.ts';
import { publicationNotice } from '../../../../functions/shared/mails/publication-notice.ts';
import { taskNotice } from '../../../../functions/shared/mails/task-notice.ts';
import { contents, people } from '../../../pages/open-tasks.ts';
import { aCase, aDocument, aPublication, aTask } from '../../../support/builders.ts';

const link = 'https://sop.example.com/t/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
const version = (kind: DocumentKind) => aDocument({ kind, content: contents[kind] });

function notice(stepId: string, more: Partial<Parameters<typeof taskNotice>[0]> = {}) {
  const step = steps.find(({ id }) => id === stepId);
  if (step === undefined) throw new Error(`no step ${stepId}`);
  return taskNotice({
    person: people.assistant,
    salesCase: aCase(),
    task: aTask({ step: stepId, role: step.role }),
    step,
    documents: step.decidesOn.map(version),
    link,
    ...more,
  });
}

describe('task notices', () => {
  test('a reader of Chinese gets Chinese first and English below', () => {
    const mail = notice('6');
    expect(mail.subject).toBe('[AD-20261123-7K3F9Q] 请审核合同 · Review the contract');
    expect(mail.to).toEqual({ name: '张伟', email: 'zhang.wei@example.com' });
    for (const body of [mail.text, mail.html]) {
      expect(body.indexOf('张伟，您好')).toBeLessThan(body.indexOf('Dear 张伟'));
      expect(body).toContain('2026年11月23日周一 18:00（北京时间）');
      expect(body).toContain('Mon, 23 Nov 2026, 18:00 (Beijing time)');
      expect(body).toContain('¥18,126.00');
      expect(body).toContain('杭州云帆科技有限公司');
    }
  });

  test('a stage in another time zone tells times by its own clock, and says which', () => {
    setLocalClock('Europe/Berlin');
    onTestFinished(() => setLocalClock(undefined));
    const mail = notice('6');
    for (const body of [mail.text, mail.html]) {
      expect(body).toContain('2026年11月23日周一 11:00（中欧标准时间）');
      expect(body).toContain('Mon, 23 Nov 2026, 11:00 (Central European Standard Time)');
      expect(body).not.toMatch(/北京|Beijing/);
    }
  });

  test('a reader of English gets English alone', () => {
    const mail = notice('23', { person: people.seal });
    expect(mail.subject).toBe('[AD-20261123-7K3F9Q] Review, sign and stamp');
    expect(mail.text).not.toContain('您好');
    expect(mail.html).toContain('<html lang="en">');
  });

  test('the link stands in the text as a line of its own, and in the HTML as a button and in full', () => {
    const mail = notice('6', { person: people.seal });
    expect(mail.text.split('\n')).toContain(link);
    expect(mail.html.match(new RegExp(`href="${link}"`, 'g'))).toHaveLength(2);
    expect(mail.html).toContain(`>${link}</a>`);
  });

  test('nothing in the HTML is fetched, scripted, or left unescaped', () => {
    const mail = notice('6', {
      task: aTask({
        reason: '<script>alert(1)</script>',
        findings: [{ rule: 'x', severity: 'error', message: { zh: '<b>错</b>', en: '<b>wrong</b>' } }],
      }),
      salesCase: aCase({ title: '"><img src=https://tracker.example/p.gif>' }),
    });
    expect(mail.html).not.toMatch(/<(script|img|link|iframe|form|table)\b/i);
    expect(mail.html).not.toMatch(/<b>|url\(/);
    const fetched = [...mail.html.matchAll(/\b(?:src|href|background)="([^"]*)"/g)].map(([, address]) => address);
    expect(new Set(fetched)).toEqual(new Set([link]));
  });

  test('the reason, the findings and the round are told', () => {
    const mail = notice('6', {
      task: aTask({
        turn: 3,
        reason: 'TimedOut: 4 Confirm the plan',
        findings: [
          { rule: 'contract.total', severity: 'error', message: { zh: '总额不对。', en: 'The total is wrong.' } },
        ],
      }),
    });
    expect(mail.text).toContain('审核合同（第 3 次）');
    expect(mail.text).toContain('> “4 确认方案”超过期限');
    expect(mail.text).toContain('- 【错误】总额不对。');
    expect(mail.text).toContain('- [Error] The total is wrong.');
  });

  test('no more personal data than the reader’s own name', () => {
    const mail = notice('12', { person: people.design });
    expect(`${mail.subject}${mail.text}${mail.html}`).not.toMatch(/@|陈晨|李娜/);
  });

  test.each(steps.map(({ id }) => id))('the notice of step %s is whole in both languages', (id) => {
    const mail = notice(id);
    expect(mail.subject).toMatch(/^\[AD-[^\]]+\] 请.+ · [A-Z].+$/);
    expect(mail.text).not.toMatch(/undefined|NaN|\[object/);
    expect(mail.html).not.toMatch(/undefined|NaN|\[object/);
  });
});

describe('publication notices', () => {
  test('they say what was published, where and when', () => {
    const mail = publicationNotice({ person: people.assistant, salesCase: aCase(), publication: aPublication() });
    expect(mail.subject).toBe('[AD-20261123-7K3F9Q] 广告已发布 · The ad is published');
    expect(mail.text).toContain('https://ads.example.com/winter');
    expect(mail.text).toContain('2026年12月20日周日 09:00（北京时间）');
    expect(mail.text).toContain('冬季推广');
    expect(mail.html).toContain('Sun, 20 Dec 2026, 09:00 (Beijing time)');
  });

  test('a reader of English gets English alone', () => {
    const mail = publicationNotice({ person: people.seal, salesCase: aCase(), publication: aPublication() });
    expect(mail.subject).toBe('[AD-20261123-7K3F9Q] The ad is published');
    expect(mail.text).not.toContain('您好');
  });
});
