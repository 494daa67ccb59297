import { decideTask } from '../decide-task/decide-task.ts';
import { taskActions } from '../shared/domain/access.ts';
import type { SalesCase } from '../shared/domain/case.ts';
import { SopError } from '../shared/domain/errors.ts';
import type { FollowUp } from '../shared/domain/inbox.ts';
import type { Language } from '../shared/domain/language.ts';
import type { Actor } from '../shared/domain/person.ts';
import type {
  Absences,
  Cases,
  Comments,
  FollowUps,
  Handovers,
  Observer,
  People,
  Tasks,
} from '../shared/domain/ports.ts';
import { roles } from '../shared/domain/roles.ts';
import type { Task } from '../shared/domain/task.ts';
import { type ApiWorld, type Call, type Endpoint, endpoint } from '../shared/http/api.ts';
import { nextPage } from '../shared/http/paging.ts';
import { problemDocument } from '../shared/http/problem.ts';
import { type TaskView, titleOf, viewTask } from '../shared/http/task-view.ts';
import { claimTask, releaseTask } from './claim-task.ts';
import { commentTask, readComments } from './comment-task.ts';
import { operations } from './contract.ts';
import { type BulkResult, decideTasks } from './decide-tasks.ts';
import { readFollowUp, setFollowUp } from './follow-up.ts';
import type { TaskFiles } from './judge-upload.ts';
import { listTasks } from './list-tasks.ts';
import { delegateTask, reassignTask } from './pass-on.ts';
import { readTask, visibleTask } from './read-task.ts';
import { announceFile, completeFile } from './upload-file.ts';

/** What the resource needs of the world. */
export interface TasksApiWorld extends ApiWorld {
  readonly cases: Cases;
  readonly tasks: Tasks;
  readonly people: People;
  readonly handovers: Handovers;
  readonly absences: Pick<Absences, 'of'>;
  readonly comments: Comments;
  readonly followUps: FollowUps;
  readonly files: TaskFiles;
  readonly observer: Observer;
}

/** The endpoints of `/tasks` and `/me`. */
export function tasksApi(world: TasksApiWorld): readonly Endpoint[] {
  const view = (actor: Actor, task: Task, salesCase: Pick<SalesCase, 'id' | 'title' | 'customerName'>): TaskView =>
    viewTask(task, salesCase, taskActions(actor, task, world.now()));
  return [
    endpoint(operations.listTasks, async ({ actor, query }) => {
      const { limit, cursor, ...filter } = query;
      const page = await listTasks(world, actor, filter, { limit, ...(cursor === undefined ? {} : { cursor }) });
      const caseOf = await casesOf(world, page.items);
      const next = nextPage('/tasks', { ...filter, limit }, page.cursor);
      return { answer: { items: page.items.map((task) => view(actor, task, caseOf(task.caseId))), next } };
    }),
    endpoint(operations.getTask, async ({ actor, id }) => {
      const { task, salesCase, documents } = await readTask(world, actor, id);
      const titled = documents.map((document) => ({ ...document, title: titleOf(document.kind) }));
      return { answer: { ...view(actor, task, salesCase), documents: titled } };
    }),
    endpoint(operations.claimTask, async ({ actor, id }) => {
      const { task, salesCase } = await claimTask(world, actor, id, 'api');
      return { answer: view(actor, task, salesCase) };
    }),
    endpoint(operations.releaseTask, async ({ actor, id }) => {
      const { task, salesCase } = await releaseTask(world, actor, id, 'api');
      return { answer: view(actor, task, salesCase) };
    }),
    endpoint(operations.decideTask, async (call) => {
      const { task, decision } = await decideOnce(world, call);
      const { salesCase } = await visibleTask(world, call.actor, task.id);
      return { answer: { task: view(call.actor, task, salesCase), decision } };
    }),
    endpoint(operations.decideTasks, async ({ actor, body, identity, language }) => {
      const since = identity.at.toISOString();
      const results = await decideTasks(world, { actor, via: 'api', since, decisions: body.decisions });
      return { answer: { results: results.map((result) => viewResult(result, language)) } };
    }),
    endpoint(operations.delegateTask, async ({ actor, id, body }) => {
      const { task, salesCase } = await delegateTask(world, { actor, id, via: 'api', to: body.to });
      return { answer: view(actor, task, salesCase) };
    }),
    endpoint(operations.reassignTask, async ({ actor, id, body }) => {
      const { task, salesCase } = await reassignTask(world, { actor, id, via: 'api', to: body.to });
      return { answer: view(actor, task, salesCase) };
    }),
    endpoint(operations.commentTask, async ({ actor, id, body, identity }) => ({
      answer: await commentTask(world, {
        ...{ actor, id, text: body.text, files: { announced: body.files ?? [] }, via: 'api', identity },
      }),
    })),
    endpoint(operations.listComments, async ({ actor, id, query }) => {
      const { limit, cursor } = query;
      const page = await readComments(world, actor, id, { limit, ...(cursor === undefined ? {} : { cursor }) });
      return { answer: { items: [...page.items], next: nextPage(`/tasks/${id}/comments`, { limit }, page.cursor) } };
    }),
    endpoint(operations.announceFile, async ({ actor, id, body, identity }) => {
      const { file, address } = await announceFile(world, { actor, id, ...body, identity });
      const method = 'PUT' as const;
      return { answer: { id: file.id, upload: { method, ...address, headers: { ...address.headers } } } };
    }),
    endpoint(operations.completeFile, async ({ actor, id, path }) => ({
      answer: await completeFile(world, { actor, id, fileId: path.fileId ?? '', via: 'api' }),
    })),
    endpoint(operations.getFollowUp, async ({ actor, id }) => ({
      answer: viewFollowUp(await readFollowUp(world, actor, id)),
    })),
    endpoint(operations.setFollowUp, async ({ actor, id, body }) => ({
      answer: viewFollowUp(await setFollowUp(world, actor, id, body)),
    })),
    endpoint(operations.removeFollowUp, async ({ actor, id }) => {
      await visibleTask(world, actor, id);
      await world.followUps.remove(actor.id, id);
      return { answer: {} };
    }),
    endpoint(operations.getMe, async ({ actor }) => {
      const person = await world.people.get(actor.id);
      return {
        answer: {
          id: actor.id,
          name: person?.name,
          email: person?.email,
          language: person?.language,
          roles: actor.roles.map((id) => ({ id, title: roles[id] })),
        },
      };
    }),
  ];
}

/** What came of one decision of many, as the caller reads it. */
function viewResult(result: BulkResult, language: Language) {
  return 'decision' in result
    ? { taskId: result.taskId, status: 200, decision: result.decision }
    : { taskId: result.taskId, status: result.error.status, problem: problemDocument(result.error, language) };
}

function viewFollowUp(followUp: FollowUp | undefined): { followUp?: Omit<FollowUp, 'person'> } {
  if (followUp === undefined) return {};
  const { person: _, ...own } = followUp;
  return { followUp: own };
}

/**
 * Decides; and when an earlier run of this very request decided and then died before it could answer, that decision is
 * the answer, not a conflict.
 */
async function decideOnce(
  world: TasksApiWorld,
  { actor, id, body, identity }: Call<typeof operations.decideTask>,
): ReturnType<typeof decideTask> {
  try {
    return await decideTask(world, { taskId: id, actor, via: 'api', ...body });
  } catch (error) {
    const task = identity.takenOver && isAlreadyDecided(error) ? await world.tasks.get(id) : undefined;
    const decision = task?.decision;
    if (
      task !== undefined &&
      decision?.by === actor.id &&
      decision.outcome === body.outcome &&
      decision.at >= identity.at.toISOString()
    ) {
      return { task, decision };
    }
    throw error;
  }
}

function isAlreadyDecided(error: unknown): boolean {
  return error instanceof SopError && error.name === 'TaskAlreadyDecided';
}

/** The titles of the tasks' cases, each read once. */
async function casesOf(
  world: TasksApiWorld,
  tasks: readonly Task[],
): Promise<(id: string) => Pick<SalesCase, 'id' | 'title' | 'customerName'>> {
  const ids = [...new Set(tasks.map(({ caseId }) => caseId))];
  const found = new Map(await Promise.all(ids.map(async (id) => [id, await world.cases.get(id)] as const)));
  return (id) => found.get(id) ?? { id, title: '', customerName: '' };
}
