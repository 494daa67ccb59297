import { existsSync } from 'node:fs';
import { runVector } from '../local/asl/vectors/run.ts';
import { readVectors } from '../local/asl/vectors/vector.ts';

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('Usage: npm run --silent asl:vectors -- FILE…   (files of recorded behaviour, as JSON)');
  process.exit(2);
}

const missing = files.find((file) => !existsSync(file));
if (missing !== undefined) {
  console.error(`There is no file ${missing}`);
  process.exit(2);
}

const counts = { pass: 0, fail: 0, refused: 0 };
for (const file of files) {
  for (const vector of readVectors(file)) {
    const { id, result, why } = await runVector(vector);
    counts[result]++;
    console.log(why === undefined ? `${id} ${result}` : `${id} ${result}: ${why}`);
  }
}
console.log(`${counts.pass} passed, ${counts.fail} failed, ${counts.refused} refused`);
process.exitCode = counts.fail > 0 ? 1 : 0;
