/** Runs one function in a thread of its own: loads the handler, then answers one event after the other. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { InvokeMessage, WorkerMessage, WorkerStart } from './messages.ts';

type Handler = (event: unknown, context: object) => unknown;

const start: WorkerStart = workerData;
const port = parentPort;
if (!port) throw new Error('a function runs in a worker thread only');
const tell = (message: WorkerMessage) => port.postMessage(message);

async function loadHandler(): Promise<Handler> {
  const dot = start.handler.lastIndexOf('.');
  const path = join(start.folder, start.handler.slice(0, dot));
  const name = start.handler.slice(dot + 1);
  const file = ['.mjs', '.js', '.cjs'].map((extension) => path + extension).find((candidate) => existsSync(candidate));
  if (file === undefined) throw named('Runtime.ImportModuleError', `Cannot find module '${path}'`);
  const module: Record<string, unknown> = await import(pathToFileURL(file).href);
  const fallback: unknown = module.default;
  const handler =
    module[name] ?? (typeof fallback === 'object' && fallback !== null ? Reflect.get(fallback, name) : undefined);
  if (typeof handler !== 'function')
    throw named('Runtime.HandlerNotFound', `${start.handler} is undefined or not exported`);
  return (event, context) => handler(event, context);
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** The error object a failed invocation is answered with. */
function failure(thrown: unknown): string {
  if (thrown instanceof Error) {
    const trace = (thrown.stack ?? '').split('\n');
    return JSON.stringify({ errorType: thrown.name, errorMessage: thrown.message, trace });
  }
  const text = typeof thrown === 'string' ? thrown : JSON.stringify(thrown);
  return JSON.stringify({ errorType: typeof thrown, errorMessage: text ?? 'undefined', trace: [] });
}

/** Loaded once; a failure to load is every invocation's answer until the worker is replaced. */
const handler = loadHandler();
handler.catch(() => {});

async function answer(message: InvokeMessage): Promise<void> {
  const { requestId } = message;
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionName: start.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: start.functionArn,
    memoryLimitInMB: String(start.memoryMb),
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${start.functionName}`,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME ?? '',
    getRemainingTimeInMillis: () => Math.max(0, message.deadline - Date.now()),
  };
  try {
    const run = await handler;
    const result = await run(JSON.parse(message.event), context);
    tell({ kind: 'answer', requestId, payload: JSON.stringify(result) ?? 'null', failed: false });
  } catch (thrown) {
    const payload = failure(thrown);
    process.stderr.write(`ERROR Invoke Error ${payload}\n`);
    tell({ kind: 'answer', requestId, payload, failed: true });
  }
}

port.on('message', (message: InvokeMessage) => void answer(message));
handler.then(
  () => tell({ kind: 'ready' }),
  () => tell({ kind: 'ready' }),
);
