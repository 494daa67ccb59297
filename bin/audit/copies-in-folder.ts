import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PREFIX } from '../../functions/export-audit/contract.ts';
import { type AuditEntry, auditEntry } from '../../functions/shared/domain/audit.ts';
import { ObjectStore } from '../../local/services/s3/object-store.ts';
import { Store } from '../../local/store.ts';

/**
 * The locked copies that a local system keeps in its data folder, as they were first put.
 * @returns undefined where the stage has no such bucket there
 */
export function copiesInFolder(folder: string, stage: string, caseId: string): readonly AuditEntry[] | undefined {
  const file = join(folder, 'local.db');
  if (!existsSync(file)) return undefined;
  const store = new Store(file);
  try {
    const prefix = `sales-sop-${stage}-audit`;
    const name = store
      .all('SELECT DISTINCT bucket FROM objects')
      .map(({ bucket }) => String(bucket))
      .find((bucket) => bucket.startsWith(prefix));
    if (name === undefined) return undefined;
    const bucket = { name, versioned: true, expirations: [], tellsEventBridge: false, notifications: [], cors: [] };
    const objects = new ObjectStore([bucket], store, join(folder, 'objects'), () => Date.now());
    const versions = objects
      .listVersions(bucket, `${PREFIX}${caseId}/`)
      .filter(({ isDeleteMarker }) => !isDeleteMarker);
    // Newest first within a key: the last of each is the one that was put first.
    const first = new Map(versions.map((version) => [version.key, version]));
    return [...first.values()].map((version) => auditEntry.parse(JSON.parse(objects.content(version).toString())));
  } finally {
    store.close();
  }
}
