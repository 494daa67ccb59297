import type { Person } from '../../functions/shared/domain/person.ts';
import type { People } from '../../functions/shared/domain/ports.ts';
import type { MemoryRecords } from './memory-records.ts';

/** The in-memory twin of the directory. */
export function memoryPeople({ people }: MemoryRecords): People {
  const sorted = (which: (person: Person) => boolean): Person[] =>
    structuredClone([...people.values()].filter(which).sort((a, b) => (a.id < b.id ? -1 : 1)));
  return {
    async get(id) {
      return structuredClone(people.get(id));
    },
    async withRole(role) {
      return sorted(({ roles }) => roles.includes(role));
    },
    async reportingTo(superior) {
      return sorted(({ supervisor }) => supervisor === superior);
    },
    async ofPartner(partner) {
      return sorted((person) => person.partner === partner);
    },
    async put(person) {
      people.set(person.id, structuredClone(person));
    },
    async change(id, change) {
      const person = change(structuredClone(people.get(id)));
      if (person !== undefined) people.set(id, structuredClone(person));
      return person;
    },
  };
}
