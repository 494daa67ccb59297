/** `npm run demo`: drives one case through the running system from a file of facts. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { GetExecutionHistoryCommand, ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { driveCase } from '../demo/drive-case.ts';
import { readFacts } from '../demo/facts.ts';

const usage = `npm run demo -- [options]

  --facts FILE   案例资料（JSON） · the facts of the case (demo/facts.json; demo/facts.en.json is the English one)
  --port N       应用端口 · port of the running application (3000)
  --aws-port N   AWS 接口端口 · port of its AWS endpoint (4566)
`;

const options = readOptions();
const appUrl = `http://127.0.0.1:${options.port}`;
const awsUrl = `http://127.0.0.1:${options['aws-port']}`;
const stepFunctions = new SFNClient({
  endpoint: awsUrl,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

function readOptions(): { readonly facts: string; readonly port: string; readonly 'aws-port': string } {
  try {
    const { values } = parseArgs({
      options: {
        facts: { type: 'string', default: join(import.meta.dirname, '../demo/facts.json') },
        port: { type: 'string', default: '3000' },
        'aws-port': { type: 'string', default: '4566' },
        help: { type: 'boolean', default: false },
      },
    });
    if (!values.help) return values;
    process.stdout.write(usage);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}

const tokens = new Map<string, string>();
async function token(user: string): Promise<string> {
  const known = tokens.get(user);
  if (known !== undefined) return known;
  const response = await fetch(`${appUrl}/local/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user }),
  });
  if (!response.ok) throw new Error(`nobody signs in as ${user}: ${await response.text()}`);
  const { access_token } = z.object({ access_token: z.string() }).parse(await response.json());
  tokens.set(user, access_token);
  return access_token;
}

async function executionOf(caseId: string): Promise<string> {
  const { stateMachines = [] } = await stepFunctions.send(new ListStateMachinesCommand({}));
  const machine = stateMachines.find(({ name }) => name?.includes('ad-sales'));
  if (machine?.stateMachineArn === undefined) throw new Error(`no ad-sales state machine at ${awsUrl}`);
  return `${machine.stateMachineArn.replace(':stateMachine:', ':execution:')}:${caseId}`;
}

/** Prints each state as the execution enters it, until told to stop; resolves with the codes passed. */
async function follow(executionArn: string, ended: () => boolean): Promise<Set<string>> {
  const codes = new Set<string>();
  let printed = 0;
  for (;;) {
    const last = ended();
    const entered = await statesEntered(executionArn);
    for (const { state, at } of entered.slice(printed)) {
      const code = /^\d+/.exec(state)?.[0];
      if (code !== undefined) codes.add(code);
      if (state.startsWith('9 and 22')) codes.add('22');
      console.log(`  ${at.toLocaleTimeString('sv-SE')}  ${(code ?? '').padStart(2)}  ${state.replace(/^\d+ /, '')}`);
    }
    printed = entered.length;
    if (last) return codes;
    await sleep(100);
  }
}

async function statesEntered(executionArn: string): Promise<{ state: string; at: Date }[]> {
  const entered: { state: string; at: Date }[] = [];
  let nextToken: string | undefined;
  do {
    const page = await stepFunctions
      .send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, ...(nextToken && { nextToken }) }))
      .catch((error: unknown) => {
        if (error instanceof Error && error.name === 'ExecutionDoesNotExist')
          return { events: [], nextToken: undefined };
        throw error;
      });
    for (const { stateEnteredEventDetails, timestamp } of page.events ?? []) {
      const state = stateEnteredEventDetails?.name;
      if (state !== undefined && timestamp !== undefined) entered.push({ state, at: timestamp });
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return entered;
}

async function timeline(caseId: string, user: string): Promise<void> {
  const page = z.object({
    items: z.array(
      z.object({
        at: z.string(),
        title: z.object({ zh: z.string(), en: z.string() }),
        by: z.string().optional(),
        via: z.string().optional(),
        step: z.string().optional(),
        detail: z.record(z.string(), z.unknown()).optional(),
      }),
    ),
    next: z.string().optional(),
  });
  for (let path: string | undefined = `/cases/${caseId}/history?limit=100`; path !== undefined; ) {
    const response = await fetch(new URL(path, appUrl), { headers: { authorization: `Bearer ${await token(user)}` } });
    const { items, next } = page.parse(await response.json());
    for (const { at, title, by, via, step, detail } of items) {
      const who = [by, via && `via ${via}`].filter(Boolean).join(' ');
      const what = Object.entries(detail ?? {}).map(([name, value]) => `${name}=${value}`);
      console.log(
        `  ${at.slice(11, 19)}  ${(step ?? '').padEnd(13)} ${title.zh} ${title.en}  ${who}  ${what.join(' ')}`,
      );
    }
    path = next;
  }
}

try {
  const facts = readFacts(options.facts, new Date());
  let followed: Promise<Set<string>> | undefined;
  let over = false;
  const { caseId, status } = await driveCase({ appUrl, token, pause: () => sleep(50) }, facts, (id) => {
    console.log(`案例 · case ${id}: ${facts.case.title}\n`);
    followed = executionOf(id).then((arn) => follow(arn, () => over));
  }).finally(() => {
    over = true;
  });
  const codes = (await followed) ?? new Set();
  console.log(`\n经过 · timeline of ${caseId}`);
  await timeline(caseId, facts.case.sales);
  const missed = Array.from({ length: 27 }, (_, index) => String(index + 1)).filter((code) => !codes.has(code));
  console.log(
    `\n${caseId} ended ${status}; ${27 - missed.length} of the 27 codes passed${missed.length > 0 ? `, without ${missed.join(', ')}` : ''}.`,
  );
  console.log(
    `查看 · look at it: ${appUrl}/inbox/cases/${caseId}   邮件 · mails: ${appUrl}/local/mail   执行 · executions: ${appUrl}/local`,
  );
  console.log(
    `aws stepfunctions get-execution-history --endpoint-url ${awsUrl} --execution-arn ${await executionOf(caseId)}`,
  );
} catch (error) {
  const unreachable = error instanceof TypeError && error.message === 'fetch failed';
  console.error(
    unreachable
      ? `${appUrl} 没有应答，请先在另一个终端运行 npm start · nothing answers there: run "npm start" first, in another terminal`
      : String(error),
  );
  process.exitCode = 1;
}
