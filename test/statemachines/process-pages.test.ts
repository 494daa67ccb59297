import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { processFiles } from '../../bin/diagram.ts';
import { allStates } from './ad-sales-machine.ts';

const files = await processFiles();
const written = (name: string) => readFileSync(new URL(`../../docs/processes/${name}`, import.meta.url), 'utf8');

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

  test('nothing of the picture is fetched from elsewhere', () => {
    expect(files['ad-sales.svg']).not.toMatch(/href=|url\((?!#)|@import/);
  });

  test('the page names every state that acts', () => {
    const page = files['ad-sales.md'] ?? '';
    for (const { name, Type } of allStates.filter(({ Type }) => Type === 'Task')) {
      expect(page.includes(name) || page.includes(name.replace(/^\d+ /, '')), `${Type} ${name}`).toBe(true);
    }
  });
});
