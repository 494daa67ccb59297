import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { bundle, functionsDir } from '../infra/constructs/bundle.ts';
import type { EnvSchema } from '../infra/constructs/typed-function.ts';
import { figure } from './figure.ts';

const ROUNDS = 15;

interface Candidate {
  readonly name: string;
  readonly file: string;
  readonly env: Record<string, string>;
  /** Milliseconds from asking for the module to having it, each in a process of its own. */
  readonly samples: number[];
}

/**
 * Bundle size and import time of every function, each against importing one bare AWS SDK client: fresh processes, all
 * candidates in turn in each round, so that a change of the machine's speed strikes all alike.
 */
export async function run(): Promise<void> {
  const bare = bareClient();
  const names = readdirSync(functionsDir).filter((name) => existsSync(join(functionsDir, name, 'handler.ts')));
  const functions = await Promise.all(
    names.map(async (name) => candidate(name, join(functionsDir, name), await environmentOf(name))),
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const each of [bare, ...functions]) each.samples.push(importTime(each));
  }

  const against = `importing one bare AWS SDK client, ${median(bare.samples).toFixed(1)} ms`;
  const ratios = functions.map(({ samples }) =>
    median(samples.map((time, round) => time / (bare.samples[round] ?? 1))),
  );
  const sizes = functions.map(({ file }) => loadedBytes(file) / 1024);
  functions.forEach(({ name, samples }, index) => {
    figure(`cold-start.${name}.ms`, median(samples), 'ms', { against, ratio: ratios[index] ?? 0 });
    figure(`cold-start.${name}.kb`, sizes[index] ?? 0, 'KB');
  });
  figure('cold-start.max_ratio', Math.max(...ratios), 'ratio', { against, ratio: Math.max(...ratios) });
  figure('cold-start.median_ratio', median(ratios), 'ratio', { against, ratio: median(ratios) });
  figure('cold-start.max_kb', Math.max(...sizes), 'KB');
}

/** The bytes that importing the module reads: its own and those of the files it imports; not what it loads on demand. */
function loadedBytes(file: string, seen = new Set<string>()): number {
  if (seen.has(file)) return 0;
  seen.add(file);
  const imports = readFileSync(file, 'utf8').matchAll(/(?:from|import)"(\.\/[\w-]+\.mjs)"/g);
  return [...imports].reduce(
    (bytes, [, path = '']) => bytes + loadedBytes(join(dirname(file), path), seen),
    statSync(file).size,
  );
}

/** One client as `NodejsFunction` would bundle it: minified, the SDK included, nothing left out. */
function bareClient(): Candidate {
  const file = join(mkdtempSync(join(tmpdir(), 'sales-sop-bench-')), 'index.mjs');
  buildSync({
    entryPoints: [join(import.meta.dirname, 'bare-client/handler.ts')],
    outfile: file,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
  });
  return { name: 'bare-client', file, env: {}, samples: [] };
}

function candidate(name: string, folder: string, env: Record<string, string>): Candidate {
  return { name, file: join(bundle(folder), 'index.mjs'), env, samples: [] };
}

async function environmentOf(name: string): Promise<Record<string, string>> {
  const { env }: { env: EnvSchema } = await import(join(functionsDir, name, 'contract.ts'));
  return Object.fromEntries(
    Object.keys(env.shape).map((key) => [
      key,
      key.endsWith('_URL') ? 'https://bench.example' : `bench@${name}.example`,
    ]),
  );
}

function importTime({ file, env }: Candidate): number {
  const script = `const start = performance.now(); await import('${pathToFileURL(file)}'); console.log(performance.now() - start)`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    env: { ...env, AWS_REGION: 'us-east-1', PATH: process.env.PATH ?? '' },
  });
  return Number(printed.trim().split('\n').at(-1));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
