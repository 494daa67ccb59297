import { underWay } from '../../functions/shared/domain/case-course.ts';
import type { Absence, FollowUp, TaskComment } from '../../functions/shared/domain/inbox.ts';
import type {
  Absences,
  CaseContacts,
  Comments,
  DueItem,
  DueWork,
  FollowUps,
  Handovers,
  Reissue,
} from '../../functions/shared/domain/ports.ts';
import { mayPause } from '../../functions/shared/domain/sla.ts';
import type { MemoryAttachments } from './memory-attachments.ts';
import { memoryPage } from './memory-page.ts';
import { appendFact, type MemoryRecords } from './memory-records.ts';

/** The in-memory twins of what the inbox keeps beside the tasks; `due` is what waits for its sweep, by key. */
export interface MemoryInbox {
  readonly handovers: Handovers;
  readonly caseContacts: CaseContacts;
  readonly absences: Absences;
  readonly comments: Comments;
  readonly followUps: FollowUps;
  readonly dueWork: DueWork;
}

/** Makes the mail about an attempt of a task due at the instant `at`. */
export interface Announcements {
  announce(taskId: string, attempt: number, at: string): void;
}

export function memoryInbox(
  records: MemoryRecords,
  attachments: Pick<MemoryAttachments, 'kept'>,
): MemoryInbox & Announcements {
  const due = new Map<string, DueItem>();
  const absent = new Map<string, Absence>();
  const followUps = new Map<string, FollowUp>();
  const comments: TaskComment[] = [];
  let changes = 0;
  const wait = (item: DueItem): void => {
    due.set(item.key, structuredClone(item));
  };
  const announce = (taskId: string, attempt: number, at: string): void =>
    wait({ key: `announcement|${taskId}`, sweepAt: at, kind: 'announcement', taskId, attempt });
  const isUnchanged = ({ task }: Reissue): boolean => {
    const stored = records.tasks.get(task.id)?.task;
    return stored?.status === 'OPEN' && stored.attempt === task.attempt && stored.assignee === task.assignee;
  };
  const issueAgain = ({ task: { id }, fact }: Reissue): void => {
    const found = records.tasks.get(id);
    if (found === undefined) return;
    const { notice: _, ...rest } = found.task;
    const after = { ...rest, attempt: rest.attempt + 1 };
    records.tasks.set(id, { ...found, task: after });
    appendFact(records, fact);
    announce(id, after.attempt, fact.at);
  };
  return {
    announce,
    caseContacts: {
      async change({ id, contactChanges }, contact, fact, reissues) {
        const found = records.cases.get(id);
        if (found === undefined || !underWay.includes(found.status) || found.contactChanges !== contactChanges) {
          return false;
        }
        if (!reissues.every(isUnchanged)) return false;
        records.cases.set(id, { ...found, contact, contactChanges: (contactChanges ?? 0) + 1 });
        appendFact(records, fact);
        for (const reissue of reissues) issueAgain(reissue);
        return true;
      },
      async reissue(reissue) {
        if (!isUnchanged(reissue)) return false;
        issueAgain(reissue);
        return true;
      },
    },
    handovers: {
      async handOver(task, { assignee, onBehalfOf }, fact) {
        const found = records.tasks.get(task.id);
        const stored = found?.task;
        if (
          found === undefined ||
          stored?.status !== 'OPEN' ||
          stored.attempt !== task.attempt ||
          stored.assignee !== task.assignee
        ) {
          return undefined;
        }
        const { assignee: _, onBehalfOf: __, ...rest } = stored;
        const after = {
          ...rest,
          attempt: task.attempt + 1,
          ...(assignee === undefined ? {} : { assignee }),
          ...(onBehalfOf.length === 0 ? {} : { onBehalfOf: [...onBehalfOf] }),
        };
        records.tasks.set(task.id, { ...found, task: after });
        appendFact(records, fact);
        if (mayPause(task.step)) records.sweepAt.set(task.id, fact.at);
        announce(task.id, after.attempt, fact.at);
        return structuredClone(after);
      },
      async addLinks(task, links) {
        for (const { hash, personId } of links) {
          records.links.set(hash, { taskId: task.id, personId, attempt: task.attempt });
        }
      },
    },
    absences: {
      async of(person) {
        return structuredClone(absent.get(person));
      },
      async version() {
        return changes;
      },
      async enter(absence, version) {
        if (version !== changes) return false;
        changes += 1;
        absent.set(absence.person, structuredClone(absence));
        wait({ key: `absence|${absence.person}`, sweepAt: absence.from, kind: 'absence', absence });
        return true;
      },
      async remove(person) {
        absent.delete(person);
        due.delete(`absence|${person}`);
      },
    },
    comments: {
      async add(comment, fact, files) {
        if (comments.some(({ id, taskId }) => id === comment.id && taskId === comment.taskId)) return false;
        comments.push(structuredClone(comment));
        appendFact(records, fact);
        attachments.kept.push(...files);
        if (comment.mentions.length > 0) {
          wait({ key: `comment|${comment.taskId}|${comment.id}`, sweepAt: comment.at, kind: 'comment', comment });
        }
        return true;
      },
      async ofTask(taskId, page) {
        const items = comments.filter((comment) => comment.taskId === taskId).sort((a, b) => (a.id < b.id ? -1 : 1));
        return memoryPage(structuredClone(items), page);
      },
    },
    followUps: {
      async set(followUp) {
        followUps.set(`${followUp.person}|${followUp.taskId}`, structuredClone(followUp));
        const key = `follow-up|${followUp.person}|${followUp.taskId}`;
        wait({ key, sweepAt: followUp.at, kind: 'follow-up', followUp });
      },
      async of(person, taskId) {
        return structuredClone(followUps.get(`${person}|${taskId}`));
      },
      async remove(person, taskId) {
        followUps.delete(`${person}|${taskId}`);
        due.delete(`follow-up|${person}|${taskId}`);
      },
    },
    dueWork: {
      async due(until, limit) {
        const waiting = [...due.values()].filter(({ sweepAt }) => sweepAt <= until);
        return structuredClone(waiting.sort((a, b) => (a.sweepAt < b.sweepAt ? -1 : 1)).slice(0, limit));
      },
      async done({ key, sweepAt }) {
        if (due.get(key)?.sweepAt === sweepAt) due.delete(key);
      },
      async later({ key, sweepAt }, at) {
        const item = due.get(key);
        if (item?.sweepAt === sweepAt) due.set(key, { ...item, sweepAt: at });
      },
    },
  };
}
