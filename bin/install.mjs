/**
 * Installs the packages when they are missing or not those of the lock file. Runs under whatever Node the machine has, so:
 * plain JavaScript, nothing imported but Node's own. Reports to standard error, and only when there is something to do.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 20) {
  process.stderr.write(`需要 Node 20 或更新版本 · Node 20 or later is needed; this is ${process.version}\n`);
  process.exit(1);
}

const why = reasonToInstall();
if (why !== undefined) {
  process.stderr.write(`安装依赖 · installing packages (${why}) …\n`);
  const started = Date.now();
  const { status } = runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status !== 0) {
    process.stderr.write('安装失败 · npm ci failed; what it says is above\n');
    process.exit(status ?? 1);
  }
  process.stderr.write(`已安装 · installed in ${Math.round((Date.now() - started) / 1000)} s\n`);
}

/** Why packages must be installed; undefined when what is there is what the lock file says. */
function reasonToInstall() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile) || !existsSync(join(root, 'node_modules', '.bin', 'node')))
    return 'none are there yet';
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const present = installed[path];
    // Packages for other platforms are left out by npm.
    if (present === undefined && (entry.optional || entry.devOptional || entry.os || entry.cpu)) continue;
    if (present?.version !== entry.version) return `${path.replace(/^.*node_modules\//, '')} has changed`;
  }
  return undefined;
}

/** The npm that started us, else the one on the path; its output goes to standard error. */
function runNpm(args) {
  const stdio = ['ignore', 2, 2];
  const own = process.env.npm_execpath;
  if (own?.endsWith('.js')) return spawnSync(process.execPath, [own, ...args], { cwd: root, stdio });
  return spawnSync('npm', args, { cwd: root, stdio, shell: process.platform === 'win32' });
}
