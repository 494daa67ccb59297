import { notifiedPeople } from '../../functions/shared/domain/notified.ts';
import type { Tasks } from '../../functions/shared/domain/ports.ts';
import type { Duty } from '../../functions/shared/domain/separation.ts';
import type { Task } from '../../functions/shared/domain/task.ts';
import { memoryPage } from './memory-page.ts';
import { appendFact, factsOf, type MemoryRecords } from './memory-records.ts';

/** The in-memory twin of the tasks in the table. */
export function memoryTasks(records: MemoryRecords): Tasks {
  const all = (): Task[] => [...records.tasks.values()].map(({ task }) => structuredClone(task));
  const change = (id: string, to: Partial<Task>): void => {
    const found = records.tasks.get(id);
    if (found !== undefined) records.tasks.set(id, { ...found, task: { ...found.task, ...to } });
  };
  return {
    async open({ task, taskToken, issue = 0, links, fact, nextActionAt }) {
      const found = records.tasks.get(task.id);
      const stored = found?.task;
      const late = found !== undefined && (found.token === taskToken || found.issue > issue);
      if (stored !== undefined && late) {
        return { result: 'unchanged', task: structuredClone(stored), notified: notifiedOf(records, stored) };
      }
      if (stored?.status === 'DECIDED') {
        records.tasks.set(task.id, { task: stored, token: taskToken, issue });
        return { result: 'handed-on', task: structuredClone(stored), notified: [] };
      }
      if (task.attempt !== (stored?.attempt ?? 0) + 1 || hasLater(records, task)) {
        return { result: 'outdated', task: structuredClone(stored ?? task), notified: [] };
      }
      const { attempt, expiresAt, subject, contentHash, findings, earlier } = task;
      const waits = stored?.status !== 'OPEN';
      const clock = waits ? { dueAt: task.dueAt, ...(task.sla && { sla: task.sla }) } : {};
      const renewed = { attempt, expiresAt, subject, contentHash, findings, ...clock, ...(earlier && { earlier }) };
      if (waits && nextActionAt !== undefined) records.sweepAt.set(task.id, nextActionAt);
      const written: Task = stored === undefined ? task : { ...stored, status: 'OPEN', ...renewed };
      records.tasks.set(task.id, { task: structuredClone(written), token: taskToken, issue });
      for (const { hash, personId } of links) {
        records.links.set(hash, { taskId: task.id, personId, attempt: task.attempt });
      }
      appendFact(records, fact);
      return { result: stored === undefined ? 'opened' : 'reissued', task: structuredClone(written), notified: [] };
    },
    async notified(_id, _attempt, _personId, fact) {
      appendFact(records, fact);
    },
    async get(id) {
      return structuredClone(records.tasks.get(id)?.task);
    },
    async ofStep(caseId, step) {
      return all().filter((task) => task.caseId === caseId && task.step === step);
    },
    async list(by, page) {
      if ('caseId' in by) {
        const items = all().filter((task) => task.caseId === by.caseId);
        return memoryPage(
          sorted(items, ({ id }) => id),
          page,
        );
      }
      const items = all().filter(
        (task) => task.status === by.status && ('role' in by ? task.role === by.role : task.assignee === by.assignee),
      );
      return memoryPage(
        sorted(items, ({ dueAt, id }) => `${dueAt}#${id}`),
        page,
      );
    },
    async byLink(hash) {
      const link = records.links.get(hash);
      const task = link === undefined ? undefined : records.tasks.get(link.taskId)?.task;
      if (link === undefined || task === undefined) return undefined;
      return { task: structuredClone(task), personId: link.personId, attempt: link.attempt };
    },
    async claim(id, assignee, fact) {
      const task = records.tasks.get(id)?.task;
      if (task?.status !== 'OPEN' || (task.assignee !== undefined && task.assignee !== assignee)) return false;
      change(id, { assignee });
      appendFact(records, fact);
      return true;
    },
    async release(id, assignee, fact) {
      const found = records.tasks.get(id);
      if (found?.task.status !== 'OPEN' || found.task.assignee !== assignee) return false;
      const { assignee: _, onBehalfOf: __, ...free } = found.task;
      records.tasks.set(id, { ...found, task: free });
      appendFact(records, fact);
      return true;
    },
    async decide(task, decision, document, facts, duties = []) {
      const stored = records.tasks.get(task.id)?.task;
      const taken = records.documents.some(
        (item) => item.caseId === document?.caseId && item.kind === document.kind && item.version === document.version,
      );
      if (
        stored?.status !== 'OPEN' ||
        stored.attempt !== task.attempt ||
        stored.contentHash !== task.contentHash ||
        stored.assignee !== task.assignee ||
        taken ||
        hasLater(records, task) ||
        duties.some((duty) => records.duties.some((held) => isOtherSide(duty, held)))
      ) {
        return false;
      }
      records.sweepAt.delete(task.id);
      change(task.id, { status: 'DECIDED', decision: structuredClone(decision) });
      if (document !== undefined) records.documents.push(structuredClone(document));
      for (const fact of facts) appendFact(records, fact);
      records.duties.push(
        ...structuredClone(duties.filter((duty) => !records.duties.some((held) => isSame(duty, held)))),
      );
      return true;
    },
    async duties(caseId) {
      return structuredClone(records.duties.filter((duty) => duty.caseId === caseId));
    },
    async token(id) {
      const found = records.tasks.get(id);
      return found?.task.status === 'DECIDED' ? found.token : undefined;
    },
    async held(id) {
      const found = records.tasks.get(id);
      return found && { task: structuredClone(found.task), taskToken: found.token };
    },
    async end(id, status, fact) {
      if (records.tasks.get(id)?.task.status !== 'OPEN') return false;
      records.sweepAt.delete(id);
      change(id, { status });
      appendFact(records, fact);
      return true;
    },
  };
}

function hasLater(records: MemoryRecords, { caseId, subject }: Task): boolean {
  return records.documents.some(
    (document) =>
      document.caseId === caseId &&
      subject.some(({ kind, version }) => document.kind === kind && document.version === version + 1),
  );
}

function sorted(tasks: readonly Task[], key: (task: Task) => string): Task[] {
  return tasks.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

function notifiedOf(records: MemoryRecords, task: Task): readonly string[] {
  return notifiedPeople(task, factsOf(records, task.caseId));
}

function isSame(a: Duty, b: Duty): boolean {
  return a.caseId === b.caseId && a.rule === b.rule && a.person === b.person;
}

function isOtherSide(a: Duty, b: Duty): boolean {
  return isSame(a, b) && a.side !== b.side;
}
