import { reviewContract } from '../shared/domain/contract-review.ts';
import { quote } from '../shared/domain/documents.ts';
import { latestOf, versionsOf } from '../shared/domain/latest-documents.ts';
import { localDay } from '../shared/domain/local-clock.ts';
import type { Cases, People } from '../shared/domain/ports.ts';
import type { Output } from './contract.ts';

export interface Dependencies {
  readonly cases: Pick<Cases, 'get' | 'documents'>;
  readonly people: Pick<People, 'get'>;
}

/**
 * Holds a case's newest contract against the sales-process rules, before its reviewer sees it (codes 6 and 7, AD-7).
 * Reads only.
 * @throws Error when there is no such case: the state machine never sends one.
 */
export async function reviewCaseContract(
  { cases, people }: Dependencies,
  { caseId }: { caseId: string },
): Promise<Output> {
  const [salesCase, documents] = await Promise.all([cases.get(caseId), cases.documents(caseId)]);
  if (salesCase === undefined) throw new Error(`there is no case ${caseId}`);
  const sales = await people.get(salesCase.sales);
  const versions = versionsOf(documents, 'contract');
  return {
    findings: [
      ...reviewContract({
        versions: versions.map(({ content }) => content),
        quote: quote.safeParse(latestOf(documents, 'quote')?.content).data,
        customerName: salesCase.customerName,
        salesNames: [salesCase.sales, ...(sales === undefined ? [] : [sales.name])],
        draftedOn: localDay(new Date(versions.at(-1)?.at ?? salesCase.createdAt)),
      }),
    ],
  };
}
