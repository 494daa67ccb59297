/**
 * `node worker.ts URL TABLE FOLDER IMPORT [reading|LANE]`: carries the import, or that of it, on until it is done or somebody
 * kills it, and tells again and again its peak memory in KiB and the milliseconds of CPU time it has taken.
 */
import { importCustomers } from '../../functions/import-customers/import-customers.ts';
import { folderObjects } from './folder-objects.ts';
import { recordsOf } from './records.ts';

const [url = '', table = '', folder = '', id = '', what] = process.argv.slice(2);
const only = what === undefined || what === 'reading' ? what : Number(what);
const world = { ...recordsOf(url, table), objects: folderObjects(folder), now: () => new Date() };
const tell = (): void => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stdout.write(`${maxRSS} ${Math.round((userCPUTime + systemCPUTime) / 1000)}\n`);
};
setInterval(tell, 200).unref();
for (let done = false; !done; ) ({ done } = await importCustomers(world, id, 5_000, only));
tell();
