import * as z from 'zod/mini';
import { cancellation, caseDetail, caseOpening, caseView, documentView, factView } from '../cases-api/contract.ts';
import { contactEntry, contactVolumes, poolForecastView, recyclingForecast } from '../contacts-api/contract.ts';
import {
  customerMerge,
  factsCorrection,
  factsHistory,
  lookalike,
  lookalikes,
} from '../customers-api/change-contract.ts';
import {
  applicationAnswer,
  applicationDetail,
  applicationReceipt,
  applicationView,
  checkAnswer,
  commissionView,
  customerCheck,
  customerEntry,
  customerMoves,
  customerView,
  matchView,
  poolHandover,
  poolMove,
  poolView,
  transferInApplication,
} from '../customers-api/contract.ts';
import {
  absenceEntry,
  accountEntry,
  accountOpening,
  colleague,
  ownAbsence,
  personView,
  place,
  regionsEntry,
} from '../people-api/contract.ts';
import { contact } from '../shared/domain/contact.ts';
import { customer } from '../shared/domain/customer.ts';
import { type DocumentKind, documents } from '../shared/domain/documents.ts';
import { decision, finding } from '../shared/domain/task.ts';
import { componentName } from '../shared/http/component-names.ts';
import { named, text } from '../shared/http/schemas.ts';
import { taskView } from '../shared/http/task-view.ts';
import {
  bulkDecisions,
  bulkResults,
  commentText,
  commentView,
  delegation,
  followUpWish,
  ownFollowUp,
  reassignment,
  taskDecision,
  taskDetail,
} from '../tasks-api/contract.ts';
import { formExamples } from './examples.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** A problem document (RFC 9457), as every refusal is one. */
const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.optional(z.string()),
  errors: z.optional(z.array(z.object({ pointer: z.string(), detail: z.string() }))),
});

const outgoing = z.registry<{ id: string }>();
const incoming = z.registry<{ id: string }>();
const uri = (id: string): string => `#/components/schemas/${id}`;

const answers = {
  Absence: ownAbsence,
  BulkResults: bulkResults,
  Colleague: colleague,
  Comment: commentView,
  FollowUp: ownFollowUp,
  Case: caseView,
  CaseDetail: caseDetail,
  Application: applicationView,
  ApplicationReceipt: applicationReceipt,
  ApplicationDetail: applicationDetail,
  Contact: contact,
  ContactVolume: contactVolumes,
  Customer: customer,
  CustomerWithDays: customerView,
  CustomerCheckAnswer: checkAnswer,
  CustomerMatch: matchView,
  CustomerCommission: commissionView,
  CustomerFacts: factsHistory,
  CustomerLookalike: lookalike,
  CustomerLookalikes: lookalikes,
  CustomerMoves: customerMoves,
  Person: personView,
  Pool: poolView,
  PoolForecast: poolForecastView,
  RecyclingForecast: recyclingForecast,
  Decision: decision,
  Document: documentView,
  Fact: factView,
  Finding: finding,
  Named: named,
  Problem: problem,
  Task: taskView,
  TaskDetail: taskDetail,
  Text: text,
};
const requests = {
  AccountEntry: accountEntry,
  AccountOpening: accountOpening,
  AbsenceEntry: absenceEntry,
  BulkDecisions: bulkDecisions,
  CommentText: commentText,
  Delegation: delegation,
  FollowUpWish: followUpWish,
  Reassignment: reassignment,
  CaseCancellation: cancellation,
  CaseOpening: caseOpening,
  ApplicationAnswer: applicationAnswer,
  ContactEntry: contactEntry,
  CustomerCheck: customerCheck,
  CustomerEntry: customerEntry,
  CustomerMerge: customerMerge,
  FactsCorrection: factsCorrection,
  PersonPlace: place,
  PoolHandover: poolHandover,
  PoolMove: poolMove,
  TransferInApplication: transferInApplication,
  RegionsEntry: regionsEntry,
  TaskDecision: taskDecision,
};

for (const [id, schema] of Object.entries(answers)) {
  outgoing.add(schema, { id });
}
for (const [id, schema] of Object.entries(requests)) {
  incoming.add(schema, { id });
}
const kinds = Object.keys(documents) as DocumentKind[];
for (const kind of kinds) {
  incoming.add(documents[kind].schema, { id: componentName(kind) });
}

/** The named schemas of the description: answers, requests, and each step's form. */
export function components(): Record<string, JsonSchema> {
  const made = {
    ...z.toJSONSchema(outgoing, { io: 'output', uri, override: open }).schemas,
    ...z.toJSONSchema(incoming, { io: 'input', uri, override: tidy }).schemas,
  };
  const named = Object.entries(made).map(([id, schema]): [string, JsonSchema] => [id, withoutAddress(schema)]);
  const all: Record<string, JsonSchema> = Object.fromEntries(named);
  for (const kind of kinds) {
    const id = componentName(kind);
    const { zh, en } = documents[kind].title;
    all[id] = { ...all[id], title: `${zh} · ${en}`, examples: [formExamples[kind]] };
  }
  return all;
}

/** The schema of a request or an answer: a reference where it has a name. */
export function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output'): JsonSchema {
  const id = (io === 'input' ? incoming : outgoing).get(schema)?.id;
  if (id !== undefined) {
    return { $ref: uri(id) };
  }
  const { schemas } = z.toJSONSchema(holding(schema, io), { io, uri, override: io === 'output' ? open : tidy });
  return withoutAddress(schemas[UNNAMED] ?? {});
}

const UNNAMED = 'Unnamed';

/** A registry of the named schemas and one more, so that the one refers to the others by name. */
function holding(schema: z.ZodMiniType, io: 'input' | 'output'): typeof outgoing {
  const all = z.registry<{ id: string }>();
  for (const [id, known] of Object.entries(io === 'input' ? requests : answers)) {
    all.add(known, { id });
  }
  all.add(schema, { id: UNNAMED });
  return all;
}

function withoutAddress({ $id, $schema, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

/** Leaves out what a format or a type says already, and what only a parser needs. */
function tidy({ jsonSchema }: { readonly jsonSchema: Record<string, unknown> }): void {
  if (jsonSchema.format !== undefined) {
    delete jsonSchema.pattern;
  }
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) {
    delete jsonSchema.maximum;
  }
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) {
    delete jsonSchema.minimum;
  }
  delete jsonSchema.propertyNames;
}

/** An answer may gain members, and a problem document has its own: a reader must not refuse them. */
function open(at: Parameters<typeof tidy>[0]): void {
  tidy(at);
  if (at.jsonSchema.additionalProperties === false) {
    delete at.jsonSchema.additionalProperties;
  }
}
