import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { personRecords } from '../shared/adapters/person-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { lambda } from '../shared/runtime/lambda.ts';
import { observer } from '../shared/runtime/observer.ts';
import { env, type SignIn, signIn } from './contract.ts';
import { registerPerson } from './register-person.ts';

const register = lambda({
  env,
  wire: ({ RECORDS_TABLE }) => ({ people: personRecords(recordsTable(RECORDS_TABLE)) }),
  run: async (world, event: SignIn) => {
    const outcome = await registerPerson(world, z.parse(signIn, event));
    if (outcome === 'unusable') {
      observer.warn('person.unusable', { person: event.userName });
    }
  },
});

/**
 * The user pool's trigger before it makes a token. Nobody is kept from signing in because the directory could not be
 * written: the failure is logged, the event goes back as it came, and the next token tries again.
 */
export async function handler<Event extends SignIn>(event: Event, context: Context): Promise<Event> {
  await register(event, context).catch(() => undefined);
  return event;
}
