import { request as httpRequest } from 'node:http';
import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FixtureRun, startFixture } from './fixtures/run.ts';

let fixture: FixtureRun;
beforeAll(async () => {
  fixture = await startFixture();
  const ses = new SESClient(fixture.client);
  await ses.send(
    new SendEmailCommand({
      Source: 'sop@example.com',
      Destination: { ToAddresses: ['li.na@sales.example.com'] },
      Message: {
        Subject: { Data: '待办 <b>任务</b>' },
        Body: { Text: { Data: '请处理' }, Html: { Data: '<p id="body">请处理</p><script>alert(1)</script>' } },
      },
    }),
  );
});
afterAll(() => fixture[Symbol.asyncDispose]());

const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(fixture.run.appUrl + path, { headers });
  return { response, text: await response.text() };
};

describe('local pages', () => {
  test('speak Chinese first, English on wish', async () => {
    expect((await get('/local')).text).toContain('<html lang="zh-CN">');
    expect((await get('/local', { 'accept-language': 'en-GB,en;q=0.9' })).text).toContain('<html lang="en">');
    expect((await get('/local?lang=en')).text).toContain('Mailbox');
  });

  test('load nothing from elsewhere and run no script', async () => {
    for (const path of ['/local', '/local/mail', '/local/executions', '/local/sign-in']) {
      const { response, text } = await get(path);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(text).not.toMatch(/<script|src="http|<link/);
    }
  });

  test('the mailbox lists a mail, escaped, and filters by recipient', async () => {
    expect((await get('/local/mail')).text).toContain('待办 &lt;b&gt;任务&lt;/b&gt;');
    expect((await get('/local/mail?to=li.na@sales.example.com')).text).toContain('待办');
    expect((await get('/local/mail?to=other@example.com')).text).not.toContain('待办');
  });

  test('a mail is shown in a sandbox in which nothing runs', async () => {
    const [mail] = fixture.run.mailbox.list();
    const { text } = await get(`/local/mail/${mail?.id}`);
    expect(text).toContain(`<iframe src="/local/mail/${mail?.id}/html"`);
    const frame = await get(`/local/mail/${mail?.id}/html`);
    expect(frame.text).toContain('<p id="body">请处理</p>');
    const policy = frame.response.headers.get('content-security-policy');
    expect(policy).toMatch(/^sandbox (?!.*allow-scripts)/);
    expect(policy).toContain("default-src 'none'");
  });

  test('mail.json gives what tests and the demo read', async () => {
    const { text } = await get('/local/mail.json?to=LI.NA@sales.example.com');
    expect(JSON.parse(text).mails).toMatchObject([
      { to: ['li.na@sales.example.com'], from: 'sop@example.com', subject: '待办 <b>任务</b>' },
    ]);
  });

  test('an execution shows where it stands, without its task token', async () => {
    const machine = fixture.run.physicalName('AWS::StepFunctions::StateMachine', 'Approval');
    const { executionArn } = await fixture.run.executor.startExecution({
      stateMachineArn: machine,
      name: 'shown',
      input: '{"id":"shown"}',
    });
    const [task] = await fixture.itemsOnce('TASK', 1);
    expect((await get('/local/executions')).text).toMatch(/shown[\s\S]*RUNNING[\s\S]*Ask/);
    const { text } = await get(`/local/executions/${encodeURIComponent(executionArn)}`);
    expect(text).toContain('<li class="waiting">Ask</li>');
    expect(text).not.toContain(String(task?.token));
  });

  test('a token comes from the page and from its JSON twin', async () => {
    const page = await fetch(`${fixture.run.appUrl}/local/sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ user: 'li.na' }),
    });
    expect(await page.text()).toContain('eyJ');
    const json = await fetch(`${fixture.run.appUrl}/local/token`, { method: 'POST', body: '{"user":"nobody"}' });
    expect(json.status).toBe(404);
    expect((await json.json()).message).toContain('li.na');
  });

  test('a request under another name, as DNS rebinding would make it, gets no token', async () => {
    const status = await new Promise((resolve, reject) => {
      const options = { method: 'POST', headers: { host: 'evil.example' } };
      const request = httpRequest(`${fixture.run.appUrl}/local/token`, options, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject);
      request.end('{"user":"li.na"}');
    });
    expect(status).toBe(403);
  });

  test('an unknown page is a 404', async () => {
    expect((await get('/local/nothing')).response.status).toBe(404);
    expect((await get('/local/executions/arn:none')).response.status).toBe(404);
  });
});
