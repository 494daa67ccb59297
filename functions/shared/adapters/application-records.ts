import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type Application, application as applicationSchema } from '../domain/application.ts';
import { closedFact, decidedFact, submittedFact } from '../domain/application-facts.ts';
import type { Fact } from '../domain/history.ts';
import type { Applications } from '../domain/ports.ts';
import { factItem } from './case-records.ts';
import { type Item, parseItem, recordOf, toItem } from './item.ts';
import { applicationKey } from './keys.ts';
import { getItem, indexPage, type RecordsTable, unlessRefused } from './records-table.ts';
import { transact } from './transaction.ts';
import { type Change, putIfAbsent, update } from './write.ts';

/** The applications of the Records table, listed by status and by applicant. */
export function applicationRecords(table: RecordsTable): Applications {
  const change = async (id: string, what: Change, fact: Fact): Promise<boolean> => {
    const updated = { Update: update(table, applicationKey(id), what) };
    return (await transact(table, [updated, putIfAbsent(table, factItem(fact))])).written;
  };
  return {
    async submit(application) {
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
      await transact(table, [putIfAbsent(table, item), putIfAbsent(table, factItem(submittedFact(application)))]);
    },

    async get(id) {
      const item = await getItem(table, applicationKey(id));
      return item === undefined ? undefined : parseItem(applicationSchema, item);
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
