import { type Contact, type Contacts, contact as contactSchema, contactVolume } from '../domain/contact.ts';
import { clocksOf } from './customer-clocks.ts';
import { toItem } from './item.ts';
import { customerKey } from './keys.ts';
import { itemsOf, type Key, pageOf, type RecordsTable } from './records-table.ts';
import { transact } from './transaction.ts';
import { putIfAbsent, update } from './write.ts';

const contactPrefix = 'CONTACT#';
const contactKey = ({ customerId, at, id }: Contact): Key => ({
  pk: customerKey(customerId).pk,
  sk: `${contactPrefix}${at}#${id}`,
});

const volumePrefix = 'CONTACTS#';
const volumeKey = (owner: string, day: string): Key => ({ pk: `POOL#${owner}`, sk: `${volumePrefix}${day}` });

/** Contacts in the Records table: each under its customer, counted under its salesperson by day. */
export function contactRecords(table: RecordsTable): Contacts {
  return {
    async record(contact, asRead) {
      const { customerId, at } = contact;
      const { lastContactAt = at } = asRead;
      const outcome = await transact(table, [
        putIfAbsent(table, toItem({ ...contactKey(contact), entity: 'contact', ...contact })),
        {
          Update: update(table, customerKey(customerId), {
            set: { lastContactAt: lastContactAt > at ? lastContactAt : at },
            when: clocksOf(asRead),
          }),
        },
        { Update: counted(table, contact) },
      ]);
      return outcome.written || outcome.index === 0 ? 'recorded' : 'changed';
    },

    ofCustomer: (customerId, page) =>
      pageOf(table, contactSchema, { pk: customerKey(customerId).pk, prefix: contactPrefix }, page),

    volume: (owner, from, to) =>
      itemsOf(table, contactVolume, volumeKey(owner, from).pk, {
        from: volumeKey(owner, from).sk,
        to: volumeKey(owner, to).sk,
      }),
  };
}

function counted({ name }: RecordsTable, { by, day, kind }: Contact) {
  return {
    TableName: name,
    Key: toItem({ ...volumeKey(by, day) }),
    UpdateExpression: 'SET entity = :entity, #owner = :owner, #day = :day ADD #total :one, #kind :one',
    ExpressionAttributeNames: { '#owner': 'owner', '#day': 'day', '#total': 'total', '#kind': kind },
    ExpressionAttributeValues: toItem({ ':entity': 'contact-volume', ':owner': by, ':day': day, ':one': 1 }),
  };
}
