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
    if (outcome === 'unusable') observer.warn('person.unusable', { person: event.userName });
    return outcome;
  },
});

/**
 * The user pool's trigger before it makes a token. Nobody is kept from signing in because the directory could not be
 * written: the failure is logged, the event goes back as it came, and the next token tries again. Whose account was closed
 * gets none (IN-8).
 * @throws Error `AccountClosed`, whose message the person is shown
 */
export async function handler<Event extends SignIn>(event: Event, context: Context): Promise<Event> {
  if ((await register(event, context).catch(() => undefined)) === 'closed') throw accountClosed();
  return event;
}

function accountClosed(): Error {
  const error = new Error('账号已关闭，请联系渠道经理。This account is closed: ask your channel manager.');
  error.name = 'AccountClosed';
  return error;
}
