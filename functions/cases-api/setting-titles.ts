import type { PublicationGate } from '../shared/domain/gate.ts';
import type { Text } from '../shared/domain/language.ts';
import type { Priority } from '../shared/domain/priority.ts';

/** How soon a case's tasks are wanted, in words. */
export const priorityTitles: Readonly<Record<Priority, Text>> = {
  normal: { zh: '普通', en: 'Normal' },
  urgent: { zh: '加急', en: 'Urgent' },
};

/** What publication waits for, in words (AD-4). */
export const gateTitles: Readonly<Record<PublicationGate, Text>> = {
  none: { zh: '不等待', en: 'Nothing' },
  sealed: { zh: '合同盖章后', en: 'The contract being stamped' },
  paid: { zh: '款项到账后', en: 'The payment having arrived' },
};
