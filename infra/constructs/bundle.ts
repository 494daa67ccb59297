import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

export const functionsDir = fileURLToPath(new URL('../../functions', import.meta.url));

/**
 * Credential sources of a developer's machine or another host. The SDK imports them only when asked for, which never
 * happens in Lambda: there credentials come from the environment.
 */
const neverLoaded = [
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-web-identity',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-http',
  '@smithy/credential-provider-imds',
];

const built = new Map<string, string>();
let workspace: string | undefined;

/**
 * Bundles the `handler.ts` of a function's folder, the AWS SDK included, into a folder that holds `index.mjs` and
 * nothing else. The same source always gives the same bytes; each folder is bundled once per process.
 * @throws Error with esbuild's messages when the source does not build.
 */
export function bundle(functionDir: string): string {
  const known = built.get(functionDir);
  if (known !== undefined) return known;
  if (workspace === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'sales-sop-bundles-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    workspace = made;
  }
  const outdir = join(workspace, String(built.size));
  buildSync({
    entryPoints: { index: join(functionDir, 'handler.ts') },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    external: neverLoaded,
    logLevel: 'error',
  });
  built.set(functionDir, outdir);
  return outdir;
}
