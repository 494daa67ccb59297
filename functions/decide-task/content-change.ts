import type { DocumentVersion } from '../shared/domain/case.ts';
import { type DocumentDifference, differenceOf } from '../shared/domain/difference.ts';
import { isDocumentKind } from '../shared/domain/document-kinds.ts';
import type { SopError } from '../shared/domain/errors.ts';
import { latestOf } from '../shared/domain/latest-documents.ts';
import type { Cases } from '../shared/domain/ports.ts';
import type { Task } from '../shared/domain/task.ts';
import { contentChanged, reissued } from './refusals.ts';

/** What somebody had before them when they decided: the attempt they were told of, the content they read, or neither. */
export interface Seen {
  readonly attempt?: number | undefined;
  readonly contentHash?: string | undefined;
}

/**
 * What has changed in the documents of `task` since `seen`, field by field; undefined where nothing has. A content hash
 * that no attempt of the task ever had counts as a change nobody can describe.
 */
export async function changeSince(
  cases: Pick<Cases, 'documents' | 'latestDocuments'>,
  task: Task,
  seen: Seen,
): Promise<readonly DocumentDifference[] | undefined> {
  const subject = subjectSeen(task, seen);
  if (subject === undefined) return [];
  const kinds = task.subject.map(({ kind }) => kind).filter(isDocumentKind);
  const latest = await cases.latestDocuments(task.caseId, kinds);
  if (latest.every(({ kind, version }) => versionIn(subject, kind) >= version)) return undefined;
  const documents = await cases.documents(task.caseId);
  return kinds
    .flatMap((kind) => latestOf(documents, kind) ?? [])
    .filter(({ kind, version }) => versionIn(subject, kind) < version)
    .map((document) => differenceOf(previousOf(documents, document, versionIn(subject, document.kind)), document));
}

/** Why `task` is not decided as it was seen: what it shows has changed, or it was issued again; undefined where neither. */
export async function refusalByContent(
  cases: Pick<Cases, 'documents' | 'latestDocuments'>,
  task: Task,
  seen: Seen,
): Promise<SopError | undefined> {
  const changed = await changeSince(cases, task, seen);
  if (changed !== undefined) return contentChanged(changed);
  return seen.attempt !== undefined && seen.attempt !== task.attempt ? reissued() : undefined;
}

/** What was decided on as it was seen; undefined where the task never had that content. */
function subjectSeen({ subject, contentHash, attempt, earlier = [] }: Task, seen: Seen): Task['subject'] | undefined {
  if (seen.attempt !== undefined && seen.attempt !== attempt) {
    // An attempt that changed nothing but hands or token has no entry: it showed what the next entry tells of.
    const then = earlier.find((content) => content.attempt >= (seen.attempt ?? 0));
    return then?.subject ?? subject;
  }
  if (seen.contentHash === undefined || seen.contentHash === contentHash) return subject;
  return earlier.find((content) => content.contentHash === seen.contentHash)?.subject;
}

function versionIn(subject: Task['subject'], kind: string): number {
  return subject.find((part) => part.kind === kind)?.version ?? 0;
}

function previousOf(
  documents: readonly DocumentVersion[],
  { kind }: DocumentVersion,
  version: number,
): DocumentVersion | undefined {
  return documents.find((document) => document.kind === kind && document.version === version);
}
