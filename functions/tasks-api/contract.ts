import * as z from 'zod/mini';
import { attachment, fileTypes, MAX_FILES } from '../shared/domain/attachment.ts';
import { documentVersion } from '../shared/domain/case.ts';
import { followUp, taskComment } from '../shared/domain/inbox.ts';
import { languageSchema } from '../shared/domain/person.ts';
import { roleIds } from '../shared/domain/roles.ts';
import { decision, taskStatuses } from '../shared/domain/task.ts';
import { MAX_UPLOAD_BYTES } from '../shared/domain/upload.ts';
import { type Operation, routesOf } from '../shared/http/operation.ts';
import { named, pageOf, paging, text } from '../shared/http/schemas.ts';
import { taskView } from '../shared/http/task-view.ts';

/** The function's environment. */
export const env = z.object({
  RECORDS_TABLE: z.string(),
  /** The bucket of the cases' files. */
  DOCUMENTS_BUCKET: z.string(),
});

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

const userName = z.string().check(z.trim(), z.minLength(1), z.maxLength(128));

/** What `POST /tasks/{id}/delegation` takes: who is to act on the caller's behalf. */
export const delegation = z.strictObject({ to: userName });

/** What `POST /tasks/{id}/reassignment` takes: who is to have the task; its candidate group where left out. */
export const reassignment = z.strictObject({ to: z.optional(userName) });

/** What `POST /tasks/{id}/comments` takes; `@user.name` or a Chinese name (`@李娜`) mentions somebody. */
export const commentText = z.strictObject({
  text: z.string().check(z.trim(), z.minLength(1), z.maxLength(4000)),
  /** Ids of files announced for a comment on this task, whose content was sent. */
  files: z.optional(z.array(z.string().check(z.minLength(1), z.maxLength(64))).check(z.maxLength(MAX_FILES))),
});

/** A comment as the task's readers see it. */
export const commentView = z.omit(taskComment, { caseId: true });

/** What `PUT /tasks/{id}/follow-up` takes. */
export const followUpWish = z.strictObject({
  /** An instant, with an offset. */
  at: z.iso.datetime({ offset: true }),
  note: z._default(z.string().check(z.trim(), z.maxLength(500)), ''),
});

/** The caller's reminder of the task; empty where there is none. */
export const ownFollowUp = z.object({ followUp: z.optional(z.omit(followUp, { person: true })) });

const types = Object.keys(fileTypes);

/** What `POST /tasks/{id}/files` takes: what is going to be uploaded. */
export const fileAnnouncement = z.strictObject({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(200)),
  /** Media type. */
  type: z.enum(types),
  /** Bytes. */
  size: z.int().check(z.minimum(1), z.maximum(MAX_UPLOAD_BYTES)),
  /** SHA-256 of the content, in base64. */
  sha256: z.string().check(z.regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/)),
  /** `comment` for a file that a comment is to carry; it is named there instead of being completed. */
  purpose: z.optional(z.literal('comment')),
});

/** Where the announced content goes: a PUT with these headers and the announced `Content-Length`. */
export const uploadView = z.object({
  id: z.string(),
  upload: z.object({
    method: z.literal('PUT'),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    expiresAt: z.iso.datetime(),
  }),
});

/** A file that became the case's. */
export const keptFileView = z.omit(attachment, { caseId: true, key: true });

/** So many decisions fit into one request. */
const MOST_DECISIONS = 50;

/** What `POST /tasks/decisions` takes. */
export const bulkDecisions = z.strictObject({
  decisions: z
    .array(z.strictObject({ taskId: z.string().check(z.minLength(1), z.maxLength(200)), ...taskDecision.shape }))
    .check(z.minLength(1), z.maxLength(MOST_DECISIONS)),
});

/** What came of each of them, in the order asked: `status` is what the decision alone would have been answered with. */
export const bulkResults = z.object({
  results: z.array(
    z.object({
      taskId: z.string(),
      status: z.int(),
      decision: z.optional(decision),
      /** A problem document, where it was refused. */
      problem: z.optional(z.record(z.string(), z.unknown())),
    }),
  ),
});

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
  decideTasks: {
    method: 'POST',
    path: '/tasks/decisions',
    body: bulkDecisions,
    status: 207,
    answer: bulkResults,
  },
  delegateTask: { method: 'POST', path: '/tasks/{id}/delegation', body: delegation, answer: taskView },
  reassignTask: { method: 'POST', path: '/tasks/{id}/reassignment', body: reassignment, answer: taskView },
  commentTask: { method: 'POST', path: '/tasks/{id}/comments', body: commentText, status: 201, answer: commentView },
  listComments: {
    method: 'GET',
    path: '/tasks/{id}/comments',
    query: z.strictObject(paging),
    answer: pageOf(commentView),
  },
  announceFile: { method: 'POST', path: '/tasks/{id}/files', body: fileAnnouncement, status: 201, answer: uploadView },
  completeFile: {
    method: 'POST',
    path: '/tasks/{id}/files/{fileId}/completion',
    body: nothing,
    answer: keptFileView,
  },
  getFollowUp: { method: 'GET', path: '/tasks/{id}/follow-up', answer: ownFollowUp },
  setFollowUp: { method: 'PUT', path: '/tasks/{id}/follow-up', body: followUpWish, answer: ownFollowUp },
  removeFollowUp: { method: 'DELETE', path: '/tasks/{id}/follow-up', answer: ownFollowUp },
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
