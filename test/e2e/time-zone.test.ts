import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { noticeOf } from '../../bench/race/contenders.ts';
import { driveCase } from '../../demo/drive-case.ts';
import { readFacts, straightThrough } from '../../demo/facts.ts';
import { type LocalRun, startLocalRun } from '../../local/run.ts';
import { wholeApp } from '../infra/synthesized.ts';

const workCalendar = { timeZone: 'America/New_York', hours: ['00:00-24:00'], weekdays: [1, 2, 3, 4, 5, 6, 7] };

describe('a stage with another calendar, synthesized', () => {
  let run: LocalRun;
  let caseId: string;
  const dataDir = mkdtempSync(join(tmpdir(), 'sales-sop-zone-'));
  const facts = straightThrough(readFacts(join(import.meta.dirname, '../../demo/facts.json'), new Date()));
  const { assistant } = facts.case;

  beforeAll(async () => {
    const { directory } = wholeApp({ workCalendar, replyDomain: 'reply.example.com' }).synth();
    run = await startLocalRun({ assemblyDir: directory, dataDir });
    const system = { appUrl: run.appUrl, token: (user: string) => run.token(user), pause: () => pause(20) };
    caseId = (await driveCase(system, facts, () => {}, '6')).caseId;
    await run.settled();
  }, 240_000);

  afterAll(async () => {
    await run?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('tells a task’s due time by its own clock and name in the mail and behind its link, and never Beijing’s', async () => {
    const answer = await fetch(`${run.appUrl}/cases/${caseId}`, {
      headers: { authorization: `Bearer ${await run.token(assistant)}` },
    });
    const task = z.object({ dueAt: z.string(), step: z.object({ id: z.string() }) }).loose();
    const { tasks } = z.object({ tasks: z.array(task) }).parse(await answer.json());
    const due = new Date(tasks.find(({ step }) => step.id === '6')?.dueAt ?? '');
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: workCalendar.timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(due);
    const email = run.people.find(({ user }) => user === assistant)?.email ?? '';
    const { link } = await noticeOf(run, email, caseId);
    const mails = run.mailbox.list(email).filter(({ subject }) => subject.includes(caseId));
    const { text = '' } = await run.mailbox.read(mails[0]?.id ?? '');
    const page = await (await fetch(link)).text();
    for (const said of [text ?? '', page]) {
      expect(said).toMatch(new RegExp(`${clock}（北美东部(标准|夏令)时间）`));
      expect(said).not.toMatch(/北京时间|Beijing time/);
    }
  });
});
