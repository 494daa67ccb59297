import * as z from 'zod/mini';
import { attachment } from '../shared/domain/attachment.ts';
import { calendarText } from '../shared/domain/calendar.ts';
import { caseSettings, caseStatuses, contact, documentVersion, salesCase } from '../shared/domain/case.ts';
import { type DocumentKind, documents } from '../shared/domain/documents.ts';
import { fact } from '../shared/domain/history.ts';
import { languageSchema } from '../shared/domain/person.ts';
import { priorities } from '../shared/domain/priority.ts';
import { type Operation, routesOf } from '../shared/http/operation.ts';
import { named, pageOf, paging, text } from '../shared/http/schemas.ts';
import { taskView } from '../shared/http/task-view.ts';

/** The function's environment. */
export const env = z.object({
  RECORDS_TABLE: z.string(),
  STATE_MACHINE_ARN: z.string(),
  /** When people work, where that is not China's calendar. */
  WORK_CALENDAR: z.optional(calendarText),
  /** The bucket of the cases' files. */
  DOCUMENTS_BUCKET: z.string(),
});

const personId = z.string().check(z.trim(), z.minLength(1), z.maxLength(128));
const documentKinds = Object.keys(documents) as [DocumentKind, ...DocumentKind[]];

/** What `POST /cases` takes: the customer's promotion intent (code 1), and who will act. */
export const caseOpening = z.strictObject({
  customerId: z.string().check(z.trim(), z.minLength(1), z.maxLength(64)),
  contact: z.strictObject(contact.shape),
  title: z.string().check(z.trim(), z.minLength(1), z.maxLength(200)),
  assistant: personId,
  /** Who runs the case; the caller, unless a sales manager names somebody. */
  sales: z.optional(personId),
  settings: z.optional(z.strictObject(caseSettings.shape)),
});
export type CaseOpening = z.infer<typeof caseOpening>;

/** What `POST /cases/{id}/cancellation` takes. */
export const cancellation = z.strictObject({ reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(1000)) });

/** What `PUT /cases/{id}/priority` takes. */
export const priorityWish = z.strictObject({ priority: z.enum(priorities) });

/** What `PUT /cases/{id}/contact` takes: all of the contact, as it is to be from now on. */
export const contactWish = z.strictObject({ ...contact.shape, language: languageSchema });

/** A file of the case, with the address it can be fetched from for a quarter of an hour. */
export const fileView = z.object({ ...z.omit(attachment, { caseId: true, key: true }).shape, address: z.string() });

/** What `PUT /cases/{id}/documents/{kind}` takes: the document's content, by the schema of its kind. */
export const documentContent = z.record(z.string(), z.unknown());

/** A case as its readers see it. */
export const caseView = z.object({
  ...z.omit(salesCase, { executionArn: true, status: true, contactChanges: true }).shape,
  status: named,
});

export const documentView = z.object({
  ...z.omit(documentVersion, { caseId: true }).shape,
  title: text,
});

export const caseDetail = z.object({
  case: caseView,
  /** The tasks somebody must do now. */
  tasks: z.array(taskView),
  /** The latest version of each document. */
  documents: z.array(documentView),
  /** What the reader may do with the case now. */
  actions: z.array(z.enum(['cancel'])),
  /** Who the customer is by now, where it was renamed or merged into another one since the case was opened. */
  customerNow: z.optional(z.object({ id: z.string(), name: z.string() })),
});

export const factView = z.object({ ...z.omit(fact, { caseId: true }).shape, title: text });

export const operations = {
  openCase: { method: 'POST', path: '/cases', body: caseOpening, status: 201, answer: caseView },
  listCases: {
    method: 'GET',
    path: '/cases',
    query: z.strictObject({
      ...paging,
      status: z.optional(z.enum(caseStatuses)),
      sales: z.optional(personId),
    }),
    answer: pageOf(caseView),
  },
  getCase: { method: 'GET', path: '/cases/{id}', answer: caseDetail },
  getCaseHistory: {
    method: 'GET',
    path: '/cases/{id}/history',
    query: z.strictObject(paging),
    answer: pageOf(factView),
  },
  getCaseDocuments: {
    method: 'GET',
    path: '/cases/{id}/documents',
    query: z.strictObject({ kind: z.optional(z.enum(documentKinds)) }),
    answer: z.object({ items: z.array(documentView) }),
  },
  getCaseFiles: { method: 'GET', path: '/cases/{id}/files', answer: z.object({ items: z.array(fileView) }) },
  changeDocument: {
    method: 'PUT',
    path: '/cases/{id}/documents/{kind}',
    body: documentContent,
    answer: documentView,
    conditional: true,
  },
  setPriority: { method: 'PUT', path: '/cases/{id}/priority', body: priorityWish, answer: caseView },
  changeContact: { method: 'PUT', path: '/cases/{id}/contact', body: contactWish, answer: caseView },
  cancelCase: { method: 'POST', path: '/cases/{id}/cancellation', body: cancellation, answer: caseView },
} as const satisfies Record<string, Operation>;

export const routes = routesOf(operations);
