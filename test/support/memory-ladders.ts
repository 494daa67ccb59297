import type { DueTask, Handovers, Ladders } from '../../functions/shared/domain/ports.ts';
import { appendFact, type MemoryRecords } from './memory-records.ts';

/** The in-memory twin of open tasks by their ladders' next actions. */
export function memoryLadders(records: MemoryRecords, handovers: Handovers): Ladders {
  const isAsRead = ({ task, sweepAt }: DueTask): boolean => {
    const stored = records.tasks.get(task.id)?.task;
    return (
      stored?.status === 'OPEN' &&
      stored.attempt === task.attempt &&
      stored.assignee === task.assignee &&
      records.sweepAt.get(task.id) === sweepAt
    );
  };
  return {
    async due(until, limit) {
      const waiting = [...records.sweepAt].filter(([, sweepAt]) => sweepAt <= until);
      return waiting
        .toSorted(([, a], [, b]) => (a < b ? -1 : 1))
        .slice(0, limit)
        .flatMap(([id, sweepAt]) => {
          const task = records.tasks.get(id)?.task;
          return task === undefined ? [] : [{ task: structuredClone(task), sweepAt }];
        });
    },
    async take(due, until) {
      if (!isAsRead(due)) return undefined;
      records.sweepAt.set(due.task.id, until);
      return { task: due.task, sweepAt: until };
    },
    async settle(taken, { sla, dueAt, escalation, handover, nextActionAt }, facts) {
      if (!isAsRead(taken)) return false;
      const { id } = taken.task;
      const [first] = facts;
      if (handover !== undefined && first !== undefined) await handovers.handOver(taken.task, handover, first);
      const found = records.tasks.get(id);
      if (found === undefined) return false;
      const { entrusted } = handover ?? {};
      const changed = {
        ...found.task,
        sla: structuredClone(sla),
        ...(dueAt === undefined ? {} : { dueAt }),
        ...(escalation === undefined ? {} : { escalation: structuredClone(escalation) }),
        ...(entrusted === undefined ? {} : { entrusted }),
      };
      records.tasks.set(id, { ...found, task: changed });
      if (nextActionAt === undefined) records.sweepAt.delete(id);
      else records.sweepAt.set(id, nextActionAt);
      for (const fact of facts) appendFact(records, fact);
      return true;
    },
    async reprioritise(id, to) {
      const found = records.tasks.get(id);
      if (found?.task.status !== 'OPEN') return true;
      const { nextActionAt, ...change } = to(structuredClone(found.task));
      records.tasks.set(id, { ...found, task: { ...found.task, ...structuredClone(change) } });
      if (nextActionAt === undefined) records.sweepAt.delete(id);
      else records.sweepAt.set(id, nextActionAt);
      return true;
    },
  };
}
