import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, buildSync } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const functionsDir = join(root, 'functions');
const cacheDir = join(root, '.cache/bundles');

const recipe = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'error',
  metafile: true,
  absWorkingDir: root,
  /** CommonJS packages in a module's bundle still ask for Node's own modules by `require`. */
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  /**
   * Credential sources of a developer's machine or another host. The SDK imports them only when asked for, which never
   * happens in Lambda: there credentials come from the environment.
   */
  external: [
    '@aws-sdk/credential-provider-sso',
    '@aws-sdk/credential-provider-ini',
    '@aws-sdk/credential-provider-process',
    '@aws-sdk/credential-provider-web-identity',
    '@aws-sdk/credential-provider-login',
    '@aws-sdk/credential-provider-http',
    '@smithy/credential-provider-imds',
  ],
} as const satisfies BuildOptions;

/** What a bundle was made of, and where it is. */
interface Made {
  readonly recipe: string;
  /** Sources by path from the root, each with the hash of its content. */
  readonly sources: Readonly<Record<string, string>>;
  readonly out: string;
}

const known = new Map<string, string>();

/**
 * Bundles the `handler.ts` of a function's folder, the AWS SDK included, into a folder that holds `index.mjs` and, for
 * what is imported on demand, a file each: it is loaded when it is needed and not at every start. The same sources
 * always give the same bytes, and are bundled once: what was made is kept in `.cache` until one of its sources, the lock
 * file or the recipe changes.
 * @throws Error with esbuild's messages when the source does not build.
 */
export function bundle(functionDir: string): string {
  const before = known.get(functionDir) ?? stillGood(functionDir) ?? build(functionDir);
  known.set(functionDir, before);
  return before;
}

function stillGood(functionDir: string): string | undefined {
  const record = recordOf(functionDir);
  if (!existsSync(record)) return undefined;
  const made: Made = JSON.parse(readFileSync(record, 'utf8'));
  const same =
    made.recipe === recipeHash() &&
    existsSync(join(made.out, 'index.mjs')) &&
    Object.entries(made.sources).every(([path, hash]) => existsSync(join(root, path)) && hashOf(path) === hash);
  return same ? made.out : undefined;
}

function build(functionDir: string): string {
  const { metafile, outputFiles } = buildSync({
    ...recipe,
    entryPoints: { index: join(functionDir, 'handler.ts') },
    outdir: cacheDir,
    write: false,
  });
  const files = outputFiles.map(({ path, contents }) => ({ name: basename(path), contents }));
  const out = join(cacheDir, sha256(files.map(({ name, contents }) => `${name} ${sha256(contents)}`).join('\n')));
  if (!existsSync(out)) {
    const draft = draftOf(out);
    mkdirSync(draft, { recursive: true });
    for (const { name, contents } of files) writeFileSync(join(draft, name), contents);
    appear(draft, out);
  }

  // Packages are settled by the lock file, which is part of the recipe's hash.
  const sources = Object.keys(metafile.inputs).filter((path) => !path.includes('node_modules/'));
  const made: Made = {
    recipe: recipeHash(),
    sources: Object.fromEntries(sources.map((path) => [path, hashOf(path)])),
    out,
  };
  tidy();
  const record = recordOf(functionDir);
  const draft = draftOf(record);
  writeFileSync(draft, JSON.stringify(made));
  appear(draft, record);
  return out;
}

/** Removes what nobody has made for a week; younger bundles may be in use by another process. */
function tidy(): void {
  const week = 7 * 24 * 60 * 60 * 1000;
  for (const name of readdirSync(cacheDir)) {
    const path = join(cacheDir, name);
    // Another process may have been quicker.
    const modified = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (modified < Date.now() - week) rmSync(path, { recursive: true, force: true });
  }
}

function recordOf(functionDir: string): string {
  return join(cacheDir, `${relative(root, functionDir).replaceAll(/[^\w.-]+/g, '_')}.json`);
}

function recipeHash(): string {
  return sha256(JSON.stringify(recipe) + readFileSync(join(root, 'package-lock.json'), 'utf8'));
}

const hashOf = (path: string) => sha256(readFileSync(join(root, path)));
const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

const draftOf = (path: string) => `${path}.${randomUUID()}`;

/** Several processes may bundle at once: a file or folder appears whole or not at all, and the first one stays. */
function appear(draft: string, path: string): void {
  try {
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(path)) throw error;
  }
}
