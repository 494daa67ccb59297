import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerLink, type LinkPageWorld } from '../../functions/link-page/answer-link.ts';

export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the link page over HTTP on a free port, as API Gateway would. */
export async function pageServer(world: Omit<LinkPageWorld, 'publicUrl'>): Promise<PageServer> {
  let publicUrl = '';
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const url = new URL(request.url ?? '/', 'http://page');
    const [, link = ''] = /^\/t\/([^/]+)$/.exec(url.pathname) ?? [];
    const answer = await answerLink(
      { ...world, publicUrl },
      {
        method: request.method === 'POST' || request.method === 'HEAD' ? request.method : 'GET',
        link,
        lang: url.searchParams.get('lang') ?? undefined,
        host: request.headers.host ?? '',
        headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
        body: Buffer.concat(chunks).toString('utf8'),
      },
    );
    response.writeHead(answer.status, { ...answer.headers }).end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = addressOf(server.address());
  publicUrl = `http://127.0.0.1:${port}`;
  return {
    url: publicUrl,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address;
}
