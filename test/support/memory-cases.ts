import { underWay } from '../../functions/shared/domain/case-course.ts';
import type { Cases } from '../../functions/shared/domain/ports.ts';
import { memoryPage } from './memory-page.ts';
import { appendFact, factsOf, type MemoryRecords } from './memory-records.ts';

/** The in-memory twin of the cases in the table. */
export function memoryCases(records: MemoryRecords): Cases {
  return {
    async create(salesCase, fact) {
      if (records.cases.has(salesCase.id)) return false;
      records.cases.set(salesCase.id, structuredClone(salesCase));
      appendFact(records, fact);
      return true;
    },
    async get(id) {
      return structuredClone(records.cases.get(id));
    },
    async list(by, page) {
      const items = [...records.cases.values()]
        .filter((item) => {
          if ('status' in by) return item.status === by.status;
          return 'sales' in by ? item.sales === by.sales : item.assistant === by.assistant;
        })
        .sort((a, b) => (`${a.createdAt}#${a.id}` < `${b.createdAt}#${b.id}` ? 1 : -1));
      return memoryPage(structuredClone(items), page);
    },
    async move(id, from, to, change, fact) {
      const found = records.cases.get(id);
      if (found === undefined || !from.includes(found.status)) return false;
      const { endedAt, endReason, ...lasting } = found;
      const end = underWay.includes(to)
        ? {}
        : { ...(endedAt === undefined ? {} : { endedAt }), ...(endReason === undefined ? {} : { endReason }) };
      records.cases.set(id, { ...lasting, ...end, ...change, status: to });
      if (fact !== undefined) appendFact(records, fact);
      return true;
    },
    async setPriority({ id }, priority, fact) {
      const found = records.cases.get(id);
      if (found === undefined || !underWay.includes(found.status)) return false;
      records.cases.set(id, { ...found, settings: { ...found.settings, priority } });
      appendFact(records, fact);
      return true;
    },
    async history(id, page) {
      return memoryPage(structuredClone(factsOf(records, id)), page);
    },
    async record(fact) {
      appendFact(records, structuredClone(fact));
    },
    async factsSince(id, since) {
      return structuredClone(factsOf(records, id).filter((fact) => fact.id >= since));
    },
    async documents(id) {
      const items = records.documents.filter(({ caseId }) => caseId === id);
      return structuredClone(
        items.sort((a, b) => (a.kind === b.kind ? a.version - b.version : a.kind < b.kind ? -1 : 1)),
      );
    },
    async addDocument(document, fact, whileOpen) {
      const { caseId, kind, version } = document;
      const taken = records.documents.some(
        (item) => item.caseId === caseId && item.kind === kind && item.version === version,
      );
      const ended = whileOpen.some((id) => records.tasks.get(id)?.task.status !== 'OPEN');
      if (taken || ended || records.cases.get(caseId)?.status !== 'RUNNING') return false;
      records.documents.push(structuredClone(document));
      appendFact(records, fact);
      return true;
    },
    async latestDocuments(id, kinds) {
      const latest = kinds.flatMap((kind) => {
        const versions = records.documents.filter((item) => item.caseId === id && item.kind === kind);
        return versions.sort((a, b) => b.version - a.version).slice(0, 1);
      });
      return structuredClone(latest);
    },
  };
}
