import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes sure that only one run works on a data folder.
 * @returns gives the folder free again. @throws Error naming the other run's process.
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'run.pid');
  const own = `${process.pid} ${startOf(process.pid)}`;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      writeFileSync(file, own, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch {
      const [pid, start] = readHolder(file);
      if (pid !== undefined && isAlive(pid, start)) {
        throw new Error(`${dataDir} is in use by process ${pid}: stop it first, or choose another folder with --data`);
      }
      rmSync(file, { force: true });
    }
  }
  throw new Error(`${file} could not be written`);
}

function readHolder(file: string): [number | undefined, string] {
  try {
    const [pid, start = ''] = readFileSync(file, 'utf8').split(' ');
    return [Number(pid), start];
  } catch {
    return [undefined, ''];
  }
}

/** Numbers of ended processes are given out again; the moment of the start tells them apart. */
function isAlive(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return startOf(pid) === start;
}

function startOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
