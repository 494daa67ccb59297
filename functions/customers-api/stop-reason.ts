import type { ImportStop } from '../shared/domain/customer-import.ts';
import type { Text } from '../shared/domain/language.ts';

/** Errors that say that a service or the function had no time, not that something is wrong. */
const busy = /^(TransientFailure|States\.Timeout|Sandbox\.Timedout|Lambda\..+)$/;

/** Why an import stopped, in words, and what to do. */
export function stopReason({ how, error }: ImportStop): Text {
  if (how === 'aborted') {
    return {
      zh: '管理员停止了导入。可以继续，从停下的地方接着录入。',
      en: 'An operator stopped it. It can go on where it was.',
    };
  }
  if (how === 'timed-out' || (error !== undefined && busy.test(error))) {
    return {
      zh: '系统繁忙，多次重试后仍未成功。请稍后继续，会从停下的地方接着录入。',
      en: 'The system was too busy, and trying again did not help. Have it go on later: it goes on where it was.',
    };
  }
  const name = error ?? 'Error';
  return {
    zh: `发生技术故障（${name}），管理员已收到告警。修复后可以继续，会从停下的地方接着录入。`,
    en: `A technical error (${name}); the operators are alerted. Have it go on once it is mended: it goes on where it was.`,
  };
}
