import type { Contact, Contacts, ContactVolume } from '../../functions/shared/domain/contact.ts';
import { memoryPage } from './memory-page.ts';
import type { MemoryRecords } from './memory-records.ts';
import { sameClocks } from './same-clocks.ts';

/** The in-memory twin of contacts and their counts. */
export function memoryContacts({ customers }: MemoryRecords): Contacts {
  const contacts = new Map<string, Contact>();
  return {
    async record(contact, asRead) {
      const key = `${contact.customerId}#${contact.at}#${contact.id}`;
      if (contacts.has(key)) return 'recorded';
      const customer = customers.get(contact.customerId);
      if (customer === undefined || !sameClocks(customer, asRead)) return 'changed';
      const { lastContactAt = contact.at } = customer;
      const last = lastContactAt > contact.at ? lastContactAt : contact.at;
      customers.set(customer.id, { ...customer, lastContactAt: last });
      contacts.set(key, structuredClone(contact));
      return 'recorded';
    },
    async ofCustomer(customerId, page) {
      const own = [...contacts.values()].filter((contact) => contact.customerId === customerId);
      return memoryPage(
        own.sort((a, b) => (`${a.at}#${a.id}` < `${b.at}#${b.id}` ? -1 : 1)),
        page,
      );
    },
    async volume(owner, from, to) {
      const days = new Map<string, ContactVolume>();
      for (const { by, day, kind } of contacts.values()) {
        if (by !== owner || day < from || day > to) continue;
        const none = { owner, day, total: 0, call: 0, visit: 0, mail: 0, message: 0, meeting: 0 };
        const before = days.get(day) ?? none;
        days.set(day, { ...before, total: before.total + 1, [kind]: before[kind] + 1 });
      }
      return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
    },
  };
}
