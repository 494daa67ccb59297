import { caseNotFound, caseNotYours, isNamedIn, seesAll, seesTask } from '../shared/domain/access.ts';
import type { DocumentVersion, SalesCase } from '../shared/domain/case.ts';
import type { Fact } from '../shared/domain/history.ts';
import type { Actor } from '../shared/domain/person.ts';
import type { Cases, Page, PageRequest, Tasks } from '../shared/domain/ports.ts';
import type { Task } from '../shared/domain/task.ts';
import { readPage } from '../shared/http/paging.ts';
import { tasksOf } from './case-tasks.ts';

/** What reading a case needs of the world. */
export interface ReadCaseWorld {
  readonly cases: Pick<Cases, 'get' | 'history' | 'documents'>;
  readonly tasks: Pick<Tasks, 'list'>;
}

/**
 * The case, when the actor has a part in it: they manage, it names them, or a task in it is theirs or their group's.
 * @throws SopError CaseNotFound (404), CaseNotYours (403)
 */
export async function visibleCase(world: ReadCaseWorld, actor: Actor, id: string): Promise<SalesCase> {
  const found = await world.cases.get(id);
  if (found === undefined) {
    throw caseNotFound();
  }
  if (seesAll(actor) || isNamedIn(actor, found)) {
    return found;
  }
  if ((await tasksOf(world.tasks, id)).some((task) => seesTask(actor, task))) {
    return found;
  }
  throw caseNotYours();
}

/** The case with the tasks open now and the latest version of each document. Throws as `visibleCase` does. */
export async function readCase(
  world: ReadCaseWorld,
  actor: Actor,
  id: string,
): Promise<{ salesCase: SalesCase; tasks: readonly Task[]; documents: readonly DocumentVersion[] }> {
  const salesCase = await visibleCase(world, actor, id);
  const [tasks, documents] = await Promise.all([tasksOf(world.tasks, id), world.cases.documents(id)]);
  return { salesCase, tasks: tasks.filter(({ status }) => status === 'OPEN'), documents: latestVersions(documents) };
}

/** Every version of the case's documents, or of one kind. Throws as `visibleCase` does. */
export async function readDocuments(
  world: ReadCaseWorld,
  actor: Actor,
  id: string,
  kind: string | undefined,
): Promise<readonly DocumentVersion[]> {
  await visibleCase(world, actor, id);
  const documents = await world.cases.documents(id);
  return kind === undefined ? documents : documents.filter((document) => document.kind === kind);
}

/** What happened in the case, oldest first. Throws as `visibleCase` does; CursorInvalid (400). */
export async function readHistory(
  world: ReadCaseWorld,
  actor: Actor,
  id: string,
  page: PageRequest,
): Promise<Page<Fact>> {
  await visibleCase(world, actor, id);
  return readPage([{ fetch: (part) => world.cases.history(id, part) }], page, ['history', id, actor.id]);
}

function latestVersions(documents: readonly DocumentVersion[]): readonly DocumentVersion[] {
  const latest = new Map<string, DocumentVersion>();
  for (const document of documents) {
    if (document.version > (latest.get(document.kind)?.version ?? 0)) {
      latest.set(document.kind, document);
    }
  }
  return [...latest.values()];
}
