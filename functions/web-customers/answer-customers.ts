import { type PageAnswer, seeOther } from '../shared/pages/page.ts';
import type { InboxRequest } from '../web-inbox/inbox-request.ts';
import { answerSignedIn, nothingThere } from '../web-inbox/signed-in.ts';
import { pagesPath } from './contract.ts';
import type { CustomersAsked, CustomersWorld } from './customers-world.ts';

/**
 * The inbox's pages about customers: pools, entries, one customer. GET only reads; a POST needs to come from one of our own
 * pages. Whatever goes wrong becomes a page in the reader's language.
 */
export function answerCustomers(world: CustomersWorld, request: InboxRequest): Promise<PageAnswer> {
  return answerSignedIn(world, request, { route });
}

/** Which page is asked for, or which form sent. Each loads what it needs when it is asked for, not at every start. */
async function route(asked: CustomersAsked): Promise<PageAnswer> {
  const [, , , area, part, ...more] = asked.request.path.split('/');
  const isGet = asked.request.method === 'GET';
  if (more.length > 0) return nothingThere();
  if (area === undefined) return isGet ? (await import('./pool-page.ts')).showPool(asked) : nothingThere();
  if (area === 'public' && part === undefined) {
    return isGet ? (await import('./public-pool-page.ts')).showPublicPool(asked) : nothingThere();
  }
  if (area === 'new' && part === undefined) {
    const { showEntry, submitEntry } = await import('./entry.ts');
    return isGet ? showEntry(asked) : submitEntry(asked);
  }
  if (area === 'forecast' && isGet) {
    if (part === undefined) return (await import('./forecast-page.ts')).showForecast(asked);
    if (part === 'csv') return (await import('./forecast-table.ts')).downloadForecast(asked);
  }
  if (area === 'import') return routeImport(asked, part);
  if (area === 'applications' && part !== undefined && !isGet) {
    return (await import('./submitted.ts')).submitWithdrawal(asked, part);
  }
  return routeCustomer(asked, area, part);
}

/** `/inbox/customers/import` and each import below it. */
async function routeImport(asked: CustomersAsked, id: string | undefined): Promise<PageAnswer> {
  const { showImport, showNewImport, submitImport, submitImportStart } = await import('./import-pages.ts');
  const isGet = asked.request.method === 'GET';
  if (id === undefined) return isGet ? showNewImport(asked) : submitImport(asked);
  if (id === 'template.csv' || id === 'template.xlsx') {
    return isGet ? (await import('./import-template.ts')).downloadTemplate(asked, id) : nothingThere();
  }
  return isGet ? showImport(asked, id) : submitImportStart(asked, id);
}

/** `/inbox/customers/{id}` and the forms below it; a form's address opened anew leads to the page it belongs to. */
async function routeCustomer(asked: CustomersAsked, id: string, part: string | undefined): Promise<PageAnswer> {
  const isGet = asked.request.method === 'GET';
  if (part === undefined) return isGet ? (await import('./customer-page.ts')).showCustomer(asked, id) : nothingThere();
  if (part === 'transfer-in') {
    const { showTransferIn, submitTransferIn } = await import('./transfer-in.ts');
    return isGet ? showTransferIn(asked, id) : submitTransferIn(asked, id);
  }
  if (part === 'correction') {
    const { showCorrection, submitCorrection } = await import('./correction.ts');
    return isGet ? showCorrection(asked, id) : submitCorrection(asked, id);
  }
  if (part === 'lookalikes') {
    return isGet ? (await import('./merge.ts')).showLookalikes(asked, id) : nothingThere();
  }
  if (part === 'merge') {
    const { showMerge, submitMerge } = await import('./merge.ts');
    return isGet ? showMerge(asked, id) : submitMerge(asked, id);
  }
  const { isDeed, submitDeed } = await import('./deeds.ts');
  if (!isDeed(part)) return nothingThere();
  return isGet ? seeOther(`${pagesPath}/${id}`) : submitDeed(asked, id, part);
}
