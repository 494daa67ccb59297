import { changeSince } from '../decide-task/content-change.ts';
import { type DecideTaskWorld, decideTask } from '../decide-task/decide-task.ts';
import { contactId, mayAct } from '../shared/domain/assignment.ts';
import { SopError } from '../shared/domain/errors.ts';
import { type Language, preferredLanguage, wording } from '../shared/domain/language.ts';
import { newFact, onceFact } from '../shared/domain/new-fact.ts';
import type { Cases, People, Tasks } from '../shared/domain/ports.ts';
import type { Decision } from '../shared/domain/task.ts';
import { TransientFailure } from '../shared/domain/transient-failure.ts';
import { mistakesOf, readSubmission, type Submission } from '../shared/pages/decision-form.ts';
import { draftOf } from '../shared/pages/draft.ts';
import { fieldsOf } from '../shared/pages/form-field.ts';
import { fromValues, toValues } from '../shared/pages/form-values.ts';
import type { HtmlValue } from '../shared/pages/html.ts';
import { noticeTrouble } from '../shared/pages/notice-trouble.ts';
import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import { refuseForm } from '../shared/pages/refuse-form.ts';
import { documentsOf } from '../shared/pages/task-parts.ts';
import type { Bringing } from '../tasks-api/judge-upload.ts';
import { takeWaiting } from '../tasks-api/take-waiting.ts';
import { changedPage } from './changed-page.ts';
import type { LinkRequest } from './link-request.ts';
import { type Bound, type DeadEnd, linkState } from './link-state.ts';
import { noticePage, notices } from './notice-page.ts';
import { resultPage } from './result-page.ts';
import { doWithFiles, type FilesWish, filesWish } from './submit-files.ts';
import { type CaseFiles, type FilesPart, filesPart } from './task-files.ts';
import { taskPage } from './task-page.ts';

export interface LinkPageWorld extends DecideTaskWorld {
  readonly tasks: DecideTaskWorld['tasks'] & Pick<Tasks, 'byLink'>;
  readonly cases: DecideTaskWorld['cases'] & Pick<Cases, 'get' | 'documents'>;
  readonly people: DecideTaskWorld['people'] & Pick<People, 'get'>;
  readonly files: CaseFiles;
  /** Where people reach the page, without a slash at its end. */
  readonly publicUrl: string;
}

/**
 * The page behind a mail's link. GET and HEAD only read and render, whoever fetches it; a POST decides through
 * `decideTask`, as the person the link was made for. What is typed survives every answer short of a decision.
 */
export async function answerLink(world: LinkPageWorld, request: LinkRequest): Promise<PageAnswer> {
  const answer = await (request.method === 'POST' ? submit(world, request) : show(world, request));
  return request.method === 'HEAD' ? { ...answer, body: '' } : answer;
}

async function show(world: LinkPageWorld, request: LinkRequest): Promise<PageAnswer> {
  const state = await linkState(world, request.link);
  if (state.kind === 'decided') return result(world, state, state.decision, 200, request);
  return state.kind === 'open' ? freshPage(world, state, request) : deadEnd(world, state, request);
}

async function submit(world: LinkPageWorld, request: LinkRequest): Promise<PageAnswer> {
  const refusal = refuseForm(request);
  if (refusal !== undefined) {
    const title = { zh: '没有提交', en: 'Nothing was submitted' };
    return noticePage({ status: refusal.status, title, text: refusal.text }, languageOf(request));
  }
  const state = await linkState(world, request.link);
  if (state.kind === 'unknown') {
    // No case to put it on record with: the log has it.
    world.observer.warn('link.unknown', {});
    return deadEnd(world, state, request);
  }
  const files = filesWish(request.body);
  if (files.deed !== undefined)
    return state.kind === 'open' ? sort(world, state, files, request) : show(world, request);
  const submission = readSubmission(request.body, state.step);
  if (state.kind === 'decided') return again(world, state, state.decision, submission, request);
  if (state.kind !== 'open') {
    if (submission.outcome !== undefined) await recordAttempt(world, state);
    return deadEnd(world, state, request);
  }
  return submission.outcome === undefined
    ? draftPage(world, state, submission, request, { status: 200 })
    : decide(world, state, { ...submission, outcome: submission.outcome }, request);
}

/** Keeps or removes what was uploaded; nothing is decided. */
async function sort(world: LinkPageWorld, bound: Bound, files: FilesWish, request: LinkRequest): Promise<PageAnswer> {
  try {
    await doWithFiles(world, bringing(bound), files);
    return resultAddress(request);
  } catch (error) {
    if (!(error instanceof SopError)) throw error;
    const alert = wording(error.text, languageOf(request, bound));
    return freshPage(world, bound, request, { status: error.status, alert });
  }
}

function bringing({ task, person }: Bound): Bringing {
  return { task, by: person.id, via: 'link' };
}

async function decide(
  world: LinkPageWorld,
  bound: Bound,
  submission: Submission & { readonly outcome: string },
  request: LinkRequest,
): Promise<PageAnswer> {
  const { task, step, person } = bound;
  try {
    await takeWaiting(world, bringing(bound), filesWish(request.body).uploads);
    await decideTask(world, {
      taskId: task.id,
      actor: person,
      via: 'link',
      outcome: submission.outcome,
      comment: submission.comment,
      data: step.produces === undefined ? undefined : fromValues(fieldsOf(step.produces), submission.values),
      expect: { attempt: submission.attempt ?? task.attempt, contentHash: submission.contentHash },
    });
    return resultAddress(request);
  } catch (error) {
    if (error instanceof TransientFailure) return noticePage(notices.busy, languageOf(request, bound));
    if (!(error instanceof SopError)) throw error;
    return refused(world, error, bound, submission, request);
  }
}

/** What a person sees whose decision was refused: where they can mend it, their form; else how things stand now. */
async function refused(
  world: LinkPageWorld,
  error: SopError,
  bound: Bound,
  submission: Submission,
  request: LinkRequest,
): Promise<PageAnswer> {
  const language = languageOf(request, bound);
  if (error.status === 422) {
    const mistakes = mistakesOf(error.fields, bound.step, submission.values, language);
    return draftPage(world, bound, submission, request, { status: 422, error, mistakes });
  }
  const state = await linkState(world, request.link);
  if (state.kind === 'decided') return again(world, state, state.decision, submission, request);
  return state.kind === 'open'
    ? draftPage(world, state, submission, request, { status: 409, error })
    : deadEnd(world, state, request);
}

/** A repeat of the very decision that is recorded is no mistake; any other comes too late. */
async function again(
  world: LinkPageWorld,
  bound: Bound,
  decision: Decision,
  submission: Submission,
  request: LinkRequest,
): Promise<PageAnswer> {
  const same = decision.by === bound.person.id && decision.outcome === submission.outcome;
  if (same || submission.outcome === undefined) return resultAddress(request);
  await recordReplay(world, bound, decision);
  return result(world, bound, decision, 409, request);
}

async function freshPage(
  world: LinkPageWorld,
  bound: Bound,
  request: LinkRequest,
  why: { readonly status: number; readonly alert?: string } = { status: 200 },
): Promise<PageAnswer> {
  const documents = await world.cases.documents(bound.task.caseId);
  const { produces } = bound.step;
  const now = world.now();
  const language = languageOf(request, bound);
  const shown = documentsOf(bound, documents);
  const content = {
    bound,
    language,
    ...shown,
    values:
      produces === undefined
        ? new Map()
        : toValues(
            fieldsOf(produces),
            draftOf(produces, { salesCase: bound.salesCase, task: bound.task, documents, now }),
          ),
    comment: '',
    moreRows: new Map(),
    mistakes: [],
    ...(why.alert === undefined ? {} : { alert: why.alert }),
    signInAt: signInAddress(bound),
    now,
  };
  return taskPage(
    why.status,
    content,
    await filesOf(world, bound, shown.subject, request),
    await troubleOf(world, bound, language),
  );
}

async function draftPage(
  world: LinkPageWorld,
  bound: Bound,
  { values, comment, moreRows }: Submission,
  request: LinkRequest,
  why: { status: number; error?: SopError; mistakes?: ReturnType<typeof mistakesOf> },
): Promise<PageAnswer> {
  const language = languageOf(request, bound);
  const documents = await world.cases.documents(bound.task.caseId);
  const { error, mistakes = [] } = why;
  const shown = documentsOf(bound, documents);
  const content = {
    bound,
    language,
    ...shown,
    values,
    comment,
    moreRows,
    mistakes,
    ...(error === undefined || mistakes.length > 0 ? {} : { alert: wording(error.text, language) }),
    signInAt: signInAddress(bound),
    now: world.now(),
  };
  return taskPage(
    why.status,
    content,
    await filesOf(world, bound, shown.subject, request),
    await troubleOf(world, bound, language),
  );
}

/** The task's page in the inbox, which asks who one is. */
function signInAddress({ task }: Bound): string {
  return `/inbox/tasks/${task.id}`;
}

/** That somebody, the reader perhaps, may not have heard of the task. */
async function troubleOf(
  world: LinkPageWorld,
  { task, person, salesCase }: Bound,
  language: Language,
): Promise<HtmlValue> {
  const unreached = task.notice?.person;
  if (unreached === undefined) return undefined;
  const contact = unreached === contactId(salesCase.id) ? salesCase.contact.name : undefined;
  const name = contact ?? (await world.people.get(unreached))?.name ?? unreached;
  return noticeTrouble(task, { reader: person.id, name, language });
}

/** The files of the page, and the way to add one. */
function filesOf(
  world: LinkPageWorld,
  { task, step, person }: Bound,
  subject: Parameters<typeof filesPart>[2],
  request: LinkRequest,
): Promise<FilesPart> {
  const language = languageOf(request, { person });
  const adding = {
    back: `${world.publicUrl}${addressOf(request)}`,
    action: `?lang=${language}`,
    now: world.now(),
  };
  return filesPart(world.files, { task, step, by: person.id, adding }, subject, language);
}

async function result(
  world: LinkPageWorld,
  bound: Bound,
  decision: Decision,
  status: 200 | 409,
  request: LinkRequest,
): Promise<PageAnswer> {
  const { task, person, salesCase } = bound;
  const written = decision.document;
  const [documents, staff] = await Promise.all([
    written === undefined ? [] : world.cases.documents(task.caseId),
    decision.by === person.id ? person : world.people.get(decision.by),
  ]);
  const contact = decision.by === contactId(salesCase.id) ? salesCase.contact.name : undefined;
  return resultPage(status, {
    bound,
    language: languageOf(request, bound),
    decision,
    decidedBy: contact ?? staff?.name ?? decision.by,
    document: documents.find(({ kind, version }) => kind === written?.kind && version === written.version),
  });
}

async function deadEnd(world: LinkPageWorld, state: DeadEnd, request: LinkRequest): Promise<PageAnswer> {
  const language = languageOf(request, state.kind === 'unknown' ? undefined : state);
  if (state.kind === 'superseded' && state.task.status === 'OPEN' && mayAct(state.person, state.task)) {
    const changed = await changeSince(world.cases, state.task, { attempt: state.attempt });
    if (changed !== undefined) return changedPage(changed, language);
  }
  return noticePage(notices[state.kind], language);
}

/** Another decision through a link that has served: on record once a person, however often it is tried. */
async function recordReplay(world: LinkPageWorld, { task, person }: Bound, decision: Decision): Promise<void> {
  const { caseId, id: taskId, step } = task;
  const type = 'task.refused-attempt';
  const detail = { why: 'TaskAlreadyDecided' };
  const fact = onceFact({ caseId, taskId, step, type, by: person.id, via: 'link', detail }, world.now(), decision.at);
  await world.cases.record(fact);
  world.observer.fact(fact);
}

/** A decision tried through a dead link is put on record, as every refused attempt is. */
async function recordAttempt(
  world: LinkPageWorld,
  { task, person, kind }: Bound & { readonly kind: string },
): Promise<void> {
  const fact = newFact(
    {
      caseId: task.caseId,
      taskId: task.id,
      step: task.step,
      type: 'task.refused-attempt',
      by: person.id,
      via: 'link',
      detail: { why: 'LinkDead', link: kind },
    },
    world.now(),
  );
  await world.cases.record(fact);
  world.observer.fact(fact);
}

/** The language asked for in the address, else the person's, else the browser's. */
function languageOf({ lang, headers }: LinkRequest, bound?: Pick<Bound, 'person'>): Language {
  if (lang === 'en') return 'en';
  if (lang === 'zh-CN' || lang === 'zh') return 'zh-CN';
  return bound?.person.language ?? preferredLanguage(headers['accept-language']);
}

/** The page shows the recorded decision now; going there anew keeps a reload from submitting again. */
function resultAddress(request: LinkRequest): PageAnswer {
  return seeOther(addressOf(request));
}

/** The page's own address, in the language chosen on it. */
function addressOf({ link, lang }: LinkRequest): string {
  return `/t/${link}${lang === 'en' || lang === 'zh-CN' ? `?lang=${lang}` : ''}`;
}
