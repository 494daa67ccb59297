/**
 * `node worker.ts URL TABLE FOLDER IMPORT [reading|LANE]`: carries the import, or that of it, on until it is done or somebody
 * kills it, and tells its peak memory in KiB.
 */
import { importCustomers } from '../../functions/import-customers/import-customers.ts';
import { folderObjects } from './folder-objects.ts';
import { recordsOf } from './records.ts';

const [url = '', table = '', folder = '', id = '', what] = process.argv.slice(2);
const only = what === undefined || what === 'reading' ? what : Number(what);
const world = { ...recordsOf(url, table), objects: folderObjects(folder), now: () => new Date() };
for (let done = false; !done; ) {
  ({ done } = await importCustomers(world, id, 5_000, only));
  process.stdout.write(`${process.resourceUsage().maxRSS}\n`);
}
