import { mayCancel, taskActions } from '../shared/domain/access.ts';
import { underWay } from '../shared/domain/case-course.ts';
import type {
  CaseContacts,
  Cases,
  Customers,
  Ladders,
  Observer,
  People,
  Tasks,
  Workflow,
} from '../shared/domain/ports.ts';
import type { WorkCalendar } from '../shared/domain/working-time.ts';
import { type ApiWorld, type Endpoint, endpoint } from '../shared/http/api.ts';
import { nextPage } from '../shared/http/paging.ts';
import { viewTask } from '../shared/http/task-view.ts';
import { cancelCase } from './cancel-case.ts';
import { viewCase, viewDocument, viewFact } from './case-view.ts';
import { changeContact } from './change-contact.ts';
import { changeDocument } from './change-document.ts';
import { operations } from './contract.ts';
import { customerNow } from './customer-now.ts';
import { listCases } from './list-cases.ts';
import { openCase } from './open-case.ts';
import { readCase, readDocuments, readHistory } from './read-case.ts';
import { type FilesOfCases, readFiles } from './read-files.ts';
import { setPriority } from './set-priority.ts';

/** What the resource needs of the world. */
export interface CasesApiWorld extends ApiWorld {
  readonly cases: Cases;
  readonly tasks: Tasks;
  readonly caseContacts: CaseContacts;
  readonly customers: Customers;
  readonly people: People;
  readonly files: FilesOfCases;
  readonly workflow: Pick<Workflow, 'stop'>;
  readonly executionArnOf: (caseId: string) => string;
  readonly observer: Observer;
  readonly ladders: Pick<Ladders, 'reprioritise'>;
  readonly calendar: WorkCalendar;
}

/** The endpoints of `/cases`. */
export function casesApi(world: CasesApiWorld): readonly Endpoint[] {
  return [
    endpoint(operations.openCase, async ({ actor, body, identity }) => {
      const salesCase = await openCase(world, { actor, opening: body, via: 'api', identity });
      return { answer: viewCase(salesCase), headers: { location: `/cases/${salesCase.id}` } };
    }),
    endpoint(operations.listCases, async ({ actor, query }) => {
      const { limit, cursor, status, sales } = query;
      const page = await listCases(
        world,
        actor,
        { status, sales },
        { limit, ...(cursor === undefined ? {} : { cursor }) },
      );
      const next = nextPage('/cases', { status, sales, limit }, page.cursor);
      return { answer: { items: page.items.map(viewCase), next } };
    }),
    endpoint(operations.getCase, async ({ actor, id }) => {
      const { salesCase, tasks, documents } = await readCase(world, actor, id);
      const now = await customerNow(world.customers, salesCase);
      return {
        answer: {
          case: viewCase(salesCase),
          tasks: tasks.map((task) => viewTask(task, salesCase, taskActions(actor, task, world.now()))),
          documents: documents.map(viewDocument),
          actions: underWay.includes(salesCase.status) && mayCancel(actor, salesCase) ? ['cancel' as const] : [],
          ...(now === undefined ? {} : { customerNow: now }),
        },
      };
    }),
    endpoint(operations.getCaseHistory, async ({ actor, id, query }) => {
      const { limit, cursor } = query;
      const page = await readHistory(world, actor, id, { limit, ...(cursor === undefined ? {} : { cursor }) });
      const next = nextPage(`/cases/${id}/history`, { limit }, page.cursor);
      return { answer: { items: page.items.map(viewFact), next } };
    }),
    endpoint(operations.getCaseDocuments, async ({ actor, id, query }) => ({
      answer: { items: (await readDocuments(world, actor, id, query.kind)).map(viewDocument) },
    })),
    endpoint(operations.getCaseFiles, async ({ actor, id }) => ({
      answer: { items: await readFiles(world, actor, id) },
    })),
    endpoint(operations.changeDocument, async ({ actor, id, path, ifMatch, body, identity }) => {
      const { kind = '' } = path;
      const change = { actor, caseId: id, kind, content: body, ifMatch, via: 'api', at: identity.at } as const;
      const version = await changeDocument(world, change);
      return { answer: viewDocument(version), headers: { etag: `"${version.version}"` } };
    }),
    endpoint(operations.setPriority, async ({ actor, id, body, identity }) => ({
      answer: viewCase(await setPriority(world, { actor, id, priority: body.priority, via: 'api', at: identity.at })),
    })),
    endpoint(operations.changeContact, async ({ actor, id, body, identity }) => ({
      answer: viewCase(await changeContact(world, { actor, id, contact: body, via: 'api', at: identity.at })),
    })),
    endpoint(operations.cancelCase, async ({ actor, id, body, identity }) => ({
      answer: viewCase(await cancelCase(world, { actor, id, reason: body.reason, via: 'api', identity })),
    })),
  ];
}
