import { expect, test } from 'vitest';
import { readReply } from '../../functions/shared/domain/reply-reading.ts';
import { findStep } from '../../functions/shared/domain/steps.ts';
import { readMail } from '../../functions/take-reply/read-mail.ts';
import { person } from './clients.ts';
import { corpus } from './corpus.ts';

const openedAt = new Date('2026-11-22T01:00:00Z');
const now = new Date('2026-11-22T02:45:00Z');

test('the corpus is as large as asked for, and no two replies share a name', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(40);
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
});

test.each(corpus)(
  'given the reply "$name" at step $step, it leads to what it must',
  async ({ step: id, mail, leadsTo }) => {
    const step = findStep(id);
    if (step === undefined) throw new Error(`no step ${id}`);
    const { text, html, sentAt } = await readMail(mail);

    const reading = readReply(
      { text, html, sentAt },
      { step, writer: person, openedAt, now, publicUrl: 'https://sop.example.com' },
    );

    if ('why' in leadsTo) {
      expect(reading).toMatchObject({ result: 'nothing', why: leadsTo.why });
      return;
    }
    const { outcome, comment, pages, at } = leadsTo;
    expect(reading).toMatchObject({ result: 'decision', outcome: { id: outcome } });
    if (reading.result !== 'decision') return;
    if (comment !== undefined) expect(reading.comment).toBe(comment);
    if (pages !== undefined) expect(reading.data).toEqual({ pages, publishedAt: at });
  },
);
