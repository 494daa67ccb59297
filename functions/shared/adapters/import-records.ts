import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  type CountedPart,
  type CustomerImport,
  type CustomerImports,
  customerImport,
  type ImportClashes,
  importClashes,
  noLanes,
  noRows,
  type RowCounts,
  rowOutcomes,
  triedLanes,
} from '../domain/customer-import.ts';
import { type Item, parseItem, recordOf, toItem } from './item.ts';
import { getItem, indexPage, type Key, putNew, type RecordsTable, unlessRefused } from './records-table.ts';
import { type Change, update } from './write.ts';

const importKey = (id: string): Key => ({ pk: `IMPORT#${id}`, sk: 'IMPORT' });

const clashesKey = (of: { readonly importId: string; readonly holder: string }): Key => ({
  pk: importKey(of.importId).pk,
  sk: `CLASHES#${of.holder}`,
});

/** Under which everybody's imports are listed. */
const ALL = 'IMPORTS';

const madeBy = (person: string): string => `${ALL}#${person}`;

const underWay = ['READING', 'ENTERING'] as const;

function importItem(one: CustomerImport): Item {
  const order = `${one.createdAt}#${one.id}`;
  return toItem({
    ...{ ...importKey(one.id), entity: 'import', ...one },
    ...{ queue: ALL, queueOrder: order, personQueue: madeBy(one.by), personOrder: order },
  });
}

/** The imports of the Records table. Every step is one conditional write, so that one repeated is not counted twice. */
export function importRecords(table: RecordsTable): CustomerImports {
  const change = (id: string, what: Change): Promise<boolean> =>
    unlessRefused(() => table.client.send(new UpdateItemCommand(update(table, importKey(id), what))));
  return {
    create: (one: CustomerImport) => putNew(table, importItem(one)),

    async get(id) {
      const item = await getItem(table, importKey(id));
      return item === undefined ? undefined : parseItem(customerImport, item);
    },

    list: (of, page) =>
      of === 'all'
        ? indexPage(table, customerImport, { index: 'byQueue', queue: ALL, newestFirst: true }, page)
        : indexPage(table, customerImport, { index: 'byPerson', queue: madeBy(of.by), newestFirst: true }, page),

    start: (id, dryRun) =>
      change(id, {
        set: { status: 'READING', ...(dryRun ? { dryRun, lanes: triedLanes } : {}) },
        when: { status: ['AWAITING_FILE'] },
      }),

    enterTried: (id, attempt) =>
      change(id, {
        set: { status: 'READING', attempt: attempt + 1, lanes: noLanes, counts: noRows },
        remove: ['dryRun', 'parts', 'rows', 'endedAt'],
        when: { status: ['TRIED'], attempt: [attempt] },
      }),

    read: (id, parts, rows) => change(id, { set: { status: 'ENTERING', parts, rows }, when: { status: ['READING'] } }),

    countPart: (id, part, counts) =>
      unlessRefused(() => table.client.send(new UpdateItemCommand(counted(table, id, part, counts)))),

    finish: (id, at, as = 'DONE') =>
      change(id, { set: { status: as, endedAt: at }, remove: ['stopped'], when: { status: ['ENTERING'] } }),

    stop: (id, attempt, stopped) =>
      change(id, { set: { attempt, stopped }, when: { status: [...underWay] }, atMost: { attempt } }),

    resume: (id, attempt) =>
      change(id, {
        set: { attempt: attempt + 1 },
        remove: ['stopped'],
        when: { status: [...underWay], attempt: [attempt] },
      }),

    async tellClashes(clashes) {
      await putNew(table, toItem({ ...clashesKey(clashes), entity: 'import-clashes', ...clashes }));
    },

    async clashes(importId, holder) {
      const item = await getItem(table, clashesKey({ importId, holder }));
      return item === undefined ? undefined : parseItem(importClashes, item);
    },

    async toldClashes(importId, holder) {
      const told = update(table, clashesKey({ importId, holder }), { set: { told: true }, when: {} });
      await unlessRefused(() => table.client.send(new UpdateItemCommand(told)));
    },

    speaksFor: (importId, speaker) => change(importId, { set: { speaker }, when: { speaker: [undefined, speaker] } }),

    refuse: (id, refusal, at) =>
      change(id, {
        set: { status: 'REFUSED', refusal, endedAt: at },
        remove: ['stopped'],
        when: { status: ['READING'] },
      }),
  };
}

/** The clashes of an import that an item holds; undefined for every other item. */
export function writtenImportClashes(item: Item | undefined): ImportClashes | undefined {
  return recordOf('import-clashes', importClashes, item);
}

function counted({ name }: RecordsTable, id: string, { attempt, lane, done }: CountedPart, counts: RowCounts) {
  const { pk, sk } = importKey(id);
  return {
    TableName: name,
    Key: toItem({ pk, sk }),
    UpdateExpression: `SET lanes[${lane}] = :next, ${rowOutcomes.map((each) => `#counts.#${each} = #counts.#${each} + :${each}`).join(', ')}`,
    ConditionExpression: `lanes[${lane}] = :done AND #status = :entering AND (attempt = :attempt OR attribute_not_exists(attempt))`,
    ExpressionAttributeNames: {
      '#counts': 'counts',
      '#status': 'status',
      ...Object.fromEntries(rowOutcomes.map((each) => [`#${each}`, each])),
    },
    ExpressionAttributeValues: toItem({
      ':done': done,
      ':attempt': attempt,
      ':next': done + 1,
      ':entering': 'ENTERING',
      ...Object.fromEntries(rowOutcomes.map((each) => [`:${each}`, counts[each]])),
    }),
  };
}
