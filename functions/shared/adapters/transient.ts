import { TransientFailure } from '../domain/transient-failure.ts';

/** Errors of AWS services and of the network that pass by themselves. */
const passing: ReadonlySet<string> = new Set([
  'InternalServerError',
  'InternalServiceError',
  'InternalFailure',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'ReplicatedWriteConflictException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'ServiceUnavailable',
  'ThrottlingException',
  'Throttling',
  'TimeoutError',
  'TooManyRequestsException',
  'TransactionConflictException',
  'TransactionInProgressException',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Does `work`; what the SDK gave up on though it would have passed is thrown as `TransientFailure`. */
export async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw isPassing(error) ? new TransientFailure(error) : error;
  }
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (passing.has(error.name)) return true;
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code === 'string' && passing.has(code)) return true;
  const metadata: unknown = Reflect.get(error, '$metadata');
  if (typeof metadata !== 'object' || metadata === null) return false;
  const status: unknown = Reflect.get(metadata, 'httpStatusCode');
  return typeof status === 'number' && status >= 500;
}
