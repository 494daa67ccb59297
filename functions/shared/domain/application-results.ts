import type { ApplicationKind, ApplicationResult } from './application.ts';
import type { Text } from './language.ts';

const results: Readonly<Record<ApplicationResult, Text>> = {
  entered: { zh: '审批通过，客户已录入您的仓库。', en: 'It was accepted: the customer is in your pool.' },
  'transferred-in': {
    zh: '审批通过，客户已调入您的仓库。',
    en: 'It was accepted: the customer was transferred into your pool.',
  },
  refused: {
    zh: '审批未通过：与已有客户为同一客户。请把线索转交给现有归属人。',
    en: 'It was refused: it is the customer that is there already. Hand the lead over to its holder.',
  },
  expired: {
    zh: '三十天内无人决定，申请已过期。如仍需要，请重新提交。',
    en: 'Nobody decided within thirty days and the application expired. Submit it again if you still want to.',
  },
  'pool-full': {
    zh: '审批通过，但仓库已满，客户未能进入您的仓库。请先腾出名额，再重新提交。',
    en: 'It was accepted, but there is no room in the pool and you do not have the customer. Make room, then submit it again.',
  },
  'duplicate-since': {
    zh: '审批期间，同一客户已由他人录入，未能录入。请把线索转交给其归属人。',
    en: 'Somebody entered this very customer while it was decided on, so it was not entered. Hand the lead over to its holder.',
  },
  'taken-since': {
    zh: '审批期间，客户已由他人挑入或调入，不在公海，未能调入。请把线索转交给其归属人。',
    en: 'Somebody else had the customer from the public pool meanwhile, so it was not transferred. Hand the lead over to its holder.',
  },
  withdrawn: { zh: '您已撤回申请，审批组不再决定。', en: 'You withdrew it: nobody decides on it any more.' },
  'account-closed': {
    zh: '审批通过，但您的账号已关闭，未能进入您的仓库。',
    en: 'It was accepted, but your account is closed and you do not have the customer.',
  },
};

const transferInRefused: Text = {
  zh: '调入申请未通过，客户留在公海。理由见下。',
  en: 'The transfer-in was refused and the customer stays in the public pool. The reason is below.',
};

/** How an application ended, and what its applicant does next (IN-4): in the mail and on its page. */
export function resultText(kind: ApplicationKind, result: ApplicationResult): Text {
  return kind === 'transfer-in' && result === 'refused' ? transferInRefused : results[result];
}
