import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readDefinition, statesOf } from '../../bin/diagram/definition.ts';
import { processFiles } from '../../bin/diagram.ts';
import { poolActions } from '../../functions/shared/domain/pool-rights.ts';
import { allStates } from './ad-sales-machine.ts';

const files = await processFiles();
const written = (name: string) => readFileSync(new URL(`../../docs/processes/${name}`, import.meta.url), 'utf8');

const pictures = () =>
  Object.entries(files)
    .flatMap(([name, content]) => (name.endsWith('.svg') ? [content] : []))
    .join();

describe('docs/processes', () => {
  test.each(Object.keys(files))('%s is what `npm run diagram` makes of the state machine', (name) => {
    expect(written(name)).toBe(files[name]);
  });

  test('the picture shows each of the codes 1–27, and reads on a dark ground', () => {
    const picture = files['ad-sales.svg'] ?? '';
    const shown = new Set([...picture.matchAll(/<text class="code[^>]*>(\d+)</g)].map(([, code]) => code));
    expect(Array.from({ length: 27 }, (_, index) => String(index + 1)).filter((code) => !shown.has(code))).toEqual([]);
    expect(picture).toContain('prefers-color-scheme:dark');
  });

  test('nothing of the pictures is fetched from elsewhere', () => {
    expect(pictures()).not.toMatch(/href=|url\((?!#)|@import/);
  });

  test('every state machine has a page and a picture, which names all its states', () => {
    const machines = readdirSync(new URL('../../statemachines/', import.meta.url));
    const processes = machines.map((file) => file.replace('.asl.json', ''));
    expect(Object.keys(files).sort()).toEqual(processes.flatMap((name) => [`${name}.md`, `${name}.svg`]).sort());
    for (const name of processes.filter((process) => process !== 'ad-sales')) {
      const text = readFileSync(new URL(`../../statemachines/${name}.asl.json`, import.meta.url), 'utf8');
      for (const state of statesOf(readDefinition(text))) expect(files[`${name}.md`]).toContain(`| ${state.name} |`);
    }
  });

  test('IN-8: the page of customer intake tells every right of the pools', () => {
    const page = files['customer-intake.md'] ?? '';
    for (const action of poolActions) expect(page).toMatch(new RegExp(`\\| ${action}( \\|)`));
    expect(page).toContain('1500 customers');
  });

  test('the page names every state that acts', () => {
    const page = files['ad-sales.md'] ?? '';
    for (const { name, Type } of allStates.filter(({ Type }) => Type === 'Task')) {
      expect(page.includes(name) || page.includes(name.replace(/^\d+ /, '')), `${Type} ${name}`).toBe(true);
    }
  });
});
