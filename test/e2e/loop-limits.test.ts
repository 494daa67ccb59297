import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { driveCase } from '../../demo/drive-case.ts';
import { demoFacts, onTheStacks } from '../support/on-the-stacks.ts';

const history = z.object({
  items: z.array(
    z.object({
      type: z.string(),
      step: z.string().optional(),
      detail: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
  next: z.string().optional(),
});

describe('a contract that is refused again and again, on the synthesized stacks', () => {
  const facts = demoFacts();
  const stacks = onTheStacks();

  async function get(user: string, path: string): Promise<unknown> {
    const response = await stacks.ask(user, 'GET', path);
    expect(response.status).toBe(200);
    return response.json();
  }

  async function decisionsOf(caseId: string) {
    const found: z.infer<typeof history>['items'] = [];
    let address: string | undefined = `/cases/${caseId}/history?limit=100`;
    while (address !== undefined) {
      const page: z.infer<typeof history> = history.parse(await get(facts.case.sales, address));
      found.push(...page.items);
      address = page.next;
    }
    return found.filter(({ type }) => type === 'task.decided');
  }

  it('AD-3: comes before the sales manager at the sixth refusal, who lets it go on, and at the twelfth, who closes it', async () => {
    // given a reviewer who is never content
    const refusal = { outcome: 'fails', comment: '大写金额仍然不对' } as const;
    const manager = [
      { outcome: 'continue', comment: '再改一次' },
      { outcome: 'close', comment: '客户放弃' },
    ];
    const decisions = { ...facts.decisions, 6: [refusal], escalation: manager };
    // when
    const { caseId, status } = await driveCase(stacks.system, { ...facts, decisions }, () => {});
    await stacks.run.settled();
    // then
    expect(status).toBe('LOST');
    const course = (await decisionsOf(caseId)).flatMap(({ step, detail }) =>
      step === '6' || step === 'escalation' ? [String(detail?.outcome)] : [],
    );
    const sixTimes = Array.from({ length: 6 }, () => 'fails');
    expect(course).toEqual([...sixTimes, 'continue', ...sixTimes, 'close']);
    // and the manager was told why
    const mail = stacks.run.mailbox.list().find(({ subject }) => /Sales manager decides/.test(subject));
    expect((await stacks.run.mailbox.read(mail?.id ?? '')).text).toContain(refusal.comment);
    expect(await get(facts.case.sales, `/cases/${caseId}`)).toMatchObject({ case: { endReason: '客户放弃' } });
  }, 240_000);
});
