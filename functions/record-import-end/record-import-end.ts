import { type CustomerImports, executionOf, type ImportStop } from '../shared/domain/customer-import.ts';
import type { Now } from '../shared/domain/ports.ts';
import type { Input, Output } from './contract.ts';

export interface RecordImportEndWorld {
  readonly imports: Pick<CustomerImports, 'stop'>;
  readonly now: Now;
}

const hows: Readonly<Partial<Record<Input['detail']['status'], ImportStop['how']>>> = {
  FAILED: 'failed',
  TIMED_OUT: 'timed-out',
  ABORTED: 'aborted',
};

/**
 * Writes on the import that its execution stopped, so that who made it can have it go on. Told twice, or late, when it has
 * been started once more since, it changes nothing.
 */
export async function recordImportEnd(world: RecordImportEndWorld, { detail }: Input): Promise<Output> {
  const how = hows[detail.status];
  const execution = executionOf(detail.name);
  // An execution that somebody started by hand, under a name of their own, is nobody's to start again.
  if (how === undefined || execution === undefined) return { stopped: false };
  const at = detail.stopDate == null ? world.now() : new Date(detail.stopDate);
  const stop: ImportStop = {
    at: at.toISOString(),
    how,
    ...(detail.error == null || detail.error === '' ? {} : { error: detail.error.slice(0, 100) }),
  };
  return { stopped: await world.imports.stop(execution.id, execution.attempt, stop) };
}
