/** `npm run bench -- NAME …`: runs `bench/NAME.ts`, which prints one JSON line per figure. */
import { readdirSync } from 'node:fs';

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts' && file !== 'figure.ts')
  .map((file) => file.slice(0, -'.ts'.length));
const name = process.argv[2] ?? '';

if (!names.includes(name)) {
  process.stderr.write(`usage: npm run bench -- NAME\nNAME is one of: ${names.join(', ')}\n`);
  process.exit(1);
}
const { run }: { run: () => Promise<void> } = await import(`./${name}.ts`);
await run();
