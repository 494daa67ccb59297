import type { Customer } from '../shared/domain/customer.ts';
import { type CustomerCorrections, versionOf } from '../shared/domain/customer-correction.ts';
import { type CustomerMerges, mergedRecordsOf } from '../shared/domain/customer-merge.ts';
import type { Applications, Customers, People } from '../shared/domain/ports.ts';
import type { RecyclingTerms } from '../shared/domain/recycling.ts';
import { type ApiWorld, type Endpoint, endpoint } from '../shared/http/api.ts';
import { nextPage } from '../shared/http/paging.ts';
import { applyTransferIn } from './apply-transfer-in.ts';
import { checkEntry } from './check-entry.ts';
import { operations } from './contract.ts';
import { correctFacts } from './correct-facts.ts';
import { customerView } from './customer-view.ts';
import { decideApplication } from './decide-application.ts';
import { enterOrApply } from './enter-customer.ts';
import {
  createImport,
  type ImportsWorld,
  listImports,
  readImport,
  resumeImport,
  startImport,
  tryImport,
} from './imports.ts';
import { listCustomers } from './list-customers.ts';
import { listLookalikes } from './lookalikes.ts';
import { mergeCustomers } from './merge-customers.ts';
import { moveCustomer } from './move-customer.ts';
import { othersPending } from './others-pending.ts';
import { listApplications, readApplication } from './read-application.ts';
import { readCommission } from './read-commission.ts';
import { readCustomer } from './read-customer.ts';
import { readFacts } from './read-facts.ts';
import { readPartnerPool, readPool } from './read-pool.ts';
import { wholeMoves } from './whole-history.ts';
import { withdrawApplication } from './withdraw-application.ts';

/** What the resource needs of the world. */
export interface CustomersApiWorld extends ApiWorld, ImportsWorld {
  readonly customers: Customers & CustomerCorrections & CustomerMerges;
  readonly applications: Applications;
  readonly people: Pick<People, 'get' | 'reportingTo' | 'ofPartner' | 'withRole'>;
  readonly terms: RecyclingTerms;
  /** What the organisation and its channel partners are called, where that is set. */
  readonly ownCompanies?: readonly string[];
}

/** The endpoints of `/customers`. */
export function customersApi(world: CustomersApiWorld): readonly Endpoint[] {
  return [
    endpoint(operations.enterCustomer, async ({ actor, body, identity }) => {
      const { callerId, confirmed, ...facts } = body;
      const result = await enterOrApply(world, { actor, facts, callerId, confirmed, identity });
      if ('customer' in result) {
        return { answer: result.customer, headers: { location: `/customers/${result.customer.id}` } };
      }
      const { application } = result;
      const pending = { ...application, ...(await othersPending(world, application, { decides: false })) };
      return { pending, headers: { location: `/applications/${application.id}` } };
    }),
    endpoint(operations.listCustomers, async ({ actor, query }) => {
      const { holder = actor.id, limit, cursor } = query;
      const page = { limit, ...(cursor === undefined ? {} : { cursor }) };
      const { items, cursor: next } = await listCustomers(world, actor, holder, page);
      const address = nextPage('/customers', { holder: query.holder, limit }, next);
      const views = items.map((customer) => customerView(customer, world.terms, world.now()));
      return { answer: { items: views, ...(address === undefined ? {} : { next: address }) } };
    }),
    endpoint(operations.checkCustomer, async ({ actor, body }) => ({ answer: await checkEntry(world, actor, body) })),
    endpoint(operations.listApplications, async ({ actor, query: { limit, cursor } }) => {
      const page = { limit, ...(cursor === undefined ? {} : { cursor }) };
      const { items, cursor: next } = await listApplications(world, actor, page);
      const address = nextPage('/applications', { limit }, next);
      return { answer: { items: [...items], ...(address === undefined ? {} : { next: address }) } };
    }),
    endpoint(operations.getApplication, async ({ actor, id }) => ({
      answer: await readApplication(world, actor, id),
    })),
    endpoint(operations.decideApplication, async ({ actor, id, body }) => ({
      answer: await decideApplication(world, actor, id, body),
    })),
    endpoint(operations.withdrawApplication, async ({ actor, id }) => ({
      answer: await withdrawApplication(world, actor, id),
    })),
    endpoint(operations.importCustomers, async ({ actor, body, identity }) => {
      const answer = await createImport(world, actor, body.fileName, identity);
      return { answer, headers: { location: `/customers/imports/${answer.id}` } };
    }),
    endpoint(operations.listImports, async ({ actor, query: { scope, limit, cursor } }) => {
      const page = { limit, ...(cursor === undefined ? {} : { cursor }) };
      const { items, cursor: next } = await listImports(world, actor, scope, page);
      const address = nextPage('/customers/imports', { scope, limit }, next);
      return { answer: { items: [...items], ...(address === undefined ? {} : { next: address }) } };
    }),
    endpoint(operations.startImport, async ({ actor, id }) => ({ answer: await startImport(world, actor, id) })),
    endpoint(operations.tryImport, async ({ actor, id }) => ({ answer: await tryImport(world, actor, id) })),
    endpoint(operations.resumeImport, async ({ actor, id }) => ({ answer: await resumeImport(world, actor, id) })),
    endpoint(operations.getImport, async ({ actor, id }) => ({ answer: await readImport(world, actor, id) })),
    endpoint(operations.applyTransferIn, async ({ actor, id, body, identity }) => {
      const { callerId, confirmed, reason, ...facts } = body;
      const wanted = { actor, facts, callerId, confirmed, identity, customerId: id, reason };
      const application = await applyTransferIn(world, wanted);
      const answer = { ...application, ...(await othersPending(world, application, { decides: false })) };
      return { answer, headers: { location: `/applications/${answer.id}` } };
    }),
    endpoint(operations.releaseCustomer, async ({ actor, id, body: { reason } }) => ({
      answer: await moveCustomer(world, actor, { kind: 'release', id, reason }),
    })),
    endpoint(operations.claimCustomer, async ({ actor, id, body: { reason } }) => ({
      answer: await moveCustomer(world, actor, { kind: 'claim', id, reason }),
    })),
    endpoint(operations.transferCustomer, async ({ actor, id, body }) => ({
      answer: await moveCustomer(world, actor, { kind: 'transfer', id, ...body }),
    })),
    endpoint(operations.reverseCustomer, async ({ actor, id, body }) => ({
      answer: await moveCustomer(world, actor, { kind: 'reversal', id, ...body }),
    })),
    endpoint(operations.listCustomerMoves, async ({ actor, id }) => {
      const customer = await readCustomer(world, actor, id);
      return { answer: { items: [...(await wholeMoves(world.customers, customer))] } };
    }),
    endpoint(operations.getCustomerFacts, async ({ actor, id }) => {
      const answer = await readFacts(world, actor, id);
      return { answer, headers: { etag: `"${answer.version}"` } };
    }),
    endpoint(operations.correctFacts, async ({ actor, id, ifMatch, body }) => {
      const { callerId, confirmed, oldName, reason, toldApart, ...facts } = body;
      const wanted = { actor, id, facts, callerId, confirmed, oldName, reason, toldApart, ifMatch };
      const answer = await correctFacts(world, wanted);
      return { answer, headers: { etag: entityTag(answer) } };
    }),
    endpoint(operations.mergeCustomers, async ({ actor, id, body: { into, reason }, identity }) => ({
      answer: await mergeCustomers(world, actor, { id, into, reason, identity }),
      headers: { location: `/customers/${into}` },
    })),
    endpoint(operations.listLookalikes, async ({ actor, id }) => ({ answer: await listLookalikes(world, actor, id) })),
    endpoint(operations.getPool, async ({ actor, query: { owner = actor.id, partner } }) => ({
      answer: await (partner === undefined ? readPool(world, actor, owner) : readPartnerPool(world, actor, partner)),
    })),
    endpoint(operations.getCommission, async ({ actor, id }) => ({ answer: await readCommission(world, actor, id) })),
    endpoint(operations.getCustomer, async ({ actor, id }) => {
      const customer = await readCustomer(world, actor, id);
      const merged = customer.tookOver === true ? await mergedRecordsOf(world.customers, id) : [];
      const mergedRecords = merged.map(({ customerId }) => customerId);
      const view = customerView(customer, world.terms, world.now());
      return {
        answer: { ...view, ...(mergedRecords.length === 0 ? {} : { mergedRecords }) },
        headers: { etag: entityTag(customer) },
      };
    }),
  ];
}

/** Names the set of facts a customer has, for `If-Match`. */
function entityTag(customer: Customer): string {
  return `"${versionOf(customer)}"`;
}
