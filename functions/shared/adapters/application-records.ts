import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { type Application, application as applicationSchema } from '../domain/application.ts';
import type { Applications } from '../domain/ports.ts';
import { imageSchema, parseItem, toItem } from './item.ts';
import { applicationKey } from './keys.ts';
import { getItem, indexPage, putNew, type RecordsTable, unlessRefused } from './records-table.ts';
import { type Change, update } from './write.ts';

/** The applications of the Records table, listed by status and by applicant. */
export function applicationRecords(table: RecordsTable): Applications {
  const change = (id: string, what: Change): Promise<boolean> =>
    unlessRefused(() => table.client.send(new UpdateItemCommand(update(table, applicationKey(id), what))));
  return {
    async submit(application) {
      const order = `${application.createdAt}#${application.id}`;
      await putNew(
        table,
        toItem({
          ...applicationKey(application.id),
          entity: 'application',
          ...application,
          queue: statusQueue(application.status),
          queueOrder: order,
          personQueue: `APPLICATIONS#${application.applicant}`,
          personOrder: order,
        }),
      );
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
      change(id, { set: { status: 'DECIDED', decision, queue: statusQueue('DECIDED') }, when: { status: ['OPEN'] } }),

    async await(id, taskToken) {
      await change(id, { set: { taskToken }, when: { status: ['OPEN', 'DECIDED'] } });
    },

    close: (id, result, customerId) =>
      change(id, {
        set: { status: 'CLOSED', result, customerId, queue: statusQueue('CLOSED') },
        when: { status: ['OPEN', 'DECIDED'] },
      }),
  };
}

/** What a stream record says of an application: the application, and the token that waits for its decision. */
export interface WrittenApplication {
  readonly application: Application;
  readonly taskToken: string | undefined;
}

/** The application that a stream record's new image shows; undefined for every other item. */
export function writtenApplication(image: unknown): WrittenApplication | undefined {
  const read = z.safeParse(imageSchema, image);
  if (!read.success || read.data.entity?.S !== 'application') return undefined;
  return { application: parseItem(applicationSchema, read.data), taskToken: read.data.taskToken?.S };
}

function statusQueue(status: Application['status']): string {
  return `APPLICATIONS#${status}`;
}
