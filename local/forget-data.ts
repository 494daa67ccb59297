import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lockDataDir } from './data-lock.ts';
import { endLeftOver } from './services/dynamodb/backend-process.ts';

/**
 * Empties a data folder.
 * @throws Error when a run is using it, or it holds something else than a run's data.
 */
export async function forgetData(dataDir: string): Promise<void> {
  if (!existsSync(dataDir) || readdirSync(dataDir).length === 0) return;
  if (!existsSync(join(dataDir, 'local.db')) && !existsSync(join(dataDir, 'issuer-key.json'))) {
    throw new Error(`${dataDir} does not look like a local run's data: --fresh leaves it alone`);
  }
  lockDataDir(dataDir)();
  await endLeftOver(join(dataDir, 'dynamodb'));
  rmSync(dataDir, { recursive: true, force: true });
}
