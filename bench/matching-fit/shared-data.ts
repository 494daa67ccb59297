import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const beside = fileURLToPath(new URL('../../../shared/data/duplicates', import.meta.url));

/**
 * Where a file of the measuring data is: in the given directory, else in the one that stands beside the checkout.
 * @throws when it is in neither
 */
export function sharedData(file: string, directory: string = beside): string {
  const path = join(directory, file);
  if (!existsSync(path)) throw new Error(`no ${file} in ${directory}: give its directory with --data`);
  return path;
}

/** True when the measuring data stands beside the checkout. */
export function hasSharedData(): boolean {
  return existsSync(beside);
}
