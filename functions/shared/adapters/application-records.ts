import { type TransactWriteItem, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { type Application, application as applicationSchema, isPending } from '../domain/application.ts';
import { closedFact, decidedFact, endedFact, submittedFact } from '../domain/application-facts.ts';
import type { Fact } from '../domain/history.ts';
import type { Applications } from '../domain/ports.ts';
import { TransientFailure } from '../domain/transient-failure.ts';
import { factItem } from './case-records.ts';
import { type Item, parseItem, recordOf, toItem } from './item.ts';
import { applicationKey, subjectKey, subjectPartition } from './keys.ts';
import { getItem, getItems, indexPage, itemsOf, type RecordsTable, unlessRefused } from './records-table.ts';
import { transact } from './transaction.ts';
import { type Change, putIfAbsent, update } from './write.ts';

const subjectSchema = z.object({ applicationId: z.string() });

/** How often a submission meets one that has just ended before it gives up. */
const MAX_TRIES = 10;

/** How long it is kept which application is about a subject: longer than one is ever open. */
const SUBJECT_DAYS = 40;

/** The applications of the Records table, listed by status and by applicant. */
export function applicationRecords(table: RecordsTable): Applications {
  const change = async (id: string, what: Change, fact: Fact): Promise<boolean> => {
    const updated = { Update: update(table, applicationKey(id), what) };
    return (await transact(table, [updated, putIfAbsent(table, factItem(fact))])).written;
  };
  const get = async (id: string): Promise<Application | undefined> => {
    const item = await getItem(table, applicationKey(id));
    return item === undefined ? undefined : parseItem(applicationSchema, item);
  };
  return {
    async submit(application) {
      const { subjects = [] } = application;
      const order = `${application.createdAt}#${application.id}`;
      const item = toItem({
        ...applicationKey(application.id),
        entity: 'application',
        ...application,
        queue: statusQueue(application.status),
        queueOrder: order,
        personQueue: `APPLICATIONS#${application.applicant}`,
        personOrder: order,
      });
      /** What stands for a subject and is pending no more. */
      const over = new Map<string, string>();
      for (let tries = 0; tries < MAX_TRIES; tries += 1) {
        const outcome = await transact(table, [
          putIfAbsent(table, item),
          ...subjects.map((subject) => standFor(table, application, { subject, instead: over.get(subject) })),
          putIfAbsent(table, factItem(submittedFact(application))),
        ]);
        if (outcome.written) return application;
        if (outcome.index === 0) return (await get(application.id)) ?? application;
        const subject = subjects[outcome.index - 1];
        if (subject === undefined) return application;
        const standing = await getItem(table, subjectKey({ subject, applicant: application.applicant }));
        if (standing === undefined) continue;
        const { applicationId } = parseItem(subjectSchema, standing);
        const other = await get(applicationId);
        if (other !== undefined && isPending(other)) return other;
        over.set(subject, applicationId);
      }
      throw new TransientFailure(new Error('Applications about one customer kept coming and ending'));
    },

    get,

    async openAbout(subjects) {
      const found = await Promise.all(
        subjects.map((subject) => itemsOf(table, subjectSchema, subjectPartition(subject), { prefix: 'APPLICANT#' })),
      );
      const ids = [...new Set(found.flat().map(({ applicationId }) => applicationId))];
      const items = await getItems(table, ids.map(applicationKey));
      return items
        .map((item) => parseItem(applicationSchema, item))
        .filter(({ status }) => status === 'OPEN')
        .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
    },

    list: (by, page) =>
      indexPage(
        table,
        applicationSchema,
        'status' in by
          ? { index: 'byQueue', queue: statusQueue(by.status) }
          : { index: 'byPerson', queue: `APPLICATIONS#${by.applicant}`, newestFirst: true },
        page,
      ),

    decide: (id, decision) =>
      change(
        id,
        { set: { status: 'DECIDED', decision, queue: statusQueue('DECIDED') }, when: { status: ['OPEN'] } },
        decidedFact(id, decision),
      ),

    end: (id, ending) =>
      change(
        id,
        { set: { status: 'DECIDED', ended: ending, queue: statusQueue('DECIDED') }, when: { status: ['OPEN'] } },
        endedFact(id, ending),
      ),

    async await(id, taskToken) {
      const kept = update(table, applicationKey(id), { set: { taskToken }, when: { status: ['OPEN', 'DECIDED'] } });
      await unlessRefused(() => table.client.send(new UpdateItemCommand(kept)));
    },

    close: (id, result, at, customerId) =>
      change(
        id,
        {
          set: { status: 'CLOSED', result, customerId, queue: statusQueue('CLOSED') },
          when: { status: ['OPEN', 'DECIDED'] },
        },
        closedFact(id, result, at, customerId),
      ),
  };
}

/**
 * Makes the application the one of its applicant's about the subject; refused where another one is.
 * @param instead of which other one that is pending no more
 */
function standFor(
  table: RecordsTable,
  { id, applicant, createdAt }: Application,
  { subject, instead }: { readonly subject: string; readonly instead: string | undefined },
): TransactWriteItem {
  const ttl = Math.floor(Date.parse(createdAt) / 1000) + SUBJECT_DAYS * 24 * 60 * 60;
  const item = toItem({ ...subjectKey({ subject, applicant }), entity: 'application-subject', applicationId: id, ttl });
  if (instead === undefined) return putIfAbsent(table, item);
  return {
    Put: {
      TableName: table.name,
      Item: item,
      ConditionExpression: 'attribute_not_exists(pk) OR applicationId = :instead',
      ExpressionAttributeValues: toItem({ ':instead': instead }),
    },
  };
}

/** An application, and the token that waits for its decision. */
export interface WrittenApplication {
  readonly application: Application;
  readonly taskToken: string | undefined;
}

/** The application that an item holds; undefined for every other item. */
export function writtenApplication(item: Item | undefined): WrittenApplication | undefined {
  const application = recordOf('application', applicationSchema, item);
  return application && { application, taskToken: item?.taskToken?.S };
}

function statusQueue(status: Application['status']): string {
  return `APPLICATIONS#${status}`;
}
