import { amountInCapitals, LARGEST_IN_CAPITALS } from '../domain/amount-in-capitals.ts';
import { addDays } from '../domain/calendar-day.ts';
import type { DocumentVersion, SalesCase } from '../domain/case.ts';
import { contract, type DocumentKind, designRequest, plan, publicationForm, quote } from '../domain/documents.ts';
import { latestOf } from '../domain/latest-documents.ts';
import { localDay } from '../domain/local-clock.ts';
import { sumOf, toAmount, toFen } from '../domain/money.ts';
import { daysInclusive } from '../domain/review.ts';
import type { Task } from '../domain/task.ts';

export interface DraftSources {
  readonly salesCase: SalesCase;
  readonly task: Task;
  /** Every version of every document of the case. */
  readonly documents: readonly DocumentVersion[];
  readonly now: Date;
}

/** The tax rate of advertising services, which a salesperson changes where another holds. */
const usualTaxRate = 0.06;
/** How long a quote holds unless the salesperson says otherwise. */
const quoteDays = 30;

/**
 * What a form starts with: the newest version where there is one to work on, else what earlier documents of the case
 * settle already. A suggestion only; the person sees and may change all of it.
 */
export function draftOf(kind: DocumentKind, sources: DraftSources): Readonly<Record<string, unknown>> {
  const again = continued.has(kind) ? latestOf(sources.documents, kind)?.content : undefined;
  return again ?? drafts[kind](sources);
}

/** Documents that a later version of goes on from the one before; reports and notes always start anew. */
const continued: ReadonlySet<DocumentKind> = new Set([
  'plan',
  'quote',
  'contract',
  'design-request',
  'design-proof',
  'publication-form',
  'publication-request',
  'order',
]);

const drafts: Readonly<Record<DocumentKind, (sources: DraftSources) => Readonly<Record<string, unknown>>>> = {
  plan: () => ({}),
  quote: ({ documents, now }) => {
    const settled = plan.safeParse(latestOf(documents, 'plan')?.content).data;
    const days = settled === undefined ? undefined : daysInclusive(settled.period.from, settled.period.to);
    return {
      lines: settled?.positions.map((position) => ({ position, days, discount: 0 })),
      taxRate: usualTaxRate,
      validUntil: addDays(localDay(now), quoteDays),
    };
  },
  contract: ({ salesCase, documents }) => {
    const quoted = quote.safeParse(latestOf(documents, 'quote')?.content).data;
    const settled = plan.safeParse(latestOf(documents, 'plan')?.content).data;
    const total = quoted === undefined ? undefined : toFen(quoted.total);
    return {
      buyer: salesCase.customerName,
      lines: quoted?.lines,
      taxRate: quoted?.taxRate ?? usualTaxRate,
      tax: quoted?.tax,
      total: quoted?.total,
      totalInCapitals: total === undefined || total > LARGEST_IN_CAPITALS ? undefined : amountInCapitals(total),
      payments: [{ due: settled?.period.from, amount: quoted?.total }],
      period: settled?.period,
      signatories: [
        { party: 'buyer', name: salesCase.contact.name, seal: true },
        { party: 'seller', seal: true },
      ],
    };
  },
  'design-request': () => ({}),
  'design-proof': ({ documents }) => ({
    sizes: designRequest.safeParse(latestOf(documents, 'design-request')?.content).data?.sizes,
  }),
  'revision-notes': ({ task }) => ({ notes: task.reason === '' ? [] : [{ place: '', change: task.reason }] }),
  'publication-form': ({ documents }) => {
    const agreed = contract.safeParse(latestOf(documents, 'contract')?.content).data;
    return {
      positions: agreed?.lines.map(({ position }) => position),
      start: agreed?.period.from,
      end: agreed?.period.to,
      sealWanted: 'contract',
    };
  },
  'publication-request': ({ documents }) => {
    const settled = plan.safeParse(latestOf(documents, 'plan')?.content).data;
    const agreed = contract.safeParse(latestOf(documents, 'contract')?.content).data;
    return {
      positions: agreed?.lines.map(({ position }) => position) ?? settled?.positions,
      start: agreed?.period.from ?? settled?.period.from,
      landingAddress: designRequest.safeParse(latestOf(documents, 'design-request')?.content).data?.landingAddress,
    };
  },
  order: ({ documents }) => {
    const agreed = contract.safeParse(latestOf(documents, 'contract')?.content).data;
    const form = publicationForm.safeParse(latestOf(documents, 'publication-form')?.content).data;
    return {
      contractNumber: agreed?.number,
      net: agreed === undefined ? undefined : toAmount(sumOf(agreed.lines.map(({ amount }) => toFen(amount)))),
      tax: agreed?.tax,
      total: agreed?.total,
      start: form?.start ?? agreed?.period.from,
      end: form?.end ?? agreed?.period.to,
      signedBy: agreed?.signatories.find(({ party }) => party === 'buyer')?.name,
      stamp: 'contract',
    };
  },
  publication: () => ({}),
  collection: ({ documents, now }) => ({
    receivedOn: localDay(now),
    amount: contract.safeParse(latestOf(documents, 'contract')?.content).data?.payments[0]?.amount,
  }),
};
