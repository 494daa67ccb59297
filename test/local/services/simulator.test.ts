import { describe, expect, it } from 'vitest';
import { input, misdeliveryOf } from '../../../functions/record-delivery/contract.ts';
import { noticeTag } from '../../../functions/shared/domain/delivery.ts';
import { simulatedEvents, type TakenMail } from '../../../local/services/mail/simulator.ts';

const notice = { taskId: 'AD-1.6.x-0000', attempt: 1, personId: 'li.na' };
const mail = (to: string, change: Partial<TakenMail> = {}): TakenMail => ({
  id: 'm-1',
  from: 'sop@example.com',
  to: [to],
  configurationSet: 'notices',
  tags: { notice: noticeTag(notice) },
  ...change,
});
const at = Date.parse('2026-11-23T02:00:00.000Z');

describe('SES’s mailbox simulator', () => {
  it.each([
    ['bounce@simulator.amazonses.com', 'Email Bounced', { kind: 'bounced', lasting: true }],
    ['bounce+label@simulator.amazonses.com', 'Email Bounced', { kind: 'bounced', lasting: true }],
    ['suppressionlist@simulator.amazonses.com', 'Email Bounced', { kind: 'bounced', lasting: true }],
    ['complaint@simulator.amazonses.com', 'Email Complaint Received', { kind: 'complained', lasting: true }],
  ])('%s: %s, as record-delivery reads it', (address, detailType, read) => {
    const [event, ...more] = simulatedEvents(mail(address), at);
    expect(more).toEqual([]);
    expect(event).toMatchObject({ source: 'aws.ses', detailType, bus: 'default' });
    expect(misdeliveryOf(input.parse(event))).toMatchObject({ ...read, addresses: [address], notice });
  });

  it.each(['success@simulator.amazonses.com', 'ooto@simulator.amazonses.com', 'bounce@example.com'])(
    '%s arrives',
    (address) => {
      expect(simulatedEvents(mail(address), at)).toEqual([]);
    },
  );

  it('tells nothing of a mail without a configuration set', () => {
    expect(simulatedEvents(mail('bounce@simulator.amazonses.com', { configurationSet: undefined }), at)).toEqual([]);
  });
});
