import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** What a local run is started with, time after time. */
export interface VictimSettings {
  readonly assemblyDir: string;
  readonly dataDir: string;
}

/** A local run in a process of its own, which is killed and started again on the same data and the same ports. */
export class Victim {
  private readonly settings: VictimSettings;
  private ports: readonly [app: string, aws: string] = ['0', '0'];
  private child: ChildProcess | undefined;
  private output = '';

  constructor(settings: VictimSettings) {
    this.settings = settings;
  }

  get appUrl(): string {
    return `http://127.0.0.1:${this.ports[0]}`;
  }

  get awsUrl(): string {
    return `http://127.0.0.1:${this.ports[1]}`;
  }

  /** Starts it. @returns true once it is ready; false when it was killed before. @throws Error with its output when it ended by itself. */
  async start(): Promise<boolean> {
    const { assemblyDir, dataDir } = this.settings;
    const [port, awsPort] = this.ports;
    const where = ['--port', port, '--aws-port', awsPort, '--smtp-port', '0', '--data', dataDir];
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(root, 'local/main.ts'), '--assembly', assemblyDir, ...where],
      { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.child = child;
    this.output = '';
    const ready = new Promise<void>((resolve) => {
      const keep = (chunk: Buffer): void => {
        this.output = (this.output + chunk.toString('utf8')).slice(-20_000);
        if (/^ready .*AWS endpoint\s+\S+\n/ms.test(this.output)) resolve();
      };
      child.stdout.on('data', keep);
      child.stderr.on('data', keep);
    });
    const ended = new Promise<NodeJS.Signals | number | null>((resolve) =>
      child.once('close', (code, signal) => resolve(signal ?? code)),
    );
    const end = await Promise.race([ready.then(() => undefined), ended]);
    if (end === 'SIGKILL') return false;
    if (end !== undefined) throw new Error(`the run ended with ${end}:\n${this.output}`);
    this.ports = [this.portOf('local pages'), this.portOf('AWS endpoint')];
    return true;
  }

  /** Kills it as a power cut would, and waits until it is gone. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  /** Kills it and does not wait: for when this process ends itself. */
  abandon(): void {
    this.child?.kill('SIGKILL');
  }

  private portOf(name: string): string {
    const port = new RegExp(`${name}\\s+http://[^:\\s]+:(\\d+)`).exec(this.output)?.[1];
    if (port === undefined) throw new Error(`the run does not say where its ${name} are:\n${this.output}`);
    return port;
  }
}
