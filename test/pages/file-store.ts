import { once } from 'node:events';
import { createServer } from 'node:http';
import { memoryFiles } from '../support/memory-files.ts';
import type { PageServer } from './page-server.ts';

/** Files in memory behind an origin of their own: forms bring them there over HTTP and are led back, as by S3. */
export async function fileStore(): Promise<PageServer & { readonly files: ReturnType<typeof memoryFiles> }> {
  let files = memoryFiles();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    if (request.method !== 'POST') {
      const key = decodeURIComponent(new URL(request.url ?? '/', 'http://store').pathname.slice(1));
      const content = files.attachments.contents.get(key);
      const type = files.attachments.kept.find((file) => file.key === key)?.type ?? 'application/octet-stream';
      return response.writeHead(content === undefined ? 404 : 200, { 'content-type': type }).end(content);
    }
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const form = await new Response(Buffer.concat(chunks), { headers }).formData();
    const file = form.get('file');
    if (!(file instanceof File)) return response.writeHead(400).end();
    const key = String(form.get('key')).replace('$' + '{filename}', file.name);
    files.uploads.incoming.set(key, new Uint8Array(await file.arrayBuffer()));
    return response.writeHead(303, { location: String(form.get('success_action_redirect')) }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the store listens on no port');
  const url = `http://127.0.0.1:${address.port}`;
  files = memoryFiles(url);
  return {
    url,
    files,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
