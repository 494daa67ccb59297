import { createHash } from 'node:crypto';
import type { Person } from '../contract.ts';
import type { Store } from '../store.ts';
import type { Deployment } from '../template/deployment.ts';

/** What filling the directory needs. */
export interface DirectoryPorts {
  readonly deployment: Deployment;
  readonly people: readonly Person[];
  readonly awsUrl: string;
  readonly region: string;
  readonly store: Store;
}

/**
 * Puts the seeded people into the directory the functions read, through the functions' own adapter. In AWS each person
 * enters it at sign-in, by the user pool's trigger, and an administrator sets the supervisor; here everybody is there
 * from the start. The trigger's environment says which table it is.
 */
export async function fillDirectory({ deployment, people, awsUrl, region, store }: DirectoryPorts): Promise<void> {
  const trigger = deployment.pools[0]?.preTokenArn;
  const table = deployment.functions.find(({ arn }) => arn === trigger)?.environment.RECORDS_TABLE;
  if (table === undefined) return;
  const wanted = createHash('sha256').update(JSON.stringify({ table, people })).digest('hex');
  const filled = store.get('SELECT value FROM settings WHERE name = ?', 'directory')?.value;
  if (filled === wanted) return;
  const [{ personRecords }, { recordsTable }, { isRole }] = await Promise.all([
    import('../../functions/shared/adapters/person-records.ts'),
    import('../../functions/shared/adapters/records-table.ts'),
    import('../../functions/shared/domain/roles.ts'),
  ]);
  const records = recordsTable(table, {
    endpoint: awsUrl,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const directory = personRecords(records);
  for (const { user, locale, groups, regions, ...person } of people) {
    const { supervisor, partner, team, name, email } = person;
    // What has been assigned and closed since stays: the seed only fills what nobody has filled.
    await directory.change(user, (known) => ({
      ...(regions === undefined ? {} : { regions: [...regions] }),
      ...known,
      id: user,
      name,
      email,
      roles: groups.filter(isRole),
      language: locale,
      ...(supervisor === undefined ? {} : { supervisor }),
      ...(partner === undefined ? {} : { partner }),
      ...(team === undefined ? {} : { team }),
    }));
  }
  records.client.destroy();
  store.run('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)', 'directory', wanted);
}
