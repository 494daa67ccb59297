import { expect, test } from 'vitest';
import { automaticKind } from '../../../../functions/shared/domain/reply-automatic.ts';

const own = ['sop@mail.example.com', 'reply.example.com'];
const kind = (headers: Record<string, string>, envelopeFrom = 'zhang.wei@example.cn') =>
  automaticKind(
    Object.entries(headers).map(([name, value]) => ({ name: name.toLowerCase(), value })),
    envelopeFrom,
    own,
  );

test.each([
  [{ 'Auto-Submitted': 'auto-replied' }, 'auto-submitted'],
  [{ 'Auto-Submitted': 'auto-generated; owner-email=x' }, 'auto-submitted'],
  [{ 'X-Auto-Response-Suppress': 'DR, OOF, AutoReply' }, 'suppresses-responses'],
  [{ 'List-Unsubscribe': '<mailto:x@y>' }, 'list'],
  [{ Precedence: 'Junk' }, 'list'],
  [{ Precedence: 'auto_reply' }, 'list'],
  [{ 'Content-Type': 'multipart/report; report-type=delivery-status' }, 'bounce'],
  [{ 'Return-Path': '<>' }, 'bounce'],
  [{ 'X-Failed-Recipients': 'a@b' }, 'bounce'],
  [{ From: 'Mail Delivery Subsystem <MAILER-DAEMON@mx.example.cn>' }, 'bounce'],
  [{ 'X-Autoreply': 'yes' }, 'auto-reply'],
  [{ Subject: '自动回复: 请审核合同' }, 'auto-reply'],
  [{ Subject: '自動回覆：請審核合同' }, 'auto-reply'],
  [{ Subject: 'Automatic reply: Review the contract' }, 'auto-reply'],
  [{ Subject: 'Out of Office Re: x' }, 'auto-reply'],
] as const)('%o is sent by a machine', (headers, expected) => {
  expect(kind({ ...headers })).toBe(expected);
});

test.each([
  ['', 'bounce'],
  ['<>', 'bounce'],
  ['MAILER-DAEMON@mx.example.cn', 'bounce'],
  ['postmaster@example.cn', 'bounce'],
  ['sop@mail.example.com', 'loop'],
  ['r-abc@reply.example.com', 'loop'],
])('the envelope sender "%s" is a machine', (envelopeFrom, expected) => {
  expect(kind({}, envelopeFrom)).toBe(expected);
});

test.each([
  [{}],
  [{ 'Auto-Submitted': 'no' }],
  [{ 'Auto-Submitted': 'No; reason=human' }],
  [{ Precedence: 'first-class' }],
  [{ Subject: 'Re: [AD-1] 请审核合同' }],
  [{ Subject: '回复：自动回复的设置' }],
  [{ 'X-Autoreply': 'no' }],
  [{ 'Content-Type': 'multipart/alternative; boundary=x', 'X-Priority': '3', 'Return-Path': '<zhang.wei@example.cn>' }],
])('%o is sent by a person', (headers) => {
  expect(kind(headers)).toBeUndefined();
});
