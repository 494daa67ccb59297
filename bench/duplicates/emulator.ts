import { type RecordsTable, recordsTable } from '../../functions/shared/adapters/records-table.ts';
import { startBackend } from '../../local/services/dynamodb/backend-process.ts';
import { tableName } from './loaded-table.ts';

export interface Emulator {
  readonly table: RecordsTable;
  stop(): Promise<void>;
}

/** Serves a folder's database with the native emulator. */
export async function serve(folder: string): Promise<Emulator> {
  const backend = await startBackend(folder, 'native');
  const table = recordsTable(tableName, {
    endpoint: backend.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  return {
    table,
    async stop() {
      table.client.destroy();
      await backend.stop();
    },
  };
}
