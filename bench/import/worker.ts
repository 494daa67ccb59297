/** `node worker.ts URL TABLE FOLDER IMPORT`: carries the import on until it is done or somebody kills it. */
import { importCustomers } from '../../functions/import-customers/import-customers.ts';
import { folderObjects } from './folder-objects.ts';
import { recordsOf } from './records.ts';

const [url = '', table = '', folder = '', id = ''] = process.argv.slice(2);
const world = { ...recordsOf(url, table), objects: folderObjects(folder), now: () => new Date() };
while (!(await importCustomers(world, id, 60_000)).done);
process.stdout.write(`${process.resourceUsage().maxRSS}\n`);
