import type { Application, ApplicationDecision, ApplicationEnding, ApplicationResult } from './application.ts';
import type { Fact } from './history.ts';
import { onceFact } from './new-fact.ts';

/**
 * What goes on record of an application. It belongs to no case: it has a history of its own, under its number, which is
 * chained and exported like a case's. Each is the same fact however often its write is tried.
 */

/** That it was submitted. */
export function submittedFact({ id, kind, applicant, createdAt }: Application): Fact {
  return factAt(0, createdAt, { caseId: id, type: 'application.submitted', by: applicant, detail: { kind } });
}

/** What the approval group said of it. */
export function decidedFact(id: string, { outcome, by, via, at }: ApplicationDecision): Fact {
  const way = via === undefined ? {} : { via };
  return factAt(1, at, { caseId: id, type: 'application.decided', by, ...way, detail: { outcome } });
}

/** That its applicant withdrew it, that another one for the same customer was accepted, or that nobody decided in time. */
export function endedFact(id: string, { result, by, acceptedInstead, at }: ApplicationEnding): Fact {
  const type = endedTypes[result];
  return factAt(1, at, {
    caseId: id,
    type,
    ...(by === undefined ? {} : { by }),
    ...(acceptedInstead === undefined ? {} : { detail: { acceptedInstead } }),
  });
}

const endedTypes: Readonly<Record<ApplicationEnding['result'], Fact['type']>> = {
  withdrawn: 'application.withdrawn',
  'duplicate-since': 'application.overtaken',
  'taken-since': 'application.overtaken',
  expired: 'application.expired',
};

/** How it ended. @param at an ISO instant */
export function closedFact(id: string, result: ApplicationResult, at: string, customerId?: string): Fact {
  const detail = { result, ...(customerId === undefined ? {} : { customerId }) };
  return factAt(2, at, { caseId: id, type: 'application.closed', detail });
}

/** @param order sorts the facts of one instant */
function factAt(order: 0 | 1 | 2, at: string, content: Parameters<typeof onceFact>[0]): Fact {
  const fact = onceFact(content, new Date(at), at);
  return { ...fact, id: fact.id.replace('#9', `#${order}`) };
}
