import type { SalesCase } from '../shared/domain/case.ts';
import { mustNotBeMerged } from '../shared/domain/customer-merge.ts';
import { SopError } from '../shared/domain/errors.ts';
import { localDay } from '../shared/domain/local-clock.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Actor } from '../shared/domain/person.ts';
import { PUBLIC_POOL } from '../shared/domain/pools.ts';
import type { Cases, Customers, Observer, People } from '../shared/domain/ports.ts';
import type { Role } from '../shared/domain/roles.ts';
import type { Way } from '../shared/domain/task.ts';
import type { Identity } from '../shared/http/identity.ts';
import type { CaseOpening } from './contract.ts';

/** What opening a case needs of the world. */
export interface OpenCaseWorld {
  readonly cases: Pick<Cases, 'create' | 'get'>;
  readonly customers: Pick<Customers, 'get'>;
  readonly people: Pick<People, 'get'>;
  readonly observer: Observer;
}

/** Ids that clash with another case's are drawn again; so many in a row mean something else is wrong. */
const MAX_CLASHES = 5;

/**
 * Opens a case on the customer's promotion intent (code 1). Writing the record is all: the outbox has the workflow started.
 * Repeated under the same idempotency key it finds the case it wrote before.
 * @throws SopError RoleMissing (403), SalesNotYours (403), CaseFactsInvalid (422), CustomerMerged (409),
 *   CustomerHeldByAnother (409), PersonNotRegistered (409)
 */
export async function openCase(
  world: OpenCaseWorld,
  request: { readonly actor: Actor; readonly opening: CaseOpening; readonly via: Way; readonly identity: Identity },
): Promise<SalesCase> {
  const { actor, opening, via, identity } = request;
  const sales = salespersonOf(actor, opening.sales);
  const [customer, assistant, salesperson] = await Promise.all([
    world.customers.get(opening.customerId),
    world.people.get(opening.assistant),
    world.people.get(sales),
  ]);
  if (salesperson === undefined && sales === actor.id) {
    throw notRegistered();
  }
  if (customer === undefined) {
    throw invalid('/customerId', {
      zh: '没有这个客户：请先录入客户，查重通过后再开案。',
      en: 'There is no such customer: enter the customer first; a case starts once it has passed the duplicate check.',
    });
  }
  await mustNotBeMerged(world.customers, customer);
  if (!assistant?.roles.includes('assistant')) {
    throw invalid('/assistant', notInRole('assistant'));
  }
  if (sales !== actor.id && !salesperson?.roles.includes('sales')) {
    throw invalid('/sales', notInRole('sales'));
  }
  if (customer.holder !== sales) {
    const holder = customer.holder === PUBLIC_POOL ? undefined : await world.people.get(customer.holder);
    throw heldByAnother(customer.holder === PUBLIC_POOL ? '公海 · the public pool' : (holder?.name ?? customer.holder));
  }
  const at = identity.at.toISOString();
  for (let attempt = 0; attempt < MAX_CLASHES; attempt += 1) {
    const salesCase: SalesCase = {
      id: `AD-${localDay(identity.at).replaceAll('-', '')}-${identity.code(6, attempt)}`,
      status: 'STARTING',
      title: opening.title,
      customerId: customer.id,
      customerName: customer.name,
      contact: opening.contact,
      sales,
      assistant: assistant.id,
      settings: { maxTurns: 5, ...opening.settings },
      createdBy: actor.id,
      createdAt: at,
    };
    const fact = newFact({ caseId: salesCase.id, type: 'case.started', by: actor.id, via }, identity.at);
    if (await world.cases.create(salesCase, fact)) {
      world.observer.fact(fact);
      return salesCase;
    }
    const holder = identity.takenOver ? await world.cases.get(salesCase.id) : undefined;
    if (holder?.createdBy === actor.id && holder.createdAt === at && holder.customerId === customer.id) {
      return holder;
    }
  }
  throw new Error(`Drew ${MAX_CLASHES} case ids in a row that others hold`);
}

function salespersonOf(actor: Actor, named: string | undefined): string {
  const manages = actor.roles.includes('sales-manager');
  const sells = actor.roles.includes('sales');
  if (!manages && !sells) {
    throw new SopError('RoleMissing', 403, {
      zh: '只有销售和销售经理可以开案。',
      en: 'Only salespeople and sales managers open cases.',
    });
  }
  if (named === undefined) {
    if (sells) {
      return actor.id;
    }
    throw invalid('/sales', { zh: '请指定负责的销售。', en: 'Name the salesperson who runs the case.' });
  }
  if (named !== actor.id && !manages) {
    throw new SopError(
      'SalesNotYours',
      403,
      {
        zh: '只有销售经理可以替其他销售开案。',
        en: 'Only a sales manager opens a case for another salesperson.',
      },
      {
        fields: [
          {
            pointer: '/sales',
            text: { zh: '请去掉此项，或填写您自己的用户名。', en: 'Leave this out, or give your own user name.' },
          },
        ],
      },
    );
  }
  return named;
}

function invalid(pointer: string, text: SopError['text']): SopError {
  return new SopError(
    'CaseFactsInvalid',
    422,
    {
      zh: '项目信息有误，请按 errors 改正。',
      en: 'The case cannot be opened like this: correct each field under errors.',
    },
    { fields: [{ pointer, text }] },
  );
}

function notInRole(role: Role): SopError['text'] {
  return {
    zh: `没有这个用户，或该用户不在 ${role} 组；新用户须先登录一次。`,
    en: `There is no such user in the group ${role}; a new user must have signed in once.`,
  };
}

function notRegistered(): SopError {
  return new SopError('PersonNotRegistered', 409, {
    zh: '系统里还没有您的资料，请退出后重新登录再试。',
    en: 'Your own record is missing: sign out, sign in and try again.',
  });
}

function heldByAnother(holder: string): SopError {
  return new SopError(
    'CustomerHeldByAnother',
    409,
    {
      zh: `该客户在${holder}的仓库中，请把线索转交给${holder}，或由销售经理处理。`,
      en: `This customer is in the pool of ${holder}: hand the lead over to ${holder}, or ask the sales manager.`,
    },
    {
      fields: [
        {
          pointer: '/customerId',
          text: { zh: '须为负责该项目的销售自己的客户。', en: 'Give a customer of the salesperson who runs the case.' },
        },
      ],
    },
  );
}
