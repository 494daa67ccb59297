import type { People } from '../../functions/shared/domain/ports.ts';
import type { MemoryRecords } from './memory-records.ts';

/** The in-memory twin of the directory. */
export function memoryPeople({ people }: MemoryRecords): People {
  return {
    async get(id) {
      return structuredClone(people.get(id));
    },
    async withRole(role) {
      const members = [...people.values()].filter(({ roles }) => roles.includes(role));
      return structuredClone(members.sort((a, b) => (a.id < b.id ? -1 : 1)));
    },
    async put(person) {
      people.set(person.id, structuredClone(person));
    },
  };
}
