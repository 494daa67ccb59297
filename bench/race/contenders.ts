import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import type { LocalRun } from '../../local/run.ts';

/** Who decides, and what: the ways differ, the person and the task are one. */
export interface Contender {
  readonly run: LocalRun;
  readonly user: string;
  readonly taskId: string;
  /** The browser's cookies of the inbox. */
  readonly cookies: string;
  /** The address of the person's own link. */
  readonly link: string;
  /** Where the task's notice is replied to. */
  readonly replyTo: string;
  /** The person's own address. */
  readonly email: string;
}

/** The outcomes of the raced step, by what a reply says for them. */
export const outcomes = { meets: '符合', fails: '不符合' } as const;
export type OutcomeId = keyof typeof outcomes;

/** Answered with a decision on record; else what the answer was. */
export type Told = 'told' | `${number}`;

/** Who is told that the system is busy asks again, this often. */
const TRIES = 5;

/** Sends a request until its answer is not that the system is busy (503, `Retry-After`). */
async function ask(address: string | URL, request: RequestInit = {}): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(address, request);
    if (response.status !== 503 || tries === TRIES) return response;
    await response.arrayBuffer();
    await sleep(Number(response.headers.get('retry-after') ?? 1) * 1000);
  }
}

/** By the API: the decision itself, or a conflict that carries the recorded one. */
export async function decideByApi(
  { run, user, taskId }: Contender,
  outcome: OutcomeId,
  comment: string,
): Promise<Told> {
  const response = await ask(`${run.appUrl}/tasks/${taskId}/decision`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await run.token(user)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ outcome, comment }),
  });
  const text = await response.text();
  const answered = response.status === 200 || (response.status === 409 && text.includes('TaskAlreadyDecided'));
  return answered && text.includes('"decision":{') ? 'told' : `${response.status}`;
}

/** By the mail's link: the page that answers shows the recorded decision, at once or where it sends the browser. */
export function decideByLink({ link }: Contender, outcome: OutcomeId, comment: string): Promise<Told> {
  return submit(link, {}, outcome, comment);
}

/** By the inbox, signed in. */
export function decideByInbox({ run, taskId, cookies }: Contender, outcome: OutcomeId, comment: string): Promise<Told> {
  return submit(`${run.appUrl}/inbox/tasks/${encodeURIComponent(taskId)}`, { cookie: cookies }, outcome, comment);
}

async function submit(
  address: string,
  headers: Record<string, string>,
  outcome: OutcomeId,
  comment: string,
): Promise<Told> {
  const { origin } = new URL(address);
  const answer = await ask(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...headers, origin, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ outcome, comment }),
  });
  if (answer.status === 409) return showsDecision(answer);
  await answer.arrayBuffer();
  const location = answer.headers.get('location');
  if (answer.status !== 303 || location === null) return `${answer.status}`;
  return showsDecision(await ask(new URL(location, address), { headers }));
}

/** The page of a task that is decided says what was decided. */
async function showsDecision(page: Response): Promise<Told> {
  return (await page.text()).includes('class="said"') ? 'told' : `${page.status}`;
}

/** By a reply to the mail; the answer comes by mail, later. */
export async function decideByMail(
  { run, replyTo, email }: Contender,
  outcome: OutcomeId,
  comment: string,
): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: run.smtpPort ?? 0, secure: false, ignoreTLS: true });
  const text = `${outcomes[outcome]}\n\n${comment}\n`;
  await transport.sendMail({ from: email, to: replyTo, subject: 'Re: 审核合同', text });
  transport.close();
}

/** The newest mail to `email` about the case: the person's own link, and where it is replied to. */
export async function noticeOf(
  run: LocalRun,
  email: string,
  caseId: string,
): Promise<{ readonly link: string; readonly replyTo: string }> {
  const newest = run.mailbox.list(email).find(({ subject }) => subject.includes(`[${caseId}]`));
  if (newest === undefined) throw new Error(`${email} has no mail about ${caseId}`);
  const { source } = await run.mailbox.read(newest.id);
  const { text, replyTo } = await PostalMime.parse(source);
  const link = /https?:\/\/\S+\/t\/[\w-]+/.exec(text ?? '')?.[0];
  const address = replyTo?.[0]?.address;
  if (link === undefined || address === undefined) throw new Error('The notice has no link or no reply address');
  return { link, replyTo: address };
}

/** Signs in to the inbox as a browser does, and gives its cookies. */
export async function signIn(run: LocalRun, user: string): Promise<string> {
  const cookies = new Map<string, string>();
  const visit = async (address: string, request: RequestInit = {}): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, { ...request, redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    await response.arrayBuffer();
    return response;
  };
  const next = (response: Response, from: string): string => {
    const location = response.headers.get('location');
    if (location === null) throw new Error(`Signing in stopped at ${new URL(from).pathname} (${response.status})`);
    return new URL(location, from).href;
  };
  const begin = `${run.appUrl}/inbox/sign-in`;
  const choose = next(await visit(begin), begin);
  const back = next(await visit(choose, { method: 'POST', body: new URLSearchParams({ user }) }), choose);
  next(await visit(back), back);
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}
