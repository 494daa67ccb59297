import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Person } from '../../functions/shared/domain/person.ts';
import type { PageAnswer } from '../../functions/shared/pages/page.ts';
import { answerInbox } from '../../functions/web-inbox/answer-inbox.ts';
import type { InboxRequest } from '../../functions/web-inbox/inbox-request.ts';
import type { InboxWorld } from '../../functions/web-inbox/inbox-world.ts';
import type { MemorySignIn } from '../support/memory-sign-in.ts';
import type { PageServer } from './page-server.ts';

/** What only the running server knows. */
type Whereabouts = Pick<InboxWorld, 'publicUrl' | 'signIn'>;

/**
 * Serves the inbox over HTTP on a free port, as API Gateway would. `/pool` stands for the user pool's own page: `person` signs
 * in there and is sent back.
 */
export function inboxServer(
  world: Omit<InboxWorld, keyof Whereabouts>,
  signIn: MemorySignIn,
  person: Person,
): Promise<PageServer> {
  return signedInServer((where, request) => answerInbox({ ...world, ...where }, request), signIn, person);
}

/** The same for any pages behind that sign-in. */
export async function signedInServer(
  answerPage: (where: Whereabouts, request: InboxRequest) => Promise<PageAnswer>,
  signIn: MemorySignIn,
  person: Person,
): Promise<PageServer> {
  let url = '';
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const asked = new URL(request.url ?? '/', url);
    if (asked.pathname === '/pool') {
      const back = new URLSearchParams({ ...signIn.choose(person, asked.href) });
      return response.writeHead(302, { location: `/inbox/signed-in?${back}` }).end();
    }
    const answer = await answerPage(
      {
        publicUrl: url,
        signIn: {
          ...signIn,
          signInAddress: (to) => `${url}/pool?${new URLSearchParams(to)}`,
          signOutAddress: () => `${url}/inbox/signed-out`,
        },
      },
      {
        method: request.method === 'POST' ? 'POST' : 'GET',
        path: asked.pathname,
        query: Object.fromEntries(asked.searchParams),
        cookies: new Map(
          (request.headers.cookie ?? '').split(/;\s*/).map((cookie) => {
            const [name = '', value = ''] = cookie.split('=');
            return [name, value];
          }),
        ),
        host: asked.host,
        headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
        body: Buffer.concat(chunks).toString('utf8'),
      },
    );
    const cookies = answer.cookies === undefined ? {} : { 'set-cookie': [...answer.cookies] };
    return response.writeHead(answer.status, { ...answer.headers, ...cookies }).end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${portOf(server.address())}`;
  return {
    url,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
}
