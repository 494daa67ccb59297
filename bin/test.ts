/** `npm test`: types, lint, then every test; closes with what was left out and the counts. */
import { spawnSync } from 'node:child_process';
import { startVitest } from 'vitest/node';

const root = new URL('..', import.meta.url).pathname;
const filters = process.argv.slice(2);

function check(title: string, file: string, ...args: string[]): boolean {
  process.stdout.write(`${title} …\n`);
  return spawnSync(`${root}node_modules/.bin/${file}`, args, { cwd: root, stdio: 'inherit' }).status === 0;
}

const sound = [check('types', 'tsc'), check('lint', 'biome', 'check', '.')].every(Boolean);

const vitest = await startVitest('test', filters, { watch: false, root });
const modules = vitest.state.getTestModules();
const tests = modules.flatMap((module) => [...module.children.allTests()]);
const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
const leftOut = tests.filter((test) => test.result().state === 'skipped');
const broken = modules.filter((module) => module.errors().length > 0).length + vitest.state.getUnhandledErrors().length;
await vitest.close();

if (leftOut.length > 0) {
  process.stdout.write('\nLeft out on this machine:\n');
  for (const test of leftOut) process.stdout.write(`  ${test.fullName}\n`);
}
const failed = count('failed') + broken + (sound ? 0 : 1);
process.stdout.write(
  `\n${count('passed')} passed, ${failed} failed${leftOut.length > 0 ? `, ${leftOut.length} skipped` : ''}\n`,
);
process.exit(failed === 0 ? 0 : 1);
