import { createHash, randomBytes } from 'node:crypto';
import { canonicalJson } from './content-hash.ts';
import type { Fact } from './history.ts';

type FactContent = Omit<Fact, 'id' | 'at'>;

/**
 * A fact that happened at `at`.
 * @param order 0–9: sorts the facts of one write that share the instant
 */
export function newFact(content: FactContent, at: Date, order = 0): Fact {
  const instant = at.toISOString();
  return { ...content, id: `${instant}#${order}${randomBytes(4).toString('hex')}`, at: instant };
}

/**
 * A fact that can be recorded only once for `after`, an earlier instant it belongs to: however often and whenever it is
 * recorded with the same detail, it has the same id, and it sorts right behind what happened then.
 */
export function onceFact(content: FactContent, at: Date, after: string): Fact {
  const key = canonicalJson([content.type, content.taskId, content.by, content.detail]);
  return {
    ...content,
    id: `${after}#9${createHash('sha256').update(key).digest('hex').slice(0, 8)}`,
    at: at.toISOString(),
  };
}
