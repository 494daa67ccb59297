import * as z from 'zod/mini';
import { documentVersion } from '../shared/domain/case.ts';
import { languageSchema } from '../shared/domain/person.ts';
import { roleIds } from '../shared/domain/roles.ts';
import { decision, taskStatuses } from '../shared/domain/task.ts';
import { type Operation, routesOf } from '../shared/http/operation.ts';
import { named, pageOf, paging, text } from '../shared/http/schemas.ts';
import { taskView } from '../shared/http/task-view.ts';

/** The function's environment. */
export const env = z.object({ RECORDS_TABLE: z.string() });

/** What `POST /tasks/{id}/decision` takes. */
export const taskDecision = z.strictObject({
  /** One of the step's outcomes. */
  outcome: z.string().check(z.trim(), z.minLength(1), z.maxLength(50)),
  /** The reason, where the outcome asks for one. */
  comment: z.optional(z.string().check(z.trim(), z.maxLength(4000))),
  /** The step's form, where the outcome asks for it. */
  data: z.optional(z.record(z.string(), z.unknown())),
  /** What the decision was made on, as read before: it is refused when the task has changed since. */
  expect: z.optional(
    z.strictObject({
      attempt: z.optional(z.int().check(z.minimum(1))),
      contentHash: z.optional(z.string().check(z.maxLength(128))),
    }),
  ),
});

/** `POST /tasks/{id}/claim` and `/release` take nothing; an empty object is accepted. */
export const nothing = z.strictObject({});

export const taskDetail = z.object({
  ...taskView.shape,
  /** The document versions that are decided on, with their contents. */
  documents: z.array(z.object({ ...z.omit(documentVersion, { caseId: true }).shape, title: text })),
});

export const operations = {
  listTasks: {
    method: 'GET',
    path: '/tasks',
    query: z.strictObject({
      ...paging,
      role: z.optional(z.enum(roleIds)),
      /** A user name, or `me`. */
      assignee: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(128))),
      status: z._default(z.enum(taskStatuses), 'OPEN'),
      case: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(64))),
    }),
    answer: pageOf(taskView),
  },
  getTask: { method: 'GET', path: '/tasks/{id}', answer: taskDetail },
  claimTask: { method: 'POST', path: '/tasks/{id}/claim', body: nothing, answer: taskView },
  releaseTask: { method: 'POST', path: '/tasks/{id}/release', body: nothing, answer: taskView },
  decideTask: {
    method: 'POST',
    path: '/tasks/{id}/decision',
    body: taskDecision,
    answer: z.object({ task: taskView, decision }),
  },
  getMe: {
    method: 'GET',
    path: '/me',
    answer: z.object({
      id: z.string(),
      name: z.optional(z.string()),
      email: z.optional(z.string()),
      language: z.optional(languageSchema),
      roles: z.array(named),
    }),
  },
} as const satisfies Record<string, Operation>;

export const routes = routesOf(operations);
