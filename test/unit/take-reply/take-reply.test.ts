import { describe, expect, test } from 'vitest';
import { changeContact } from '../../../functions/cases-api/change-contact.ts';
import { decideTask } from '../../../functions/decide-task/decide-task.ts';
import { contactId } from '../../../functions/shared/domain/assignment.ts';
import { linkHash, linkId } from '../../../functions/shared/domain/link.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import { takeReply } from '../../../functions/take-reply/take-reply.ts';
import { filePart, textPart } from '../../replies/mime.ts';
import { aCase, aContract, aDocument, aPerson, aTask } from '../../support/builders.ts';
import { memorySecrets } from '../../support/memory-outside.ts';
import { assistant, replyScene } from './reply-scene.ts';

const png = Uint8Array.from([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0,
]);
const pdf = new TextEncoder().encode('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

describe('a decision by reply', () => {
  test('given an open task, when its assistant replies 同意, then it is decided by mail and the outcome is mailed back', async () => {
    const scene = await replyScene();

    const taken = await scene.mail({ text: '同意\n\n请按此签署。\n' });

    expect(taken).toEqual({ result: 'decided', why: 'recorded' });
    expect((await scene.stored())?.decision).toMatchObject({
      outcome: 'meets',
      comment: '请按此签署。',
      by: 'zhang.wei',
      via: 'mail',
    });
    const [answer, ...more] = scene.mailer.sent;
    expect(more).toEqual([]);
    expect(answer?.to).toEqual({ name: '张伟', email: 'zhang.wei@example.cn' });
    expect(answer?.subject).toBe('[AD-20261123-7K3F9Q] 您的回复已生效 · Your reply is recorded');
    expect(answer?.text).toContain('符合');
    expect(answer?.text).toContain('请按此签署。');
  });

  test('given a refusal with its reason, then the reason is the comment', async () => {
    const scene = await replyScene();
    await scene.mail({ text: 'Reject\nThe tax does not add up.\n' });
    expect((await scene.stored())?.decision).toMatchObject({ outcome: 'fails', comment: 'The tax does not add up.' });
  });

  test('given the reader of English, then the answer is in English alone', async () => {
    const scene = await replyScene({ people: [{ ...assistant, language: 'en' }] });
    await scene.mail({ text: 'approve' });
    expect(scene.mailer.sent[0]?.subject).toBe('[AD-20261123-7K3F9Q] Your reply is recorded');
    expect(scene.mailer.sent[0]?.text).not.toMatch(/[\u4e00-\u9fff]{4}决定/);
    expect(scene.mailer.sent[0]?.text).toContain('Meets the rules');
  });

  test("given a customer's task, when the contact replies, then the case's contact has decided", async () => {
    const contact = contactId('AD-20261123-7K3F9Q');
    const scene = await replyScene({ task: { step: '14', role: 'customer', assignee: contact } });
    await scene.mail({
      to: [scene.addressOf(contact)],
      from: 'chen.chen@customer.example',
      text: '需要修改\n标题太小',
    });
    expect((await scene.stored())?.decision).toMatchObject({ outcome: 'refused', by: contact, comment: '标题太小' });
  });

  test('given code 18, when publishing replies with the address of the page, then the report is filed (AD-7)', async () => {
    const publisher = aPerson({ id: 'sun.li', name: '孙丽', email: 'sun.li@example.cn', roles: ['publishing'] });
    const { assignee: _, ...group } = aTask({ step: '18', role: 'publishing' });
    const scene = await replyScene({ people: [publisher] });
    const report = { ...group, id: 'AD-20261123-7K3F9Q.18.mi9x2k1b-0000' };
    await scene.open(report, publisher.id);

    const taken = await scene.mail({
      to: [scene.addressOf(publisher.id, report)],
      from: publisher.email,
      text: '已发布\nhttps://ads.example.com/winter\n',
    });

    expect(taken.result).toBe('decided');
    const [document] = await scene.cases.latestDocuments(report.caseId, ['publication']);
    expect(document?.content).toMatchObject({ pages: ['https://ads.example.com/winter'] });
    expect(scene.mailer.sent[0]?.text).toContain('https://ads.example.com/winter');
  });

  test('given files, then those of an accepted type become documents of the case and the others are named', async () => {
    const scene = await replyScene();
    const virus = new TextEncoder().encode('MZ\u0090\u0000 not what its name says');

    await scene.mail({
      text: '同意',
      files: [
        filePart('盖章合同.pdf', 'application/octet-stream', pdf),
        filePart('../../合同.pdf', 'application/pdf', virus),
        filePart('logo.png', 'image/png', png, 'logo@1'),
      ],
    });

    expect(scene.attachments.kept).toMatchObject([
      { name: '盖章合同.pdf', type: 'application/pdf', size: pdf.byteLength, by: 'zhang.wei', taskId: scene.task.id },
    ]);
    expect(scene.mailer.sent[0]?.text).toContain('盖章合同.pdf');
    expect(scene.mailer.sent[0]?.text).toContain('未保存的附件');
    const facts = await scene.cases.factsSince(scene.task.caseId, '');
    expect(facts.filter(({ type }) => type === 'document.refused')).toMatchObject([
      { by: 'zhang.wei', via: 'mail', taskId: scene.task.id, detail: { why: 'type', size: virus.byteLength } },
    ]);
  });
});

describe('a reply that decides nothing is answered with what to write', () => {
  test.each([
    ['no keyword', '好的，我看看', 'no-keyword'],
    ['no reason', '驳回', 'reason-missing'],
    ['two keywords', '同意\n驳回', 'several-keywords'],
  ])('given %s, then the task stays open', async (_, text, why) => {
    const scene = await replyScene();

    const taken = await scene.mail({ text });

    expect(taken).toEqual({ result: 'answered', why });
    expect((await scene.stored())?.status).toBe('OPEN');
    const [answer] = scene.mailer.sent;
    expect(answer?.text).toContain('- 符合 / Meets the rules');
    expect(answer?.text).toContain('- 不符合 / Does not meet the rules');
    expect(answer?.text).toContain(`https://sop.example.com/t/${linkId(scene.secret, scene.task.id, 1, 'zhang.wei')}`);
    expect(answer?.replyTo).toBe(scene.addressOf());
    expect(await scene.refusedAttempts()).toMatchObject([{ by: 'zhang.wei', via: 'mail', detail: { why } }]);
  });

  test('given a keyword in quoted text alone, then it is on record that nothing was decided', async () => {
    const scene = await replyScene();

    const taken = await scene.mail({ text: '> 同意\n> 通过\n' });

    expect(taken).toEqual({ result: 'answered', why: 'empty' });
    expect((await scene.stored())?.status).toBe('OPEN');
    expect(await scene.refusedAttempts()).toMatchObject([{ by: 'zhang.wei', detail: { why: 'empty' } }]);
  });

  test('given more than a keyword on the first line, then the answer shows the line as it was read', async () => {
    const scene = await replyScene();
    await scene.mail({ text: `同意，谢谢！${'。'.repeat(100)}` });
    expect(scene.mailer.sent[0]?.text).toContain(`读到的第一行：同意，谢谢！${'。'.repeat(54)}…`);
  });

  test('given files with it, then none is kept and the answer names them', async () => {
    const scene = await replyScene();
    await scene.mail({ text: '', files: [filePart('合同.pdf', 'application/pdf', pdf)] });
    expect(scene.attachments.kept).toEqual([]);
    expect(scene.mailer.sent[0]?.text).toContain('未保存的附件（回复未生效）\n- 合同.pdf');
  });

  test('given a step that needs its form, then the answer leads to the page and offers no words', async () => {
    const scene = await replyScene({ task: { step: '22' } });
    expect(await scene.mail({ text: '完成' })).toEqual({ result: 'answered', why: 'form-needed' });
    expect(scene.mailer.sent[0]?.text).toContain('/t/');
    expect(scene.mailer.sent[0]?.text).not.toContain('- 完成');
  });

  test('given many such mails, then the answers stop', async () => {
    const scene = await replyScene();
    for (let i = 0; i < 12; i += 1) await scene.mail({ text: '您好' });
    expect(scene.mailer.sent).toHaveLength(6);
    expect(scene.observer.warnings.filter(({ code }) => code === 'reply.answers-exhausted')).toHaveLength(6);
  });
});

describe('attacks by mail: nothing is decided, and it is on record', () => {
  test.each([
    {
      attack: 'forged From: DMARC fails',
      reply: { verdicts: { spf: 'PASS', dkim: 'FAIL', dmarc: 'FAIL' }, envelopeFrom: 'x@attacker.example' },
      why: 'dmarc-fail',
    },
    {
      attack: 'DKIM fails and there is no DMARC policy',
      reply: { verdicts: { dkim: 'FAIL', dmarc: 'GRAY' } },
      why: 'dkim-fail',
    },
    {
      attack: 'no DMARC policy, SPF passed for another organisation',
      reply: {
        verdicts: { dmarc: 'GRAY' },
        envelopeFrom: 'bounce@attacker.example',
        authenticationResults: 'amazonses.com; spf=pass; dkim=pass header.i=@example.cn',
      },
      why: 'spf-unaligned',
    },
    {
      attack: 'no DMARC policy, DKIM passed for another organisation',
      reply: {
        verdicts: { dmarc: 'GRAY' },
        authenticationResults: 'amazonses.com; spf=pass; dkim=pass header.i=@attacker.example',
      },
      why: 'dkim-unaligned',
    },
    {
      attack: "no DMARC policy, and the mail brings its own Authentication-Results in the service's name",
      reply: {
        verdicts: { dmarc: 'GRAY' },
        authenticationResults: 'amazonses.com; spf=pass; dkim=pass header.i=@attacker.example',
        headers: ['Authentication-Results: amazonses.com; dkim=pass header.i=@example.cn'],
      },
      why: 'dkim-unaligned',
    },
    {
      attack: 'DMARC could not be evaluated, nor SPF',
      reply: { verdicts: { dmarc: 'PROCESSING_FAILED', spf: 'GRAY' } },
      why: 'spf-fail',
    },
    { attack: "a colleague's verified address", reply: { from: 'zhao.min@example.cn' }, why: 'from-other-person' },
    {
      attack: 'a look-alike address',
      reply: { from: 'zhang.wei@example.cn.attacker.example' },
      why: 'from-other-person',
    },
    {
      attack: 'two From addresses',
      reply: { from: 'zhang.wei@example.cn, attacker@attacker.example', envelopeFrom: 'attacker@attacker.example' },
      why: 'from-not-one',
    },
    {
      attack: 'two From headers',
      reply: { from: 'attacker@attacker.example', headers: ['From: zhang.wei@example.cn'] },
      why: 'from-not-one',
    },
    {
      attack: "the person's address as the attacker's display name",
      reply: { from: '"zhang.wei@example.cn" <attacker@attacker.example>' },
      why: 'from-other-person',
    },
    {
      attack: 'an auto-reply that holds a keyword',
      reply: { headers: ['Auto-Submitted: auto-replied'] },
      why: 'auto-submitted',
    },
    {
      attack: 'an out-of-office notice of Exchange',
      reply: { headers: ['X-Auto-Response-Suppress: All'] },
      why: 'suppresses-responses',
    },
    { attack: 'a mailing list', reply: { headers: ['List-Id: <team.example.cn>'] }, why: 'list' },
    { attack: 'bulk mail', reply: { headers: ['Precedence: bulk'] }, why: 'list' },
    { attack: 'a bounce', reply: { envelopeFrom: '' }, why: 'bounce' },
    { attack: 'our own notice coming back', reply: { envelopeFrom: 'sop@mail.example.com' }, why: 'loop' },
  ] as const)('given $attack, then it is turned away without an answer', async ({ reply, why }) => {
    const scene = await replyScene();

    const taken = await scene.mail(reply);

    expect(taken.why).toBe(why);
    expect(['refused', 'dropped']).toContain(taken.result);
    expect((await scene.stored())?.status).toBe('OPEN');
    expect(scene.mailer.sent).toEqual([]);
    expect(await scene.refusedAttempts()).toMatchObject([{ taskId: scene.task.id, via: 'mail', detail: { why } }]);
    expect(scene.observer.warnings).toHaveLength(1);
  });

  test('given no DMARC policy but SPF and DKIM for the same organisation, then the reply counts', async () => {
    const scene = await replyScene();
    const taken = await scene.mail({
      verdicts: { dmarc: 'GRAY' },
      envelopeFrom: 'bounce+1@mail.example.cn',
      authenticationResults:
        'amazonses.com; spf=pass (spfCheck: ok) smtp.mailfrom=x; dkim=pass header.i=@corp.example.cn; dmarc=none',
    });
    expect(taken.result).toBe('decided');
  });

  test('given organisations that share only a public suffix, then they are not aligned', async () => {
    const person = { ...assistant, email: 'zhang.wei@yunfan.com.cn' };
    const scene = await replyScene({ people: [person] });
    const taken = await scene.mail({
      from: person.email,
      verdicts: { dmarc: 'GRAY' },
      envelopeFrom: 'x@attacker.com.cn',
      authenticationResults: 'amazonses.com; dkim=pass header.i=@attacker.com.cn',
    });
    expect(taken).toEqual({ result: 'refused', why: 'spf-unaligned' });
  });

  test.each(['virus', 'spam'] as const)(
    'given the %s check did not pass, then the person is told and nothing is read',
    async (why) => {
      const scene = await replyScene();
      const taken = await scene.mail({ verdicts: { [why]: 'GRAY' } });
      expect(taken).toEqual({ result: 'answered', why });
      expect((await scene.stored())?.status).toBe('OPEN');
      expect(await scene.refusedAttempts()).toHaveLength(1);
      expect(scene.mailer.sent).toHaveLength(1);
    },
  );

  test('given the address of another task, then that task alone is decided', async () => {
    const scene = await replyScene();
    const other = aTask({ id: 'AD-20261123-7K3F9Q.19.mi9x2k1c-0000', step: '19' });
    await scene.open(other, assistant.id);
    await scene.mail({ to: [scene.addressOf(assistant.id, other)] });
    expect((await scene.stored())?.status).toBe('OPEN');
    expect((await scene.tasks.get(other.id))?.status).toBe('DECIDED');
  });

  test.each([
    [
      'one letter is another',
      (address: string) => address.replace(/^r-(.)/, (_, c: string) => `r-${c === 'a' ? 'b' : 'a'}`),
    ],
    ['it is cut short', (address: string) => address.replace(/.@/, '@')],
    ['it is in another domain', (address: string) => address.replace('reply.', 'reply2.')],
  ])('given an address of which %s, then the mail is dropped unseen', async (_, alter) => {
    const scene = await replyScene();
    const taken = await scene.mail({ to: [alter(scene.addressOf())] });
    expect(taken.result).toBe('dropped');
    expect((await scene.stored())?.status).toBe('OPEN');
    expect(scene.mailer.sent).toEqual([]);
    expect(scene.observer.warnings).toMatchObject([{ code: 'reply.dropped' }]);
  });

  test('given an address folded to upper case, then it is still good', async () => {
    const scene = await replyScene();
    expect((await scene.mail({ to: [scene.addressOf().toUpperCase()] })).result).toBe('decided');
  });

  test('given the secret was replaced since the mail, then the reply still counts, and the answer has no link', async () => {
    const scene = await replyScene();
    const rotated = { ...scene.world, secrets: memorySecrets('a later secret of the tests') };
    expect(await takeReply(rotated, scene.put({ text: '您好' }))).toEqual({ result: 'answered', why: 'no-keyword' });
    expect(scene.mailer.sent[0]?.text).not.toContain('/t/');
    expect(scene.mailer.sent[0]?.replyTo).toBe(scene.addressOf());
    expect((await takeReply(rotated, scene.put({}))).result).toBe('decided');
  });

  test('given two tasks addressed at once, then neither is decided', async () => {
    const scene = await replyScene();
    const other = aTask({ id: 'AD-20261123-7K3F9Q.19.mi9x2k1c-0000', step: '19' });
    await scene.open(other, assistant.id);
    const taken = await scene.mail({ to: [scene.addressOf(), scene.addressOf(assistant.id, other)] });
    expect(taken).toEqual({ result: 'dropped', why: 'several-reply-addresses' });
    expect((await scene.stored())?.status).toBe('OPEN');
  });

  test('given the customer’s address was put right, then a reply from the old one is refused, whichever mail it answers', async () => {
    const { id } = aCase();
    const customer = contactId(id);
    const was = aCase().contact.email;
    const scene = await replyScene({ task: { step: '4', role: 'customer', assignee: customer, subject: [] } });
    const right = { ...scene.salesCase.contact, email: 'chen.chen@right.example' };
    const actor = { id: scene.salesCase.sales, roles: ['sales'] } as const;
    await changeContact(scene, { actor, id, contact: right, via: 'inbox', at: scene.now() });
    await scene.handovers.addLinks({ ...scene.task, attempt: 2 }, [
      { hash: linkHash(linkId(scene.secret, scene.task.id, 2, customer)), personId: customer },
    ]);
    for (const attempt of [1, 2]) {
      const to = [scene.addressOf(customer, { id: scene.task.id, attempt })];
      expect(await scene.mail({ from: was, to })).toEqual({ result: 'refused', why: 'from-other-person' });
    }
    expect(await scene.stored()).toMatchObject({ status: 'OPEN', attempt: 2 });
    expect(scene.mailer.sent).toEqual([]);
    const to = [scene.addressOf(customer, { id: scene.task.id, attempt: 2 })];
    expect(await scene.mail({ from: right.email, to })).toMatchObject({ result: 'decided' });
  });

  test('given the mail of an earlier attempt, then the person is told to use the latest', async () => {
    const scene = await replyScene();
    await scene.open({ ...scene.task, attempt: 2 }, assistant.id);
    const taken = await scene.mail();
    expect(taken).toEqual({ result: 'answered', why: 'TaskReissued' });
    expect((await scene.stored())?.status).toBe('OPEN');
    expect(await scene.refusedAttempts()).toMatchObject([{ by: 'zhang.wei', detail: { why: 'TaskReissued' } }]);
  });

  test('given content that changed since the mail, then the person is told what is different', async () => {
    const scene = await replyScene();
    await scene.cases.create(aCase(), newFact({ caseId: aCase().id, type: 'case.started' }, new Date(0)));
    const about = { caseId: aCase().id, type: 'document.added' } as const;
    const changed = aContract({ total: '13000.00' });
    await scene.cases.addDocument(aDocument(), newFact(about, new Date(1)), []);
    await scene.cases.addDocument(aDocument({ version: 2, content: changed }), newFact(about, new Date(2)), []);
    const taken = await scene.mail();
    expect(taken).toEqual({ result: 'answered', why: 'ContentChanged' });
    expect((await scene.stored())?.status).toBe('OPEN');
    expect(scene.mailer.sent[0]?.text).toContain('合同「总额（含税）」12720.00 → 13000.00');
    expect(await scene.refusedAttempts()).toMatchObject([{ by: 'zhang.wei', detail: { why: 'ContentChanged' } }]);
  });

  test('given a task claimed by somebody else of the group, then the reply is refused and recorded', async () => {
    const { assignee: _, ...group } = aTask({ id: 'AD-20261123-7K3F9Q.6.mi9x2k1d-0000' });
    const scene = await replyScene();
    await scene.open(group, assistant.id, 'zhao.min');
    await scene.tasks.claim(group.id, 'zhao.min', (await scene.cases.factsSince(group.caseId, ''))[0] ?? never());
    const taken = await scene.mail({ to: [scene.addressOf(assistant.id, group)] });
    expect(taken).toEqual({ result: 'answered', why: 'NotYourTask' });
    expect(scene.mailer.sent[0]?.text).not.toContain('/t/');
    expect((await scene.tasks.get(group.id))?.status).toBe('OPEN');
    expect(await scene.refusedAttempts()).toHaveLength(1);
  });

  test.each([
    ['cancelled', 'CANCELLED', 'TaskCancelled'],
    ['expired', 'EXPIRED', 'TaskExpired'],
  ] as const)('given a task that is %s, then the answer says so', async (_, status, why) => {
    const scene = await replyScene({ task: { status } });
    expect(await scene.mail()).toEqual({ result: 'answered', why });
  });
});

describe('the same mail again', () => {
  test('given a replayed Message-ID, then nothing happens twice and nobody is mailed again', async () => {
    const scene = await replyScene();
    await scene.mail({ text: '您好', messageId: '<same@mail.example.cn>' });
    scene.mailer.sent.length = 0;
    scene.clock.advance(1000);

    const taken = await scene.mail({ text: '同意', messageId: '<same@mail.example.cn>' });

    expect(taken).toEqual({ result: 'repeated', why: 'no-keyword' });
    expect((await scene.stored())?.status).toBe('OPEN');
    expect(scene.mailer.sent).toEqual([]);
    expect(await scene.refusedAttempts()).toMatchObject([
      { detail: { why: 'no-keyword' } },
      { detail: { why: 'repeated-mail' } },
    ]);
  });

  test('given a second mail after the decision, then the first stands and the person is told', async () => {
    const scene = await replyScene();
    await scene.mail({ text: '同意' });
    scene.clock.advance(60_000);
    const taken = await scene.mail({ text: '驳回\n改变主意' });
    expect(taken).toEqual({ result: 'answered', why: 'TaskAlreadyDecided' });
    expect((await scene.stored())?.decision?.outcome).toBe('meets');
    expect(scene.mailer.sent[1]?.text).toContain('这次的回复没有改变它');
  });

  test('given somebody else decided in between, then the answer names that decision', async () => {
    const scene = await replyScene();
    await decideTask(scene.world, {
      taskId: scene.task.id,
      actor: { id: assistant.id, roles: assistant.roles },
      via: 'link',
      outcome: 'fails',
      comment: '缺页',
    });
    scene.clock.advance(60_000);
    expect((await scene.mail()).why).toBe('TaskAlreadyDecided');
    expect(scene.mailer.sent[0]?.text).toContain('缺页');
  });

  test('given the answer could not be mailed, when the mail is handed in again, then it is answered as recorded', async () => {
    const scene = await replyScene();
    const notice = scene.put({ text: '同意' });
    const down = { ...scene.world, mailer: { send: () => Promise.reject(new Error('mail is down')) } };

    await expect(takeReply(down, notice)).rejects.toThrow('mail is down');
    scene.clock.advance(1000);
    const taken = await takeReply(scene.world, notice);

    expect(taken).toEqual({ result: 'decided', why: 'recorded' });
    expect(scene.mailer.sent).toHaveLength(1);
    expect(scene.mailer.sent[0]?.subject).toContain('您的回复已生效');
  });

  test('given the mail is not in its bucket yet, then it is to be handed in again', async () => {
    const scene = await replyScene();
    const notice = scene.put({});
    await expect(
      takeReply(scene.world, { ...notice, mail: { ...notice.mail, messageId: 'not-there' } }),
    ).rejects.toMatchObject({ name: 'TransientFailure' });
  });
});

test('given a mail of many kinds of parts around a quoted keyword, then a forwarded mail is not read', async () => {
  const scene = await replyScene();
  const taken = await scene.mail({
    text: 'FYI',
    files: [{ headers: ['Content-Type: message/rfc822'], body: textPart('同意').body }],
  });
  expect(taken.why).toBe('no-keyword');
});

function never(): never {
  throw new Error('the scene has no facts');
}
