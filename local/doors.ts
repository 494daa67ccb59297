import type { Closing } from './closing.ts';
import type { LocalRunOptions, Log } from './contract.ts';
import { type Answer, listen } from './listen.ts';

/** The run's two ports. Until somebody answers behind one, it says that the run is starting. */
export interface Doors {
  readonly app: Door;
  readonly aws: Door;
}

export interface Door {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  answer: Answer;
  /** Stops taking requests, lets those under way finish. */
  close(): Promise<void>;
}

/** Takes both ports before anything stands behind them: the template's values name them. @throws Error for a port in use. */
export async function openDoors(
  { port = 0, awsPort = 0 }: LocalRunOptions,
  log: Log,
  closing: Closing,
): Promise<Doors> {
  const open = async (wanted: number, flag: string): Promise<Door> => {
    const listener = await listen(wanted, flag, (request, response) => door.answer(request, response), log);
    const door: Door = { url: listener.url, answer: notReady, close: () => listener.close() };
    closing.add(() => door.close());
    return door;
  };
  return { app: await open(port, '--port'), aws: await open(awsPort, '--aws-port') };
}

const notReady: Answer = async (_request, response) => {
  response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1' });
  response.end(JSON.stringify({ message: 'The local run is starting' }));
};
