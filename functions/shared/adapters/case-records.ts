import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type CaseStatus, documentVersion, type SalesCase, salesCase } from '../domain/case.ts';
import type { DocumentKind } from '../domain/documents.ts';
import { type Fact, fact as factSchema } from '../domain/history.ts';
import type { Cases } from '../domain/ports.ts';
import { type Item, parseItem, toItem } from './item.ts';
import { caseKey, casePartition, documentPrefix, factKey, factPrefix, kindPrefix } from './keys.ts';
import {
  getItem,
  indexPage,
  itemsOf,
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
        putIfAbsent(table, factItem(fact)),
      ]);
      return outcome.written;
    },

    async get(id) {
      const item = await getItem(table, caseKey(id));
      return item === undefined ? undefined : parseItem(salesCase, item);
    },

    list(by, page) {
      const of =
        'status' in by
          ? ({ index: 'byQueue', queue: statusQueue(by.status), newestFirst: true } as const)
          : ({ index: 'byPerson', queue: `CASES#${by.sales}`, newestFirst: true } as const);
      return indexPage(table, salesCase, of, page);
    },

    async move(id, from, to, change, fact) {
      const move = update(table, caseKey(id), {
        set: { ...change, status: to, queue: statusQueue(to) },
        when: { status: from },
      });
      if (fact !== undefined) {
        return (await transact(table, [{ Update: move }, putIfAbsent(table, factItem(fact))])).written;
      }
      return unlessRefused(() => table.client.send(new UpdateItemCommand(move)));
    },

    history: (id, page) => pageOf(table, factSchema, { pk: casePartition(id), prefix: factPrefix }, page),

    async record(fact) {
      await putNew(table, factItem(fact));
    },

    factsSince: (id, since) => factsSince(table, id, since),

    documents: (id) => itemsOf(table, documentVersion, casePartition(id), { prefix: documentPrefix }),

    async latestDocuments(id, kinds) {
      const latest = await Promise.all(
        kinds.map((kind: DocumentKind) => lastItem(table, documentVersion, casePartition(id), kindPrefix(kind))),
      );
      return latest.filter((document) => document !== undefined);
    },
  };
}

/** The facts of a case from the instant `since` on. */
export function factsSince(table: RecordsTable, caseId: string, since: string): Promise<readonly Fact[]> {
  // `~` sorts after every character of an instant.
  return itemsOf(table, factSchema, casePartition(caseId), { from: `${factPrefix}${since}`, to: `${factPrefix}~` });
}

export function factItem(fact: Fact): Item {
  return toItem({ ...factKey(fact), entity: 'fact', ...fact });
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
