import { contract, publicationForm } from '../shared/domain/documents.ts';
import { latestOf, versionsOf } from '../shared/domain/latest-documents.ts';
import { localDay } from '../shared/domain/local-clock.ts';
import { reviewOrder } from '../shared/domain/order-review.ts';
import type { Cases, People } from '../shared/domain/ports.ts';
import type { Output } from './contract.ts';

export interface Dependencies {
  readonly cases: Pick<Cases, 'get' | 'documents'>;
  readonly people: Pick<People, 'get'>;
}

/**
 * Holds a case's newest order against its contract, its publication form and the order rules, before its reviewer sees
 * it (code 25, OR-3). Reads only.
 * @throws Error when there is no such case: the state machine never sends one.
 */
export async function reviewCaseOrder(
  { cases, people }: Dependencies,
  { caseId }: { caseId: string },
): Promise<Output> {
  const [salesCase, documents] = await Promise.all([cases.get(caseId), cases.documents(caseId)]);
  if (salesCase === undefined) throw new Error(`there is no case ${caseId}`);
  const [sales, assistant] = await Promise.all([people.get(salesCase.sales), people.get(salesCase.assistant)]);
  const orders = versionsOf(documents, 'order');
  const contracts = versionsOf(documents, 'contract');
  return {
    findings: [
      ...reviewOrder({
        versions: orders.map(({ content }) => content),
        contract: contract.safeParse(contracts.at(-1)?.content).data,
        contractDraftedOn: contracts[0] === undefined ? undefined : localDay(new Date(contracts[0].at)),
        form: publicationForm.safeParse(latestOf(documents, 'publication-form')?.content).data,
        salesNames: [salesCase.sales, ...(sales === undefined ? [] : [sales.name])],
        assistantNames: [salesCase.assistant, ...(assistant === undefined ? [] : [assistant.name])],
        addedOn: localDay(new Date(orders.at(-1)?.at ?? salesCase.createdAt)),
      }),
    ],
  };
}
