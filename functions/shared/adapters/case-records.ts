import { type TransactWriteItem, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { type CaseStatus, type DocumentVersion, documentVersion, type SalesCase, salesCase } from '../domain/case.ts';
import { underWay } from '../domain/case-course.ts';
import type { DocumentKind } from '../domain/documents.ts';
import { type Fact, fact as factSchema } from '../domain/history.ts';
import type { Cases, Page, PageRequest } from '../domain/ports.ts';
import { type Item, parseItem, recordOf, toItem } from './item.ts';
import {
  assistedKey,
  caseKey,
  casePartition,
  documentKey,
  documentPrefix,
  factKey,
  factPrefix,
  kindPrefix,
  taskKey,
} from './keys.ts';
import {
  getItem,
  indexPage,
  itemsOf,
  type Key,
  lastItem,
  pageOf,
  putNew,
  type RecordsTable,
  unlessRefused,
} from './records-table.ts';
import { transact } from './transaction.ts';
import { putIfAbsent, update } from './write.ts';

/** The cases of the Records table, their history and their documents. */
export function caseRecords(table: RecordsTable): Cases {
  return {
    async create(created, fact) {
      const outcome = await transact(table, [
        putIfAbsent(table, caseItem(created)),
        putIfAbsent(table, assistedItem(created)),
        putIfAbsent(table, factItem(fact)),
      ]);
      return outcome.written;
    },

    async get(id) {
      const item = await getItem(table, caseKey(id));
      return item === undefined ? undefined : parseItem(salesCase, item);
    },

    async list(by, page) {
      if ('assistant' in by) return assistedCases(table, by.assistant, page);
      const of =
        'status' in by
          ? ({ index: 'byQueue', queue: statusQueue(by.status), newestFirst: true } as const)
          : ({ index: 'byPerson', queue: `CASES#${by.sales}`, newestFirst: true } as const);
      return indexPage(table, salesCase, of, page);
    },

    async move(id, from, to, change, fact) {
      const move = update(table, caseKey(id), {
        set: { ...change, status: to, queue: statusQueue(to) },
        remove: underWay.includes(to) ? ['endedAt', 'endReason'] : [],
        when: { status: from },
      });
      if (fact !== undefined) {
        return (await transact(table, [{ Update: move }, putIfAbsent(table, factItem(fact))])).written;
      }
      return unlessRefused(() => table.client.send(new UpdateItemCommand(move)));
    },

    async setPriority({ id, settings }, priority, fact) {
      const change = update(table, caseKey(id), {
        set: { settings: { ...settings, priority } },
        when: { status: underWay },
      });
      return (await transact(table, [{ Update: change }, putIfAbsent(table, factItem(fact))])).written;
    },

    history: (id, page) => pageOf(table, factSchema, { pk: casePartition(id), prefix: factPrefix }, page),

    async record(fact) {
      await putNew(table, factItem(fact));
    },

    factsSince: (id, since) => factsSince(table, id, since),

    documents: (id) => itemsOf(table, documentVersion, casePartition(id), { prefix: documentPrefix }),

    async addDocument(document, fact, whileOpen) {
      const outcome = await transact(table, [
        putIfAbsent(table, documentItem(document)),
        putIfAbsent(table, factItem(fact)),
        isStill(table, caseKey(document.caseId), 'RUNNING'),
        ...whileOpen.flatMap((id) => taskKey(id) ?? []).map((key) => isStill(table, key, 'OPEN')),
      ]);
      return outcome.written;
    },

    async latestDocuments(id, kinds) {
      const latest = await Promise.all(
        kinds.map((kind: DocumentKind) => lastItem(table, documentVersion, casePartition(id), kindPrefix(kind))),
      );
      return latest.filter((document) => document !== undefined);
    },
  };
}

/** The index holds one place per case, the salesperson's: for the assistant it holds an entry that names the case. */
async function assistedCases(table: RecordsTable, assistant: string, page: PageRequest): Promise<Page<SalesCase>> {
  const of = { index: 'byPerson', queue: assistedQueue(assistant), newestFirst: true } as const;
  const { items, ...more } = await indexPage(table, assistedCase, of, page);
  const found = await Promise.all(items.map(({ caseId }) => getItem(table, caseKey(caseId))));
  return { items: found.flatMap((item) => (item === undefined ? [] : [parseItem(salesCase, item)])), ...more };
}

const assistedCase = z.object({ caseId: z.string() });

function assistedQueue(assistant: string): string {
  return `ASSISTED#${assistant}`;
}

function assistedItem(created: SalesCase): Item {
  return toItem({
    ...assistedKey(created),
    entity: 'assisted-case',
    caseId: created.id,
    personQueue: assistedQueue(created.assistant),
    personOrder: `${created.createdAt}#${created.id}`,
  });
}

/** The facts of a case from the instant `since` on. */
export function factsSince(table: RecordsTable, caseId: string, since: string): Promise<readonly Fact[]> {
  // `~` sorts after every character of an instant.
  return itemsOf(table, factSchema, casePartition(caseId), { from: `${factPrefix}${since}`, to: `${factPrefix}~` });
}

export function factItem(fact: Fact): Item {
  return toItem({ ...factKey(fact), entity: 'fact', ...fact });
}

export function documentItem(document: DocumentVersion): Item {
  return toItem({ ...documentKey(document), entity: 'document', ...document });
}

/** The document version that an item holds; undefined for every other item. */
export function writtenDocument(item: Item | undefined): DocumentVersion | undefined {
  return recordOf('document', documentVersion, item);
}

/** A condition of a transaction: that the case or task has that status. */
export function isStill({ name }: RecordsTable, { pk, sk }: Key, status: 'RUNNING' | 'OPEN'): TransactWriteItem {
  return {
    ConditionCheck: {
      TableName: name,
      Key: toItem({ pk, sk }),
      ConditionExpression: '#status = :status',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: toItem({ ':status': status }),
    },
  };
}

function caseItem(created: SalesCase): Item {
  const order = `${created.createdAt}#${created.id}`;
  return toItem({
    ...caseKey(created.id),
    entity: 'case',
    queue: statusQueue(created.status),
    queueOrder: order,
    personQueue: `CASES#${created.sales}`,
    personOrder: order,
    ...created,
  });
}

function statusQueue(status: CaseStatus): string {
  return `CASES#${status}`;
}
