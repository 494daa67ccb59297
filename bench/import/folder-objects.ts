import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ImportObjects } from '../../functions/shared/domain/customer-import.ts';

/** An import's objects in a folder; each appears whole or not at all, as in a bucket. */
export function folderObjects(folder: string): ImportObjects {
  return {
    async open(key) {
      const path = join(folder, key);
      return () => createReadStream(path, { highWaterMark: 1024 * 1024 });
    },
    async get(key) {
      try {
        return await readFile(join(folder, key));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async put(key, content) {
      const path = join(folder, key);
      await mkdir(dirname(path), { recursive: true });
      const draft = `${path}.${process.pid}`;
      await writeFile(draft, content);
      await rename(draft, path);
    },
  };
}
