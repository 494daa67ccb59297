import * as z from 'zod/mini';
import { documentKinds } from './document-kinds.ts';
import { publicationGates } from './gate.ts';
import { languageSchema } from './person.ts';
import { priorities } from './priority.ts';

const instant = z.iso.datetime();

/** STARTING until the state machine has taken the case; the last four mirror how its execution ended. */
export const caseStatuses = ['STARTING', 'RUNNING', 'PUBLISHED', 'LOST', 'CLOSED', 'CANCELLED', 'FAILED'] as const;
export type CaseStatus = (typeof caseStatuses)[number];

export const caseSettings = z.object({
  /** How often a loop may turn before the sales manager decides (AD-3). */
  maxTurns: z._default(z.int().check(z.minimum(1), z.maximum(20)), 5),
  /** How soon its tasks are wanted: shorter due times and a steeper ladder for an urgent case; normal when left out. */
  priority: z.optional(z.enum(priorities)),
  /** What publication waits for (AD-4); none when left out, as the manual has it. */
  publicationGate: z.optional(z.enum(publicationGates)),
});

/** Who speaks for the customer: gets its mails, decides its tasks. */
export const contact = z.object({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
  email: z.email(),
  language: z._default(languageSchema, 'zh-CN'),
});
export type CaseContact = z.infer<typeof contact>;

/** One sale, from promotion intent to confirmed publication. */
export const salesCase = z.object({
  id: z.string(),
  status: z.enum(caseStatuses),
  title: z.string(),
  customerId: z.string(),
  customerName: z.string(),
  contact,
  /** How often the contact was changed since the case was opened. */
  contactChanges: z.optional(z.int()),
  sales: z.string(),
  assistant: z.string(),
  settings: caseSettings,
  createdBy: z.string(),
  createdAt: instant,
  endedAt: z.optional(instant),
  /** Why it was cancelled, closed or failed. */
  endReason: z.optional(z.string()),
  executionArn: z.optional(z.string()),
  /** How often its execution was redriven after it had failed. */
  redrives: z.optional(z.int()),
});
export type SalesCase = z.infer<typeof salesCase>;

/** One version of a document of a case; versions count from 1 and are never overwritten (AD-5). */
export const documentVersion = z.object({
  caseId: z.string(),
  kind: z.enum(documentKinds),
  version: z.int(),
  content: z.record(z.string(), z.unknown()),
  by: z.string(),
  /** Those for whom the author acted, as their delegate or substitute. */
  onBehalfOf: z.optional(z.array(z.string())),
  at: instant,
  /** The task whose decision made the version; absent where it was changed outside its step. */
  taskId: z.optional(z.string()),
});
export type DocumentVersion = z.infer<typeof documentVersion>;
