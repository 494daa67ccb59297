/** `npm start`: runs the project's synthesized stacks on this machine until it is stopped. */
import { readCommandLine, type Settings, usage } from './command-line.ts';
import { forgetData } from './forget-data.ts';
import { terminalLog } from './log.ts';
import { startLocalRun } from './run.ts';
import { openSamples } from './seed/samples.ts';
import { synthesize } from './synthesize.ts';

// As in Lambda: what is local to a place says so by its time zone.
process.env.TZ ??= 'UTC';

try {
  const settings = readCommandLine(process.argv.slice(2));
  if (settings.help) process.stdout.write(usage);
  else await start(settings);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function start(settings: Settings): Promise<void> {
  const log = terminalLog(settings.verbose);
  const started = performance.now();
  if (settings.fresh) await forgetData(settings.dataDir);
  const assemblyDir = settings.assemblyDir ?? (await synthesize((line) => log.info(line)));
  const run = await startLocalRun({ ...settings, assemblyDir, log });
  const stop = (signal: string) => {
    // A second signal does not wait.
    process.once(signal, () => process.exit(1));
    log.info('正在停止 · stopping …');
    run.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.warn(`stopping failed: ${error instanceof Error ? error.stack : String(error)}`);
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', () => stop('SIGINT'));
  process.once('SIGTERM', () => stop('SIGTERM'));
  log.info(`ready in ${((performance.now() - started) / 1000).toFixed(1)} s
  待办 · inbox         ${run.appUrl}/inbox
  接口 · API           ${run.appUrl}/openapi.json
  本机页面 · local pages  ${run.appUrl}/local
  邮箱 · mailbox       ${run.appUrl}/local/mail
  AWS endpoint         ${run.awsUrl}
  收信 · replies (SMTP) ${run.smtpPort === undefined ? '—' : `127.0.0.1:${run.smtpPort}`}
  数据 · data           ${settings.dataDir}`);
  await openSamples(run, settings.dataDir).catch((error: unknown) => log.warn(String(error)));
}
