import { expect, test } from 'vitest';
import { addressHash } from '../../../functions/shared/domain/delivery.ts';
import { openTask, people, worldWithCase } from '../../pages/open-tasks.ts';
import { aPerson } from '../../support/builders.ts';
import { inboxWorld, textOf, visitor } from './visitor.ts';

const hq = aPerson({ id: 'song.yan', name: '宋燕', email: 'song.yan@example.com', roles: ['hq'] });

test('headquarters are led from a task to the address that bounced, and have mails sent there again', async () => {
  const records = await worldWithCase(['contract']);
  const at = '2026-11-20T02:00:00.000Z';
  const notice = { state: 'bounced', person: people.assistant.id, at } as const;
  const { task } = await openTask(records, '6', { notice });
  const id = addressHash(people.assistant.email);
  records.suppressions.mark({ hash: id, reason: 'bounced', at, person: people.assistant.id, taskId: task.id });
  const browser = visitor(inboxWorld(records), hq);
  expect((await browser.get(`/inbox/tasks/${task.id}`)).body).toContain('href="/inbox/addresses"');
  const listed = await browser.get('/inbox/addresses');
  expect(textOf(listed)).toMatch(/张伟 邮件被退回.*恢复投递/);
  expect(listed.body).not.toContain(people.assistant.email);
  const answer = await browser.post(`/inbox/addresses/${id}`);
  expect(answer.headers.location).toBe('/inbox/addresses');
  expect(records.suppressionList.removed).toEqual([people.assistant.email]);
  expect(textOf(await browser.get('/inbox/addresses'))).toContain('没有停止投递的邮箱');
  // pressed twice, it is said that it was cleared
  const again = await browser.post(`/inbox/addresses/${id}`);
  expect([again.status, textOf(again)]).toEqual([404, expect.stringContaining('或者已经恢复')]);
  expect(textOf(await browser.get(`/inbox/cases/${task.caseId}`))).toContain('已恢复邮件投递 · 6 审核合同');
});

test('nobody else sees the addresses', async () => {
  const browser = visitor(inboxWorld(await worldWithCase()), people.manager);
  expect((await browser.get('/inbox')).body).not.toContain('/inbox/addresses');
  expect((await browser.get('/inbox/addresses')).status).toBe(403);
  expect((await browser.post('/inbox/addresses/x')).status).toBe(403);
});
