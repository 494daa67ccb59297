import type { ApplicationKind, ApplicationOutcome, ApplicationResult } from '../shared/domain/application.ts';
import type { Text } from '../shared/domain/language.ts';

/** What is applied for, in words (IN-4). */
export const kindTitles: Readonly<Record<ApplicationKind, Text>> = {
  entry: { zh: '录入申请', en: 'Entry' },
  'transfer-in': { zh: '调入申请', en: 'Transfer-in' },
};

/** What the approval group may say of each kind. */
export const outcomeTitles: Readonly<Record<ApplicationKind, Readonly<Record<ApplicationOutcome, Text>>>> = {
  entry: {
    accepted: { zh: '是不同的客户，同意录入', en: 'Another customer: enter it' },
    refused: { zh: '是同一客户，不予录入', en: 'The same customer: refuse' },
  },
  'transfer-in': {
    accepted: { zh: '同意调入', en: 'Transfer it in' },
    refused: { zh: '不同意调入', en: 'Refuse' },
  },
};

/** How an application ended, in words. */
export const resultTitles: Readonly<Record<ApplicationResult, Text>> = {
  entered: { zh: '已录入', en: 'Entered' },
  'transferred-in': { zh: '已调入', en: 'Transferred in' },
  refused: { zh: '未通过', en: 'Refused' },
  expired: { zh: '已过期，无人决定', en: 'Expired: nobody decided' },
  'pool-full': { zh: '已通过，但仓库已满', en: 'Accepted, but the pool was full' },
  'duplicate-since': { zh: '同一客户已由他人录入', en: 'Entered by somebody else meanwhile' },
  'taken-since': { zh: '客户已不在公海', en: 'Gone from the public pool meanwhile' },
  withdrawn: { zh: '申请人已撤回', en: 'Withdrawn by the applicant' },
  'account-closed': { zh: '已通过，但申请人账号已关闭', en: 'Accepted, but the account was closed' },
};
