import {
  type CustomerImport,
  goneFrom,
  type ImportLinks,
  isStopped,
  resultKey,
  resultsOf,
  uploadKey,
} from '../shared/domain/customer-import.ts';
import type { Text } from '../shared/domain/language.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Now } from '../shared/domain/ports.ts';
import type { ImportSummary, ImportView } from './import-contract.ts';
import { stopReason } from './stop-reason.ts';

export interface ImportViewWorld {
  readonly importLinks: ImportLinks;
  readonly now: Now;
}

/** How far an import is, without the addresses of its files. */
export function importSummaryOf(one: CustomerImport, now: Date): ImportSummary {
  const { id, by, fileName, status, createdAt, counts, rows, refusal, stopped, endedAt, dryRun } = one;
  const stops = isStopped(one);
  const until = stops ? goneFrom(createdAt) : hasResult(one) ? goneFrom(endedAt ?? createdAt) : undefined;
  return {
    id,
    by,
    fileName,
    status: stops ? 'STOPPED' : status,
    createdAt,
    counts,
    rowsDone: Object.values(counts).reduce((sum, each) => sum + each, 0),
    ...(rows === undefined ? {} : { rows }),
    ...(refusal === undefined ? {} : { refusal: { zh: refusal.zh, en: refusal.en } satisfies Text }),
    ...(stops && stopped !== undefined ? { stopped: { at: stopped.at, reason: stopReason(stopped) } } : {}),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(dryRun === undefined ? {} : { dryRun }),
    ...(until === undefined ? {} : { expiresAt: until.toISOString(), expired: until <= now }),
  };
}

function hasResult({ status }: CustomerImport): boolean {
  return status === 'DONE' || status === 'TRIED';
}

/** The same with the addresses of its files: where the file is uploaded to only for who made it. */
export async function importViewOf(
  { importLinks, now }: ImportViewWorld,
  actor: Actor,
  one: CustomerImport,
): Promise<ImportView> {
  const { id, by, status } = one;
  const told = importSummaryOf(one, now());
  return {
    ...told,
    ...(status === 'AWAITING_FILE' && by === actor.id
      ? { upload: { method: 'PUT', url: await importLinks.upload(uploadKey(id)) } as const }
      : {}),
    ...(hasResult(one) && told.expired === false
      ? {
          result: await importLinks.download(
            resultKey(resultsOf(one)),
            `${status === 'TRIED' ? 'trial' : 'result'}-${id}.csv`,
          ),
        }
      : {}),
  };
}
