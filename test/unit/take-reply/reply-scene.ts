import type { SalesCase } from '../../../functions/shared/domain/case.ts';
import type { Fact } from '../../../functions/shared/domain/history.ts';
import { linkHash, linkId } from '../../../functions/shared/domain/link.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import type { Person } from '../../../functions/shared/domain/person.ts';
import { replyAddress } from '../../../functions/shared/domain/reply-address.ts';
import type { Verdict } from '../../../functions/shared/domain/reply-sender.ts';
import type { Task } from '../../../functions/shared/domain/task.ts';
import type { ReceivedNotice } from '../../../functions/take-reply/contract.ts';
import { organisationalDomain } from '../../../functions/take-reply/organisational-domain.ts';
import { readMail } from '../../../functions/take-reply/read-mail.ts';
import { sniffType } from '../../../functions/take-reply/sniff-type.ts';
import { type Taken, type TakeReplyWorld, takeReply } from '../../../functions/take-reply/take-reply.ts';
import { mailBytes, multipart, type Part, textPart } from '../../replies/mime.ts';
import { aCase, aPerson, aTask } from '../../support/builders.ts';
import { memoryAttachments } from '../../support/memory-attachments.ts';
import { memoryWorld } from '../../support/memory-world.ts';

export const replyDomain = 'reply.example.com';
export const mailFrom = 'sop@mail.example.com';

export const assistant = aPerson({
  id: 'zhang.wei',
  name: '张伟',
  email: 'zhang.wei@example.cn',
  roles: ['assistant'],
});
export const colleague = aPerson({ id: 'zhao.min', name: '赵敏', email: 'zhao.min@example.cn', roles: ['assistant'] });

/** One mail, as it comes in; what is left out is as a good reply has it. */
export interface IncomingReply {
  readonly to?: readonly string[];
  readonly from?: string;
  /** The envelope's sender; the From's address when left out. */
  readonly envelopeFrom?: string;
  readonly text?: string;
  readonly messageId?: string;
  readonly headers?: readonly string[];
  readonly files?: readonly Part[];
  readonly body?: Part;
  readonly verdicts?: Partial<Record<'spf' | 'dkim' | 'dmarc' | 'spam' | 'virus', Verdict>>;
  /** What the receiving service put on top of the mail. */
  readonly authenticationResults?: string;
  /** Bytes in place of a built mail. */
  readonly raw?: Uint8Array;
  readonly receivedAt?: Date;
}

/** A case with people and open tasks in memory, and a way to mail to it. */
export async function replyScene(
  change: { task?: Partial<Task>; salesCase?: Partial<SalesCase>; people?: Person[] } = {},
) {
  const memory = memoryWorld();
  const attachments = memoryAttachments();
  const inbox = new Map<string, Uint8Array>();
  const salesCase = aCase({ assistant: assistant.id, ...change.salesCase });
  const task = aTask(change.task);
  const secret = await memory.secrets.linkSecret();

  const world: TakeReplyWorld = {
    ...memory,
    attachments,
    read: async (id) => {
      const raw = inbox.get(id);
      return raw === undefined ? undefined : readMail(raw);
    },
    sniff: sniffType,
    organisation: async () => organisationalDomain,
    replyDomain,
    mailFrom,
  };
  await memory.cases.create(salesCase, newFact({ caseId: salesCase.id, type: 'case.started' }, memory.now()));
  for (const person of change.people ?? [assistant, colleague]) await memory.people.put(person);

  const open = (opened: Task, ...personIds: readonly string[]) =>
    memory.tasks.open({
      task: opened,
      taskToken: `token of ${opened.id} ${opened.attempt}`,
      links: personIds.map((personId) => ({
        hash: linkHash(linkId(secret, opened.id, opened.attempt, personId)),
        personId,
      })),
      fact: newFact({ caseId: opened.caseId, type: 'task.opened', taskId: opened.id }, memory.now()),
    });
  await open(task, task.assignee ?? assistant.id);

  const addressOf = (personId: string = assistant.id, of: Pick<Task, 'id' | 'attempt'> = task): string =>
    replyAddress(linkHash(linkId(secret, of.id, of.attempt, personId)), replyDomain);

  let sequence = 0;
  const put = (reply: IncomingReply): ReceivedNotice => {
    sequence += 1;
    const id = `ses-${sequence}`;
    const from = reply.from ?? `张伟 <${assistant.email}>`.replace('张伟', '=?UTF-8?B?5byg5Lyf?=');
    const text = reply.body ?? textPart(reply.text ?? '同意');
    const results = reply.authenticationResults;
    inbox.set(
      id,
      reply.raw ??
        mailBytes({
          headers: [
            ...(results === undefined ? [] : [`Authentication-Results: ${results}`]),
            `From: ${from}`,
            `To: ${(reply.to ?? [addressOf()]).join(', ')}`,
            'Subject: Re: [AD-20261123-7K3F9Q]',
            'Date: Mon, 23 Nov 2026 10:05:00 +0800',
            `Message-ID: ${reply.messageId ?? `<${sequence}@mail.example.cn>`}`,
            ...(reply.headers ?? []),
          ],
          body: reply.files === undefined ? text : multipart('mixed', [text, ...reply.files]),
        }),
    );
    const { spf = 'PASS', dkim = 'PASS', dmarc = 'PASS', spam = 'PASS', virus = 'PASS' } = reply.verdicts ?? {};
    return {
      mail: {
        messageId: id,
        timestamp: (reply.receivedAt ?? memory.now()).toISOString(),
        source: reply.envelopeFrom ?? /<([^>]*)>/.exec(from)?.[1] ?? from,
      },
      receipt: {
        recipients: [...(reply.to ?? [addressOf()])],
        spfVerdict: { status: spf },
        dkimVerdict: { status: dkim },
        dmarcVerdict: { status: dmarc },
        spamVerdict: { status: spam },
        virusVerdict: { status: virus },
      },
    };
  };

  return {
    ...memory,
    world,
    attachments,
    salesCase,
    task,
    secret,
    open,
    addressOf,
    put,
    /** Mails it in. */
    mail: (reply: IncomingReply = {}): Promise<Taken> => takeReply(world, put(reply)),
    stored: () => memory.tasks.get(task.id),
    refusedAttempts: async (): Promise<readonly Fact[]> =>
      (await memory.cases.factsSince(salesCase.id, '')).filter(({ type }) => type === 'task.refused-attempt'),
  };
}
