import * as z from 'zod/mini';
import { application, applicationOutcomes } from '../shared/domain/application.ts';
import { calendarText } from '../shared/domain/calendar.ts';
import { commission, pastCommission } from '../shared/domain/commission.ts';
import { customer, customerFacts } from '../shared/domain/customer.ts';
import { flagIds } from '../shared/domain/intake-flags.ts';
import { ownCompaniesText } from '../shared/domain/own-companies.ts';
import { move } from '../shared/domain/pools.ts';
import { recyclingRuleText } from '../shared/domain/recycling.ts';
import { type Operation, routesOf } from '../shared/http/operation.ts';
import { pageOf, paging, text } from '../shared/http/schemas.ts';
import { changeOperations } from './change-contract.ts';
import { importOperations } from './import-contract.ts';

/** The function's environment. */
export const env = z.object({
  RECORDS_TABLE: z.string(),
  /** Where files to import are uploaded to. */
  DOCUMENTS_BUCKET: z.string(),
  /** The state machine that carries imports out. */
  IMPORT_MACHINE_ARN: z.string(),
  /** When customers are recycled, where that is not the default rule. */
  RECYCLING_RULE: z.optional(recyclingRuleText),
  /** When people work, where that is not China's calendar. */
  WORK_CALENDAR: z.optional(calendarText),
  /** What the organisation and its channel partners are called, where that is set. */
  OWN_COMPANIES: z.optional(ownCompaniesText),
});

/** A customer as its pool shows it. */
export const customerView = z.object({
  ...customer.shape,
  /** The records that were merged into it, directly or through others. */
  mergedRecords: z.optional(z.array(z.string())),
  /** The days of a customer of a private pool (IN-10). */
  recycling: z.optional(
    z.object({
      /** The last days for a contact and for an order; the earlier of the two, and what is missing by then. */
      contactBy: z.iso.date(),
      orderBy: z.iso.date(),
      lastDay: z.iso.date(),
      missing: z.enum(['contact', 'order']),
      /** Whether its holder has been warned of that day. */
      warned: z.boolean(),
      /** The day at whose beginning it returns to the public pool if nothing happens. */
      recycleOn: z.iso.date(),
    }),
  ),
});
export type CustomerView = z.infer<typeof customerView>;

const callerId = z.optional(z.string().check(z.trim(), z.minLength(5), z.maxLength(40)));

/** What `POST /customers` takes: the four facts confirmed with the customer (IN-1), and what was confirmed twice (IN-6). */
export const customerEntry = z.strictObject({
  ...customerFacts.shape,
  /** The number the customer called from, where they called. */
  callerId,
  /** The flags of a first answer that were cleared up with the customer. */
  confirmed: z.optional(z.array(z.enum(flagIds)).check(z.maxLength(flagIds.length))),
});
export type CustomerEntry = z.infer<typeof customerEntry>;

/** What `POST /customers/check` takes. */
export const customerCheck = z.strictObject({ ...customerFacts.shape, callerId });

/** A customer that an entry is, or may be, a duplicate of, as the finder may see it. */
export const matchView = z.object({
  verdict: z.enum(['duplicate', 'possible']),
  /** 0 … 1, the likelihood that both are one company. */
  score: z.number(),
  fact: z.enum(['name', 'landline', 'fax']),
  /** Only of one's own customers. */
  customerId: z.optional(z.string()),
  name: z.string(),
  /** The name it was found by, where that is a former one, or that of a record that was merged into it. */
  foundAs: z.optional(z.string()),
  landline: z.string(),
  holder: z.object({ id: z.string(), name: z.string() }),
  own: z.boolean(),
  findings: z.array(z.object({ fact: z.string(), strength: z.string(), text })),
  advice: text,
});
export type MatchView = z.infer<typeof matchView>;

/** What a check found. */
export const checkAnswer = z.object({
  verdict: z.enum(['duplicate', 'possible', 'unique']),
  matches: z.array(matchView),
  flags: z.array(z.object({ id: z.enum(flagIds), text })),
  advice: text,
});
export type CheckAnswer = z.infer<typeof checkAnswer>;

/** What `POST /applications/{id}/decision` takes. */
export const applicationAnswer = z.strictObject({
  /** `accepted`: it is another customer and is entered; `refused`: it is the one that is there. */
  outcome: z.enum(applicationOutcomes),
  comment: z.optional(z.string().check(z.trim(), z.maxLength(2000))),
});
export type ApplicationAnswer = z.infer<typeof applicationAnswer>;

/** What the matcher makes of two records. */
export const likeness = z.object({
  verdict: z.enum(['duplicate', 'possible', 'unique']),
  /** 0 … 1, the likelihood that both are one company. */
  score: z.number(),
  /** Each fact that was compared, and how strongly it speaks for one company. */
  findings: z.array(
    z.object({
      fact: z.string(),
      strength: z.enum(['strong', 'some', 'none', 'against']),
      text,
    }),
  ),
});
export type Likeness = z.infer<typeof likeness>;

/** A customer an application may be the same as; numbers and address masked, and only for the approval group. */
export const rivalView = z.object({
  name: z.string(),
  holder: z.object({ id: z.string(), name: z.string() }),
  landline: z.optional(z.string()),
  fax: z.optional(z.string()),
  address: z.optional(z.string()),
  /** What the customer's region is called, of a transfer-in (IN-4). */
  region: z.optional(z.string()),
  /** What the matcher makes of the two records, told fact by fact. */
  likeness: z.optional(likeness),
});
export type RivalView = z.infer<typeof rivalView>;

/** Another open application for the same customer; whose it is only for the approval group. */
export const otherApplication = z.object({
  createdAt: z.iso.datetime(),
  id: z.optional(z.string()),
  applicant: z.optional(z.object({ id: z.string(), name: z.string() })),
});
export type OtherApplication = z.infer<typeof otherApplication>;

/** An application as lists show it: without the customers it may be the same as. */
export const applicationView = z.omit(application, { rivals: true, subjects: true });

/** What an applicant is told at once. */
export const applicationReceipt = z.object({
  ...applicationView.shape,
  /** Others are applying for the same customer. */
  others: z.optional(z.array(otherApplication)),
});

/** An application with both records side by side. */
export const applicationDetail = z.object({
  ...applicationReceipt.shape,
  rivals: z.array(rivalView),
  /** Where the applicant of a transfer-in works, for the approval group; everywhere where empty. */
  applicantRegions: z.optional(z.array(z.string())),
});
export type ApplicationDetail = z.infer<typeof applicationDetail>;

const reason = z._default(z.string().check(z.trim(), z.maxLength(500)), '');

/** What `POST /customers/{id}/release` and `/claim` take. */
export const poolMove = z.strictObject({ reason });

/** What `POST /customers/{id}/transfer` and `/reversal` take. */
export const poolHandover = z.strictObject({
  /** The salesperson who is to hold it: a user name. */
  to: z.string().check(z.trim(), z.minLength(1), z.maxLength(128)),
  reason,
});

/** What `POST /customers/{id}/transfer-in` takes: the four facts confirmed with the customer (IN-1), and why. */
export const transferInApplication = z.strictObject({ ...customerEntry.shape, reason });

/** How full a pool is, and how it may change. */
export const poolView = z.object({
  /** A user name; `#partner:<id>` for a partner's. */
  owner: z.string(),
  held: z.int(),
  /** 0 for who has no pool of their own (IN-7). */
  capacity: z.int(),
  /** How many customers the reader may pick a day; absent where it is not their own pool to pick into. */
  claimsADay: z.optional(z.int()),
  coolDownDays: z.int(),
  /** The division codes its owner picks customers in (IN-4); everywhere where absent. */
  regions: z.optional(z.array(z.string())),
  /** The partner's pool in which the owner's customers count besides. */
  partner: z.optional(z.object({ id: z.string(), held: z.int(), capacity: z.int() })),
  /** The pools within the reader's reach (IN-8). */
  scope: z.optional(
    z.array(
      z.object({
        owner: z.string(),
        name: z.string(),
        held: z.int(),
        capacity: z.int(),
        partner: z.optional(z.string()),
        closedAt: z.optional(z.string()),
      }),
    ),
  ),
});
export type PoolView = z.infer<typeof poolView>;

/** A claim as it was; of a record that was merged into the customer, on that one. */
const claimOfRecord = z.object({ ...pastCommission.shape, customerId: z.optional(z.string()) });

/** Who claims the commission on a customer, and who did (IN-9). */
export const commissionView = z.object({ current: z.optional(commission), history: z.array(claimOfRecord) });

/** Every move a customer made from pool to pool. */
export const customerMoves = z.object({ items: z.array(move) });

export const operations = {
  enterCustomer: {
    method: 'POST',
    path: '/customers',
    body: customerEntry,
    status: 201,
    answer: customer,
    pending: applicationReceipt,
  },
  listCustomers: {
    method: 'GET',
    path: '/customers',
    query: z.strictObject({
      /** A user name; `#public` is the public pool. */
      holder: z.optional(z.string().check(z.maxLength(128))),
      ...paging,
    }),
    answer: pageOf(customerView),
  },
  checkCustomer: { method: 'POST', path: '/customers/check', body: customerCheck, answer: checkAnswer },
  listApplications: {
    method: 'GET',
    path: '/applications',
    query: z.strictObject(paging),
    answer: pageOf(applicationView),
  },
  getApplication: { method: 'GET', path: '/applications/{id}', answer: applicationDetail },
  decideApplication: {
    method: 'POST',
    path: '/applications/{id}/decision',
    body: applicationAnswer,
    answer: applicationView,
  },
  withdrawApplication: {
    method: 'POST',
    path: '/applications/{id}/withdrawal',
    body: z.strictObject({}),
    answer: applicationView,
  },
  ...importOperations,
  applyTransferIn: {
    method: 'POST',
    path: '/customers/{id}/transfer-in',
    body: transferInApplication,
    status: 202,
    answer: applicationReceipt,
  },
  releaseCustomer: { method: 'POST', path: '/customers/{id}/release', body: poolMove, answer: customer },
  claimCustomer: { method: 'POST', path: '/customers/{id}/claim', body: poolMove, answer: customer },
  transferCustomer: { method: 'POST', path: '/customers/{id}/transfer', body: poolHandover, answer: customer },
  reverseCustomer: { method: 'POST', path: '/customers/{id}/reversal', body: poolHandover, answer: customer },
  ...changeOperations,
  listCustomerMoves: { method: 'GET', path: '/customers/{id}/moves', answer: customerMoves },
  getPool: {
    method: 'GET',
    path: '/pools',
    query: z.strictObject({
      /** Whose; the caller's own when neither is given. */
      owner: z.optional(z.string().check(z.maxLength(128))),
      /** A channel partner's. */
      partner: z.optional(z.string().check(z.maxLength(64))),
    }),
    answer: poolView,
  },
  getCommission: { method: 'GET', path: '/customers/{id}/commission', answer: commissionView },
  getCustomer: { method: 'GET', path: '/customers/{id}', answer: customerView },
} as const satisfies Record<string, Operation>;

export const routes = routesOf(operations);
