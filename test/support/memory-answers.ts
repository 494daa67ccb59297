import { ANSWER_LEASE_SECONDS, ANSWER_TTL_SECONDS } from '../../functions/shared/domain/answer-times.ts';
import type { Answers, Now } from '../../functions/shared/domain/ports.ts';

interface StoredAnswer {
  readonly requestHash: string;
  readonly since: string;
  readonly leaseUntil: number;
  readonly forgetAt: number;
  readonly answer?: { readonly status: number; readonly body: string };
}

/** The in-memory twin of the kept answers. */
export function memoryAnswers(now: Now): Answers {
  const kept = new Map<string, StoredAnswer>();
  return {
    async begin(key, requestHash) {
      const seconds = now().getTime() / 1000;
      const lease = { leaseUntil: seconds + ANSWER_LEASE_SECONDS, forgetAt: seconds + ANSWER_TTL_SECONDS };
      const stored = kept.get(key);
      if (stored === undefined || stored.forgetAt <= seconds) {
        const since = now().toISOString();
        kept.set(key, { requestHash, since, ...lease });
        return { state: 'fresh', since, takenOver: false };
      }
      if (stored.requestHash !== requestHash) return { state: 'other' };
      if (stored.answer !== undefined) return { state: 'answered', ...stored.answer };
      if (stored.leaseUntil > seconds) return { state: 'busy' };
      kept.set(key, { ...stored, ...lease });
      return { state: 'fresh', since: stored.since, takenOver: true };
    },
    async keep(key, status, body) {
      const stored = kept.get(key);
      if (stored !== undefined) kept.set(key, { ...stored, answer: { status, body } });
    },
    async release(key) {
      if (kept.get(key)?.answer === undefined) kept.delete(key);
    },
  };
}
