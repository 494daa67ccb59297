import type { Person } from '../../../functions/shared/domain/person.ts';
import type { PageAnswer } from '../../../functions/shared/pages/page.ts';
import { answerCustomers } from '../../../functions/web-customers/answer-customers.ts';
import type { CustomersWorld } from '../../../functions/web-customers/customers-world.ts';
import { type MemorySignIn, memorySignIn } from '../../support/memory-sign-in.ts';
import type { MemoryWorld } from '../../support/memory-world.ts';

export interface TestPages extends CustomersWorld {
  readonly signIn: MemorySignIn;
  /** Failures that the pages called their own. */
  readonly failures: unknown[];
}

/** The world of the pages on a memory world's records. */
export function pagesWorld(world: MemoryWorld): TestPages {
  const failures: unknown[] = [];
  return {
    ...world,
    signIn: memorySignIn(),
    importForm: async (id, back) => ({
      action: 'https://files.example.com/',
      fields: { key: `imports/${id}/upload`, success_action_redirect: back },
    }),
    pause: async () => {},
    failures,
    failed: (error) => failures.push(error),
  };
}

/** A signed-in person's browser, as far as the pages see it. */
export interface Visitor {
  get(path: string): Promise<PageAnswer>;
  post(path: string, form: Readonly<Record<string, string | readonly string[]>>): Promise<PageAnswer>;
}

export function visitor(world: TestPages, person: Person): Visitor {
  const cookies = new Map([['__Host-session', world.signIn.tokensOf(person).idToken]]);
  const { host } = new URL(world.publicUrl);
  const send = (method: 'GET' | 'POST', address: string, body: string, more: Readonly<Record<string, string>>) => {
    const url = new URL(address, world.publicUrl);
    const query = Object.fromEntries(url.searchParams);
    return answerCustomers(world, {
      method,
      path: url.pathname,
      query,
      cookies,
      host,
      headers: { host, ...more },
      body,
    });
  };
  return {
    get: (path) => send('GET', path, '', {}),
    post: (path, form) =>
      send('POST', path, new URLSearchParams(pairs(form)).toString(), {
        origin: world.publicUrl,
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
      }),
  };
}

function pairs(form: Readonly<Record<string, string | readonly string[]>>): string[][] {
  return Object.entries(form).flatMap(([name, value]) => [value].flat().map((each) => [name, each]));
}
