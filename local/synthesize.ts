import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Everything the assembly is made of. */
const sources = ['infra', 'functions', 'statemachines', 'web', 'package-lock.json', 'cdk.json', 'tsconfig.json'];
const kept = 3;

/** What the stage is set up with here: replies are taken, as nobody's mail exchanger has to be pointed anywhere. */
const context = { replyDomain: 'reply.example.com' };

/**
 * Synthesizes the CDK app, unless the same sources have been synthesized before.
 * @param told is given a line when there is something to wait for.
 * @returns the assembly's folder.
 * @throws Error with what the CDK app wrote when it fails.
 */
export async function synthesize(told: (line: string) => void): Promise<string> {
  const store = join(root, '.cache', 'assemblies');
  const assembly = join(store, hashOfSources());
  if (existsSync(join(assembly, 'manifest.json'))) return assembly;
  told('正在合成 CDK 应用 · synthesizing the CDK app …');
  const started = performance.now();
  mkdirSync(store, { recursive: true });
  const draft = `${assembly}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  await runApp(draft);
  // Another start may have been quicker with the same sources.
  if (existsSync(assembly)) rmSync(draft, { recursive: true, force: true });
  else renameSync(draft, assembly);
  forgetOld(store);
  told(`已合成 · synthesized in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return assembly;
}

function runApp(outdir: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'infra', 'app.ts')], {
      cwd: root,
      env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context), NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-8000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve();
      rmSync(outdir, { recursive: true, force: true });
      reject(new Error(`the CDK app could not be synthesized:\n${output.trim()}`));
    });
  });
}

function hashOfSources(): string {
  const hash = createHash('sha256').update(JSON.stringify(context));
  for (const source of sources) addToHash(hash, source);
  return hash.digest('hex').slice(0, 20);
}

function addToHash(hash: ReturnType<typeof createHash>, path: string): void {
  const full = join(root, path);
  if (!existsSync(full)) return;
  if (statSync(full).isDirectory()) {
    for (const name of readdirSync(full).sort()) addToHash(hash, join(path, name));
    return;
  }
  hash.update(`${path}\0`).update(readFileSync(full)).update('\0');
}

/** Assemblies of earlier sources, the newest few apart. */
/** Leaves the newest, and all of the last day: a run may still be working from one of them. */
function forgetOld(store: string): void {
  const yesterday = Date.now() - 24 * 60 * 60 * 1000;
  const byAge = readdirSync(store)
    .filter((name) => /^[0-9a-f]{20}$/.test(name))
    .map((name) => ({ path: join(store, name), changed: statSync(join(store, name)).mtimeMs }))
    .toSorted((a, b) => b.changed - a.changed);
  for (const { path, changed } of byAge.slice(kept)) {
    if (changed < yesterday) rmSync(path, { recursive: true, force: true });
  }
}
