import * as z from 'zod/mini';
import { formInvalid } from '../decide-task/refusals.ts';
import type { DocumentVersion, SalesCase } from '../shared/domain/case.ts';
import { canonicalJson } from '../shared/domain/content-hash.ts';
import { isSettled, mayChange, settlingStep } from '../shared/domain/document-changes.ts';
import type { DocumentKind } from '../shared/domain/document-kinds.ts';
import { isDocumentKind } from '../shared/domain/document-kinds.ts';
import { documents } from '../shared/domain/documents.ts';
import { SopError } from '../shared/domain/errors.ts';
import { fieldErrors } from '../shared/domain/field-errors.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Cases, Observer, Tasks } from '../shared/domain/ports.ts';
import type { Way } from '../shared/domain/task.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import { type ReadCaseWorld, visibleCase } from './read-case.ts';

export interface ChangeDocumentWorld {
  readonly cases: ReadCaseWorld['cases'] & Pick<Cases, 'latestDocuments' | 'addDocument'>;
  readonly tasks: Pick<Tasks, 'list' | 'ofStep'>;
  readonly observer: Observer;
}

export interface DocumentChange {
  readonly actor: Actor;
  readonly caseId: string;
  readonly kind: string;
  readonly content: unknown;
  /** The `If-Match` header: the version the change was made to. */
  readonly ifMatch: string | undefined;
  readonly via: Way;
  readonly at: Date;
}

/** Somebody else's write may come between; the next round reads it and says what it was. */
const MAX_ROUNDS = 4;

/**
 * Writes a new version of a document outside its step (AD-5), made to the version the caller names. Tasks that show an
 * earlier version can no longer be decided and are issued again (`recallTasks`). Content that is the latest already is
 * answered with the latest version, and nothing is written.
 * @throws SopError CaseNotFound (404), CaseNotYours (403), DocumentUnknown (404), DocumentNotYours (403), CaseEnded (409),
 *   DocumentNotThere (409), DocumentSettled (409), VersionMissing (428), VersionOutdated (412), FormInvalid (422)
 */
export async function changeDocument(world: ChangeDocumentWorld, change: DocumentChange): Promise<DocumentVersion> {
  const { actor, caseId, kind, content: given, via, at } = change;
  if (!isDocumentKind(kind)) throw documentUnknown();
  const expected = versionOf(change.ifMatch);
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const { latest, whileOpen } = await changeableDocument(world, { actor, caseId, kind });
    if (latest.version !== expected) throw versionOutdated(latest.version);
    const content = documentContentOf(kind, given);
    if (canonicalJson(content) === canonicalJson(latest.content)) return latest;
    const document = { caseId, kind, version: latest.version + 1, content, by: actor.id, at: at.toISOString() };
    const fact = newFact(
      { caseId, type: 'document.added', by: actor.id, via, detail: { kind, version: document.version } },
      at,
    );
    if (await world.cases.addDocument(document, fact, whileOpen)) {
      world.observer.fact(fact);
      return document;
    }
  }
  throw new TransientFailure(new Error('The document kept changing while it was changed'));
}

/** A document as it stands before a change, and the case it belongs to. */
export interface ChangeableDocument {
  readonly salesCase: SalesCase;
  readonly latest: DocumentVersion;
  /** The open tasks whose decision would settle it. */
  readonly whileOpen: readonly string[];
}

/**
 * The latest version of a document that the actor may change now.
 * @throws SopError CaseNotFound (404), CaseNotYours (403), DocumentUnknown (404), DocumentNotYours (403), CaseEnded (409),
 *   DocumentNotThere (409), DocumentSettled (409)
 */
export async function changeableDocument(
  world: Omit<ChangeDocumentWorld, 'observer'>,
  { actor, caseId, kind }: Pick<DocumentChange, 'actor' | 'caseId' | 'kind'>,
): Promise<ChangeableDocument> {
  if (!isDocumentKind(kind)) throw documentUnknown();
  const salesCase = await visibleCase(world, actor, caseId);
  if (!mayChange(actor, salesCase, kind)) throw documentNotYours();
  if (salesCase.status !== 'RUNNING') throw caseNotRunning();
  const whileOpen = await openWhereItSettles(world, caseId, kind);
  const [latest] = await world.cases.latestDocuments(caseId, [kind]);
  if (latest === undefined) throw documentNotThere();
  return { salesCase, latest, whileOpen };
}

/** Which of the case's documents the actor may change now: none once it has ended, nor any that is settled. */
export async function changeableKinds(
  world: Pick<ChangeDocumentWorld, 'tasks'>,
  actor: Actor,
  salesCase: SalesCase,
  kinds: readonly DocumentKind[],
): Promise<ReadonlySet<DocumentKind>> {
  const theirs = salesCase.status === 'RUNNING' ? kinds.filter((kind) => mayChange(actor, salesCase, kind)) : [];
  const open = await Promise.all(
    theirs.map(async (kind) => {
      const step = settlingStep(kind);
      return step === undefined || !isSettled(kind, await world.tasks.ofStep(salesCase.id, step));
    }),
  );
  return new Set(theirs.filter((_, index) => open[index]));
}

/** The open tasks whose decision would settle the document: it must not be changed behind that decision's back. */
async function openWhereItSettles(
  world: Pick<ChangeDocumentWorld, 'tasks'>,
  caseId: string,
  kind: DocumentKind,
): Promise<readonly string[]> {
  const step = settlingStep(kind);
  if (step === undefined) return [];
  const ofStep = await world.tasks.ofStep(caseId, step);
  if (isSettled(kind, ofStep)) throw documentSettled(step);
  return ofStep.filter(({ status }) => status === 'OPEN').map(({ id }) => id);
}

/** The content as the kind's schema reads it. @throws SopError FormInvalid (422) */
export function documentContentOf(kind: DocumentKind, given: unknown): Record<string, unknown> {
  const form: z.ZodMiniType<Record<string, unknown>> = documents[kind].schema;
  const read = z.safeParse(form, given);
  if (!read.success) throw formInvalid(fieldErrors(read.error.issues, given));
  return read.data;
}

/** The version in an entity tag: `"3"`, or bare. */
function versionOf(ifMatch: string | undefined): number {
  const version = /^(?:"(\d{1,6})"|(\d{1,6}))$/.exec(ifMatch?.trim() ?? '');
  if (version !== null) return Number(version[1] ?? version[2]);
  throw new SopError('VersionMissing', 428, {
    zh: '请用 If-Match 给出您所修改的版本号，例如 If-Match: "1"。',
    en: 'Name the version you changed in If-Match, such as If-Match: "1".',
  });
}

function documentUnknown(): SopError {
  return new SopError('DocumentUnknown', 404, {
    zh: '没有这种文件，请核对地址。',
    en: 'There is no such kind of document: check the address.',
  });
}

function documentNotYours(): SopError {
  return new SopError('DocumentNotYours', 403, {
    zh: '此文件不由您修改：方案、报价、合同和收款记录由项目的销售修改，设计需求、修改意见、发布单、发布需求和订单由项目的助理修改。',
    en: 'This document is not yours to change: the case’s salesperson changes plan, quote, contract and collection record; its assistant changes design request, revision notes, publication form, publication request and order.',
  });
}

function caseNotRunning(): SopError {
  return new SopError('CaseEnded', 409, {
    zh: '项目不在进行中，文件不能再修改。',
    en: 'The case is not running: its documents can no longer be changed.',
  });
}

function documentNotThere(): SopError {
  return new SopError('DocumentNotThere', 409, {
    zh: '还没有这份文件：第一版须在其步骤中完成。',
    en: 'There is no such document yet: its first version is made at its step.',
  });
}

function documentSettled(step: string): SopError {
  return new SopError(
    'DocumentSettled',
    409,
    {
      zh: `此文件已在第 ${step} 步定稿，不能再修改。`,
      en: `This document was settled at step ${step} and can no longer be changed.`,
    },
    { extension: { step } },
  );
}

function versionOutdated(version: number): SopError {
  return new SopError(
    'VersionOutdated',
    412,
    {
      zh: `此文件已有第 ${version} 版，请在最新版本上修改。`,
      en: `This document is at version ${version} by now: make your change to that one.`,
    },
    { extension: { version } },
  );
}
