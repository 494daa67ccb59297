import { describe, expect, test } from 'vitest';
import { findStep } from '../../../../functions/shared/domain/steps.ts';
import { escalationNotice } from '../../../../functions/shared/mails/escalation.ts';
import { reminder } from '../../../../functions/shared/mails/reminder.ts';
import { people } from '../../../pages/open-tasks.ts';
import { aCase, aTask } from '../../../support/builders.ts';

const link = 'https://sop.example.com/t/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
const step = findStep('6');
if (step === undefined) throw new Error('no step 6');
const english = { ...people.assistant, language: 'en' as const, name: 'James' };

describe('reminders', () => {
  const remind = (more: Partial<Parameters<typeof reminder>[0]> = {}) =>
    reminder({
      person: people.assistant,
      salesCase: aCase(),
      task: aTask(),
      step,
      link,
      now: new Date('2026-11-23T09:59:00Z'),
      ...more,
    });

  test('Chinese first and English below, with the link on a line of its own and when the task is due', () => {
    const mail = remind();
    expect(mail.subject).toBe('[AD-20261123-7K3F9Q] 提醒：请审核合同 · Reminder: Review the contract');
    expect(mail.text.indexOf('张伟，您好')).toBeLessThan(mail.text.indexOf('Dear 张伟'));
    expect(mail.text.split('\n')).toContain(link);
    expect(mail.text).toContain('办理时限：2026年11月23日周一 18:00（北京时间）');
  });

  test('says so from the minute the task is overdue', () => {
    const late = remind({ now: new Date('2026-11-23T10:00:00Z'), person: english });
    expect(late.subject).toBe('[AD-20261123-7K3F9Q] Overdue: Review the contract');
    expect(late.text).toContain('past its due time');
    expect(late.text).not.toContain('您好');
  });

  test('can be replied to where replies are taken, and says what to write', () => {
    expect(remind().replyTo).toBeUndefined();
    const mail = remind({ replyTo: 'r-abc@reply.example.com' });
    expect(mail.replyTo).toBe('r-abc@reply.example.com');
    expect(mail.text).toContain('符合');
  });
});

describe('escalations', () => {
  const tell = (more: Partial<Parameters<typeof escalationNotice>[0]> = {}) =>
    escalationNotice({
      person: { ...people.assistant, name: '陈杰' },
      salesCase: aCase(),
      task: aTask(),
      step,
      holder: '张伟',
      reassignAt: '2026-11-25T10:00:00.000Z',
      link: 'https://sop.example.com/inbox/tasks/x',
      ...more,
    });

  test('say who has the task, when it was due and when it goes to somebody else', () => {
    const mail = tell();
    expect(mail.subject).toBe('[AD-20261123-7K3F9Q] 逾期上报：审核合同 · Late: Review the contract');
    expect(mail.text).toContain('处理人：张伟 · 销售助理');
    expect(mail.text).toContain('办理时限：2026年11月23日周一 18:00（北京时间）');
    expect(mail.text).toContain('届时仍未处理将改派：2026年11月25日周三 18:00（北京时间）');
  });

  test('lead to the inbox and carry no link or address that could decide', () => {
    const mail = tell();
    expect(mail.text).toContain('https://sop.example.com/inbox/tasks/x');
    expect(mail.html).not.toContain('/t/');
    expect(mail.replyTo).toBeUndefined();
  });

  test('say when nobody has taken the task, and nothing of a change of hands that will not come', () => {
    const mail = tell({ person: english, holder: undefined, reassignAt: undefined });
    expect(mail.text).toContain('taken by nobody yet');
    expect(mail.text).not.toContain('Given to somebody else');
    expect(mail.html).toContain('<html lang="en">');
  });

  test('what people typed stays text', () => {
    const mail = tell({ salesCase: aCase({ title: '<img src=x>' }) });
    expect(mail.html).not.toContain('<img');
  });
});
