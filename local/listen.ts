import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Log } from './contract.ts';

export type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A listening HTTP server. */
export interface Listener {
  readonly url: string;
  /** Stops taking connections, lets what is under way finish (for a while), then closes what is left. */
  close(): Promise<void>;
}

/** Milliseconds a stop waits for requests under way. */
const patienceMs = 3000;

/**
 * Listens on the loopback interface.
 * @param port 0 picks a free one. @param flag the option by which a person chooses another port.
 * @throws Error that says which port is taken and how to choose another.
 */
export async function listen(port: number, flag: string, answer: Answer, log: Log): Promise<Listener> {
  const server = createServer({ requestTimeout: 60_000, keepAliveTimeout: 30_000 }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.warn(`${request.method} failed: ${error instanceof Error ? error.stack : String(error)}`);
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: 'Internal Server Error' }));
    });
  });
  const bound = await bind(server, port, flag);
  return { url: `http://127.0.0.1:${bound}`, close: () => close(server) };
}

function bind(server: Server, port: number, flag: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        reject(new Error(`port ${port} is taken by another program: stop it, or choose another port with ${flag}`));
      } else if (error.code === 'EACCES') {
        reject(new Error(`port ${port} may not be used: choose a port above 1023 with ${flag}`));
      } else reject(error);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve(address.port);
      else reject(new Error(`port ${port} gave no address`));
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), patienceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
