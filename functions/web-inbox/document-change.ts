import { openTasks } from '../cases-api/case-tasks.ts';
import {
  type ChangeableDocument,
  changeableDocument,
  changeDocument,
  documentContentOf,
} from '../cases-api/change-document.ts';
import type { DocumentVersion } from '../shared/domain/case.ts';
import { canonicalJson } from '../shared/domain/content-hash.ts';
import { differenceOf } from '../shared/domain/difference.ts';
import { SopError } from '../shared/domain/errors.ts';
import { wording } from '../shared/domain/language.ts';
import type { Task } from '../shared/domain/task.ts';
import { readContent } from '../shared/pages/decision-form.ts';
import { fieldsOf } from '../shared/pages/form-field.ts';
import { fromValues, toValues } from '../shared/pages/form-values.ts';
import { contentMistakes } from '../shared/pages/mistakes.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { type Asked, speaker } from './asked.ts';
import { changeFormPage, comparisonPage, type DocumentDraft } from './document-change-page.ts';

/**
 * `GET /inbox/cases/{id}/documents/{kind}/change`: the document's form with what its latest version says.
 * @throws as `changeableDocument` does
 */
export async function showDocumentChange(asked: Asked, caseId: string, kind: string): Promise<PageAnswer> {
  const { found, stale } = await before(asked, caseId, kind);
  const values = toValues(fieldsOf(found.latest.kind), found.latest.content);
  return changeFormPage(asked, 200, { ...found, stale, values, moreRows: new Map() });
}

/**
 * `POST /inbox/cases/{id}/documents/{kind}/change`: changes the form, shows what would be different, or saves it. What is
 * typed survives every answer short of a new version. @throws as `changeableDocument` does
 */
export async function submitDocumentChange(asked: Asked, caseId: string, kind: string): Promise<PageAnswer> {
  const { world, reader, language, request } = asked;
  const { found, stale } = await before(asked, caseId, kind);
  const { latest } = found;
  const typed = new URLSearchParams(request.body);
  const { values, moreRows } = readContent(typed, latest.kind);
  const draft: DocumentDraft = { ...found, stale, values, moreRows };
  // Changing the language leaves the reader where they are.
  const staysCompared = typed.get('do') === 'show' && typed.has('compared');
  if (typed.has('do') && !staysCompared) return changeFormPage(asked, 200, draft);
  const fields = fieldsOf(latest.kind);
  const given = fromValues(fields, values);
  try {
    const content = documentContentOf(latest.kind, given);
    const version = Number(typed.get('version'));
    if (version !== latest.version) {
      return isSaved(latest, content, reader.id)
        ? seeOther(`/inbox/cases/${caseId}/documents/${latest.kind}`)
        : outdated(asked, draft, version);
    }
    if (typed.get('next') !== 'save') return compare(asked, draft, content);
    const at = world.now();
    const change = { actor: reader, caseId, kind, content, ifMatch: `"${version}"`, via: 'inbox', at } as const;
    await changeDocument(world, change);
    return seeOther(`/inbox/cases/${caseId}/documents/${latest.kind}`);
  } catch (error) {
    if (!(error instanceof SopError)) throw error;
    // Between the look at the document and its writing somebody else was faster.
    if (error.name === 'VersionOutdated') return submitDocumentChange(asked, caseId, kind);
    if (error.name === 'FormInvalid') {
      const mistakes = contentMistakes(error.fields, fields, { values, language });
      return changeFormPage(asked, 422, { ...draft, mistakes });
    }
    return changeFormPage(asked, error.status, { ...draft, alert: wording(error.text, language) });
  }
}

function compare(asked: Asked, draft: DocumentDraft, content: DocumentVersion['content']): PageAnswer {
  const { latest } = draft;
  const difference = differenceOf(latest, { ...latest, version: latest.version + 1, content });
  if (difference.changes.length > 0) return comparisonPage(asked, draft, difference);
  const alert = speaker(asked.language)(
    '内容与最新版本相同，没有可保存的改动。',
    'Nothing differs from the latest version: there is nothing to save.',
  );
  return changeFormPage(asked, 422, { ...draft, alert });
}

/** Somebody else made a version meanwhile: what they changed is shown, and the form goes on from theirs. */
async function outdated(asked: Asked, draft: DocumentDraft, version: number): Promise<PageAnswer> {
  const { latest, salesCase } = draft;
  const versions = await asked.world.cases.documents(salesCase.id);
  const seen = versions.find((each) => each.kind === latest.kind && each.version === version);
  const alert = speaker(asked.language)(
    `您修改期间，此文件已有第 ${latest.version} 版，您的改动尚未保存。请对照下面的不同之处，改好后再次核对。`,
    `While you were at it this document came to version ${latest.version}; your change is not saved. Look at what is different, mend yours, and check again.`,
  );
  return changeFormPage(asked, 409, { ...draft, alert, since: differenceOf(seen, latest) });
}

/** Whether the latest version is what this very form saved, the button having been pressed twice. */
function isSaved({ by, content, taskId }: DocumentVersion, given: DocumentVersion['content'], reader: string): boolean {
  return by === reader && taskId === undefined && canonicalJson(content) === canonicalJson(given);
}

/** The document as it stands, and the open tasks a new version of it would have issued again. */
async function before(
  { world, reader }: Asked,
  caseId: string,
  kind: string,
): Promise<{ readonly found: ChangeableDocument; readonly stale: readonly Task[] }> {
  const found = await changeableDocument(world, { actor: reader, caseId, kind });
  const open = await openTasks(world.tasks, caseId);
  return { found, stale: open.filter(({ subject }) => subject.some((part) => part.kind === found.latest.kind)) };
}
