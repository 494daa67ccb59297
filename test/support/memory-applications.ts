import { type Application, isPending } from '../../functions/shared/domain/application.ts';
import { closedFact, decidedFact, endedFact, submittedFact } from '../../functions/shared/domain/application-facts.ts';
import type { Applications } from '../../functions/shared/domain/ports.ts';
import { memoryPage } from './memory-page.ts';
import { appendFact, type MemoryRecords } from './memory-records.ts';

export interface MemoryApplications extends Applications {
  /** Tokens of waiting states, by application. */
  readonly tokens: ReadonlyMap<string, string>;
}

function isAbout({ subjects = [] }: Application, wanted: readonly string[]): boolean {
  return subjects.some((subject) => wanted.includes(subject));
}

/** The in-memory twin of the applications. */
export function memoryApplications(records: MemoryRecords): MemoryApplications {
  const all = new Map<string, Application>();
  const tokens = new Map<string, string>();
  const order = ({ createdAt, id }: Application): string => `${createdAt}#${id}`;
  return {
    tokens,
    async submit(application) {
      const { id, applicant, subjects = [] } = application;
      const standing =
        all.get(id) ??
        [...all.values()].find(
          (other) => other.applicant === applicant && isPending(other) && isAbout(other, subjects),
        );
      if (standing !== undefined) return structuredClone(standing);
      all.set(id, structuredClone(application));
      appendFact(records, submittedFact(application));
      return application;
    },
    async openAbout(subjects) {
      return [...all.values()]
        .filter((application) => application.status === 'OPEN' && isAbout(application, subjects))
        .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
    },
    async get(id) {
      return structuredClone(all.get(id));
    },
    async list(by, page) {
      const oldestFirst = [...all.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
      return 'status' in by
        ? memoryPage(
            oldestFirst.filter(({ status }) => status === by.status),
            page,
          )
        : memoryPage(
            oldestFirst.reverse().filter(({ applicant }) => applicant === by.applicant),
            page,
          );
    },
    async decide(id, decision) {
      const found = all.get(id);
      if (found?.status !== 'OPEN') return false;
      all.set(id, { ...found, status: 'DECIDED', decision });
      appendFact(records, decidedFact(id, decision));
      return true;
    },
    async end(id, ending) {
      const found = all.get(id);
      if (found?.status !== 'OPEN') return false;
      all.set(id, { ...found, status: 'DECIDED', ended: ending });
      appendFact(records, endedFact(id, ending));
      return true;
    },
    async await(id, taskToken) {
      const found = all.get(id);
      if (found !== undefined && found.status !== 'CLOSED') tokens.set(id, taskToken);
    },
    async close(id, result, at, customerId) {
      const found = all.get(id);
      if (found === undefined || found.status === 'CLOSED') return false;
      all.set(id, { ...found, status: 'CLOSED', result, ...(customerId === undefined ? {} : { customerId }) });
      appendFact(records, closedFact(id, result, at, customerId));
      return true;
    },
  };
}
