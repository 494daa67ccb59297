import type { Actor, Person } from '../shared/domain/person.ts';
import { PUBLIC_POOL } from '../shared/domain/pools.ts';
import type { Match } from './assess-entry.ts';
import type { MatchView } from './contract.ts';

/**
 * A match as the finder may see it: of another's customer only its name, who holds it, and a number's last digits, so
 * that nobody can fish a colleague's customers out of the check (IN-3).
 */
export function matchView(match: Match, actor: Actor, holder: Person | undefined): MatchView {
  const { customer, foundAs, verdict, score, fact, findings, advice } = match;
  const own = customer.holder === actor.id;
  const open = own || customer.holder === PUBLIC_POOL;
  return {
    verdict,
    score: Math.round(score * 100) / 100,
    fact,
    ...(open ? { customerId: customer.id } : {}),
    name: customer.name,
    ...(foundAs === undefined ? {} : { foundAs }),
    landline: open ? customer.landline : masked(customer.landline),
    holder: { id: customer.holder, name: holder?.name ?? holderName(customer.holder) },
    own,
    findings: findings.map(({ zh, en, ...rest }) => ({ ...rest, text: { zh, en } })),
    advice: { zh: advice.zh, en: advice.en },
  };
}

/** What a pool is called whose holder is not in the directory. */
export function holderName(holder: string): string {
  return holder === PUBLIC_POOL ? '公海 · public pool' : holder;
}

/** The last three digits of a number; stars for every one before. */
export function masked(number: string): string {
  const digits = number.replaceAll(/\D/g, '').length;
  let seen = 0;
  return number.replaceAll(/\d/g, (digit) => {
    seen += 1;
    return seen > digits - 3 ? digit : '*';
  });
}
