import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { metricName } from '../../../../functions/shared/runtime/observer.ts';

const root = new URL('../../../../', import.meta.url).pathname;
const page = readFileSync(`${root}docs/log-codes.md`, 'utf8');

const calls = globSync('functions/**/*.ts', { cwd: root }).flatMap((file) => [
  ...readFileSync(`${root}${file}`, 'utf8').matchAll(/(observer\.warn|logger\.(?:warn|error))\(\s*'([a-z.-]+)'/g),
]);
const codes = [...new Map(calls.map(([, by = '', code = '']) => [code, by]))];

it.each(codes)('the code %s is written down in docs/log-codes.md', (code, by) => {
  expect(page).toContain(`| \`${code}\` |`);
  if (by === 'observer.warn') expect(page).toContain(`| \`${code}\` | \`${metricName(code)}\` |`);
});
