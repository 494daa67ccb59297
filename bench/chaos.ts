import { ordeal } from './chaos/ordeal.ts';
import { figure } from './figure.ts';

const CASES = Number(process.env.CHAOS_CASES ?? 200);
const KILLS = Number(process.env.CHAOS_KILLS ?? 20);
const LIMIT = 5 * 60_000;

/** Running cases while the process is killed (SIGKILL) at random: each ends as it should, nothing is lost or doubled. */
export async function run(): Promise<void> {
  process.once('SIGTERM', () => process.exit(1));
  process.once('SIGINT', () => process.exit(1));
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const verdict = await ordeal({ cases: CASES, kills: KILLS, limit: LIMIT, log });
  for (const [kind, findings] of Object.entries(verdict)) {
    for (const finding of findings) log(`${kind}: ${finding}`);
  }
  figure('chaos.cases', CASES, 'cases');
  figure('chaos.kills', KILLS, 'kills');
  figure('chaos.lost', verdict.lost.length, 'cases and decisions');
  figure('chaos.doubled', verdict.doubled.length, 'effects');
  figure('chaos.mails_lost', verdict.mailsLost.length, 'mails');
  figure('chaos.mails_doubled', verdict.mailsDoubled.length, 'mails');
}
