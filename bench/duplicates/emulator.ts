import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type RecordsTable, recordsTable } from '../../functions/shared/adapters/records-table.ts';
import { databaseFile, emulatorBinary, tableName } from './loaded-table.ts';

export interface Emulator {
  readonly table: RecordsTable;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  for (let turn = 0; turn < 200; turn++) {
    if (child.exitCode !== null) break;
    try {
      await fetch(url);
      return;
    } catch {
      await pause(50);
    }
  }
  throw new Error('the emulator does not answer');
}

/** Serves a folder's database with the native emulator. */
export async function serve(folder: string): Promise<Emulator> {
  const binary = emulatorBinary();
  if (binary === undefined) throw new Error('no native emulator for this platform');
  const port = await freePort();
  const child = spawn(binary, ['serve', '--port', String(port), '--db-path', databaseFile(folder), '--mcp-no-auth'], {
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  await answering(url, child);
  const table = recordsTable(tableName, {
    endpoint: url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  return {
    table,
    async stop() {
      table.client.destroy();
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
