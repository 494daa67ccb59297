import type { ClashNotice } from '../domain/intake.ts';
import { localDay } from '../domain/local-clock.ts';
import { parseTaskId } from '../domain/task-id.ts';
import type { Key } from './records-table.ts';

/** The table's keys, as docs/data-model.md lists them. */

export const casePartition = (caseId: string): string => `CASE#${caseId}`;
export const caseKey = (id: string): Key => ({ pk: casePartition(id), sk: 'CASE' });
/** The case whose own item has that key; undefined for every other key. */
export const caseIdOf = ({ pk, sk }: Key): string | undefined =>
  sk === 'CASE' && pk.startsWith(casePartition('')) ? pk.slice(casePartition('').length) : undefined;

/** The entry under which a case is listed for its assistant. */
export const assistedKey = (of: { id: string; assistant: string }): Key => ({
  pk: casePartition(of.id),
  sk: `ASSISTANT#${of.assistant}`,
});

/** Undefined for what is no task id. */
export function taskKey(id: string): Key | undefined {
  const parts = parseTaskId(id);
  if (parts === undefined) return undefined;
  return { pk: casePartition(parts.caseId), sk: `${stepPrefix(parts.step)}${parts.entered}` };
}
export const taskPrefix = 'TASK#';
export const stepPrefix = (step: string): string => `${taskPrefix}${step}#`;

export const factPrefix = 'FACT#';
export const factKey = ({ caseId, id }: { caseId: string; id: string }): Key => ({
  pk: casePartition(caseId),
  sk: `${factPrefix}${id}`,
});

export const documentPrefix = 'DOCUMENT#';
export const kindPrefix = (kind: string): string => `${documentPrefix}${kind}#`;
export const documentKey = (of: { caseId: string; kind: string; version: number }): Key => ({
  pk: casePartition(of.caseId),
  sk: `${kindPrefix(of.kind)}${String(of.version).padStart(6, '0')}`,
});

/** The word of a task's last change of hands that is still to be sent. */
export const announcementKey = (taskId: string): Key => {
  const { caseId, step, entered } = parseTaskId(taskId) ?? { caseId: taskId, step: '', entered: '' };
  return { pk: casePartition(caseId), sk: `ANNOUNCEMENT#${step}#${entered}` };
};

export const commentPrefix = (task: { step: string; entered: string }): string =>
  `COMMENT#${task.step}#${task.entered}#`;

/** A mail address by its hash. */
export const addressKey = (hash: string): Key => ({ pk: `ADDRESS#${hash}`, sk: 'ADDRESS' });
export const clearingKey = (hash: string, at: string): Key => ({ pk: `ADDRESS#${hash}`, sk: `CLEARED#${at}` });
/** Where marked addresses are listed. */
export const addressQueue = 'ADDRESSES#MARKED';

export const absenceKey = (person: string): Key => ({ pk: `PERSON#${person}`, sk: 'ABSENCE' });
/** Counts changes of absences: they are entered one after the other, so that no two close a ring. */
export const absencesKey: Key = { pk: 'ABSENCES', sk: 'VERSION' };
export const followUpKey = (person: string, taskId: string): Key => ({
  pk: `PERSON#${person}`,
  sk: `FOLLOW-UP#${taskId}`,
});

export const dutyPrefix = 'DUTY#';
export const dutyKey = (of: { caseId: string; rule: string; person: string }): Key => ({
  pk: casePartition(of.caseId),
  sk: `${dutyPrefix}${of.rule}#${of.person}`,
});

/** Where the ad's branch of the case waits to publish. */
export const gateKey = (caseId: string): Key => ({ pk: casePartition(caseId), sk: 'GATE' });

export const linkKey = (hash: string): Key => ({ pk: `LINK#${hash}`, sk: 'LINK' });
export const personKey = (id: string): Key => ({ pk: `PERSON#${id}`, sk: 'PERSON' });
export const rolePartition = (role: string): string => `ROLE#${role}`;
export const reportsPartition = (superior: string): string => `REPORTS#${superior}`;
export const partnerPartition = (partner: string): string => `PARTNER#${partner}`;
/** A person under one of the partitions above. */
export const memberKey = (partition: string, id: string): Key => ({ pk: partition, sk: `PERSON#${id}` });
export const customerKey = (id: string): Key => ({ pk: `CUSTOMER#${id}`, sk: 'CUSTOMER' });
/** How far the index of customers is from one generation to the next. */
export const indexKey: Key = { pk: 'INDEX', sk: 'CUSTOMERS' };
export const claimKey = (claim: string): Key => ({ pk: `UNIQUE#${claim}`, sk: 'UNIQUE' });
export const turnKey = (key: string): Key => ({ pk: `TURN#${key}`, sk: 'TURN' });
export const poolKey = (owner: string): Key => ({ pk: `POOL#${owner}`, sk: 'POOL' });
/** One for each finder, customer and day of the organisation's; and for each customer whose facts were to be corrected. */
export const clashKey = (of: Pick<ClashNotice, 'customerId' | 'finder' | 'at' | 'correctionOf'>): Key => ({
  pk: `CUSTOMER#${of.customerId}`,
  sk: `CLASH#${of.finder}#${localDay(new Date(of.at))}${of.correctionOf === undefined ? '' : `#${of.correctionOf}`}`,
});
/** A day's quota ends at the organisation's midnight, not at eight in the morning, when UTC's does in China. */
export const quotaKey = (of: { owner: string; at: string }): Key => ({
  pk: `POOL#${of.owner}`,
  sk: `CLAIMED#${localDay(new Date(of.at))}`,
});
export const movePrefix = 'MOVE#';
export const moveKey = (of: { customerId: string; at: string; kind: string }): Key => ({
  pk: `CUSTOMER#${of.customerId}`,
  sk: `${movePrefix}${of.at}#${of.kind}`,
});
export const applicationKey = (id: string): Key => ({ pk: `APPLICATION#${id}`, sk: 'APPLICATION' });
/** Which of an applicant's applications is about the subject; all that are, whoever's, in one partition. */
export const subjectPartition = (subject: string): string => `APPLIED#${subject}`;
export const subjectKey = (of: { subject: string; applicant: string }): Key => ({
  pk: subjectPartition(of.subject),
  sk: `APPLICANT#${of.applicant}`,
});
export const answerKey = (hash: string): Key => ({ pk: `ANSWER#${hash}`, sk: 'ANSWER' });
