/** `npm run --silent token -- USER [--access] [--data DIR]`: prints a bearer token of a person, seeded or opened since. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDataDir } from './command-line.ts';
import type { Person } from './contract.ts';
import { account, region } from './run.ts';
import { issuerKey } from './services/identity/issuer-key.ts';
import { Accounts, personNamed, seededPeople } from './services/identity/people.ts';
import { accessToken, idToken } from './services/identity/tokens.ts';
import { Store } from './store.ts';
import { synthesize } from './synthesize.ts';
import { systemClock } from './system-clock.ts';
import { readDeployment } from './template/deployment.ts';

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      assembly: { type: 'string' },
      access: { type: 'boolean', default: false },
    },
  });
  const [user] = positionals;
  if (user === undefined) throw new Error('npm run --silent token -- USER [--access] [--data DIR]');
  const dataDir = values.data === undefined ? defaultDataDir : resolve(values.data);
  const person = personNamed(everybodyOf(dataDir), user);
  const key = await issuerKey(dataDir);
  const assemblyDir = values.assembly ?? (await synthesize((line) => process.stderr.write(`${line}\n`)));
  const [pool] = readDeployment(assemblyDir, {
    region,
    account,
    appUrl: 'http://127.0.0.1',
    awsUrl: 'http://127.0.0.1',
    secretString: () => '',
  }).pools;
  const clientId = pool?.clients[0]?.id;
  if (!pool || clientId === undefined) throw new Error('the template has no user pool to sign in to');
  const request = { pool, clientId, person, now: systemClock.now() };
  process.stdout.write(`${await (values.access ? accessToken : idToken)(key, request)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

/** Everybody in the folder's user pool; the seeded people where nothing has run in it yet. */
function everybodyOf(dataDir: string): readonly Person[] {
  const file = join(dataDir, 'local.db');
  if (!existsSync(file)) return seededPeople();
  const store = new Store(file);
  const { people } = new Accounts(store);
  store.close();
  return people;
}
