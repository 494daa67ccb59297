/** `node worker.ts URL TABLE FOLDER IMPORT`: carries the import on until it is done or somebody kills it, and tells its peak memory in KiB. */
import { importCustomers } from '../../functions/import-customers/import-customers.ts';
import { folderObjects } from './folder-objects.ts';
import { recordsOf } from './records.ts';

const [url = '', table = '', folder = '', id = ''] = process.argv.slice(2);
const world = { ...recordsOf(url, table), objects: folderObjects(folder), now: () => new Date() };
for (let done = false; !done; ) {
  ({ done } = await importCustomers(world, id, 5_000));
  process.stdout.write(`${process.resourceUsage().maxRSS}\n`);
}
