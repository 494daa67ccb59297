import { afterEach, describe, expect, it } from 'vitest';
import { mailbox, sesMailer } from '../../../../functions/shared/adapters/ses-mailer.ts';
import type { Mail } from '../../../../functions/shared/domain/ports.ts';
import { type FakeService, fakeService } from '../../../support/fake-service.ts';

const mail: Mail = {
  to: { name: '李娜', email: 'li.na@example.com' },
  subject: '[AD-1] 请审核合同',
  text: '您好\n',
  html: '<p>您好</p>',
};
const settings = { from: 'sop@example.com', configurationSet: 'sop' };

const taken =
  '<SendEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendEmailResult><MessageId>m-1</MessageId></SendEmailResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></SendEmailResponse>';
const error = (code: string) =>
  `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error><RequestId>r</RequestId></ErrorResponse>`;

let service: FakeService | undefined;
afterEach(async () => {
  await service?.stop();
});

async function answering(status: number, body: string): Promise<FakeService> {
  service = await fakeService(() => ({ status, type: 'text/xml', body }));
  return service;
}

describe('mailing through SES', () => {
  it('sends text and HTML to one person, in UTF-8, through the configuration set', async () => {
    // given
    const { config, requests } = await answering(200, taken);
    // when
    const outcome = await sesMailer(settings, config).send(mail);
    // then
    expect(outcome).toBe('sent');
    const sent = Object.fromEntries(new URLSearchParams(requests[0]?.body));
    expect(sent).toMatchObject({
      Action: 'SendEmail',
      Source: 'sop@example.com',
      'Destination.ToAddresses.member.1': '=?UTF-8?B?5p2O5aic?= <li.na@example.com>',
      ConfigurationSetName: 'sop',
      'Message.Subject.Data': '[AD-1] 请审核合同',
      'Message.Subject.Charset': 'UTF-8',
      'Message.Body.Text.Data': '您好\n',
      'Message.Body.Html.Data': '<p>您好</p>',
    });
  });

  it.each(['MessageRejected', 'InvalidParameterValue'])('calls %s a refusal', async (code) => {
    const { config } = await answering(400, error(code));
    expect(await sesMailer(settings, config).send(mail)).toBe('refused');
  });

  it.each([
    ['Throttling', 400, 'TransientFailure'],
    ['InternalFailure', 500, 'TransientFailure'],
    ['ConfigurationSetDoesNotExist', 400, 'ConfigurationSetDoesNotExistException'],
  ])('throws on %s', async (code, status, name) => {
    const { config } = await answering(status, error(code));
    await expect(sesMailer(settings, config).send(mail)).rejects.toMatchObject({ name });
  });

  it('throws TransientFailure where nobody answers', async () => {
    const { config } = await answering(200, taken);
    await service?.stop();
    await expect(sesMailer(settings, config).send(mail)).rejects.toMatchObject({ name: 'TransientFailure' });
  });
});

describe('a mailbox', () => {
  it.each([
    ['', 'a@example.com', 'a@example.com'],
    ['Ann', 'a@example.com', '=?UTF-8?B?QW5u?= <a@example.com>'],
    ['Eve" <eve@evil.example>,', 'a@example.com', '=?UTF-8?B?RXZlIiA8ZXZlQGV2aWwuZXhhbXBsZT4s?= <a@example.com>'],
    ['Eve\r\nBcc: x', 'a@example.com', '=?UTF-8?B?RXZlIEJjYzogeA==?= <a@example.com>'],
  ])('of %j is in ASCII and holds one address', (name, email, expected) => {
    expect(mailbox(name, email)).toBe(expected);
  });

  it('breaks a long name between characters into encoded words of at most 75', () => {
    // given
    const name = '内蒙古自治区呼和浩特市赛罕区大学东街草原明珠文化传媒发展有限责任公司市场部';
    // when
    const words = mailbox(name, 'a@example.com').replace(' <a@example.com>', '').split(' ');
    // then
    expect(words.length).toBeGreaterThan(1);
    for (const word of words) expect(word.length).toBeLessThanOrEqual(75);
    const decoded = words.map((word) => Buffer.from(word.slice(10, -2), 'base64').toString()).join('');
    expect(decoded).toBe(name);
  });
});
