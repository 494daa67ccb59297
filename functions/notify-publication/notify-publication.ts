import * as z from 'zod/mini';
import { contactPerson } from '../shared/domain/assignment.ts';
import { publication as publicationSchema } from '../shared/domain/documents.ts';
import { newFact } from '../shared/domain/new-fact.ts';
import type { Cases, Mailer, Now, Observer, People } from '../shared/domain/ports.ts';
import { publicationNotice } from '../shared/mails/publication-notice.ts';
import type { Input, Output } from './contract.ts';

export interface NotifyPublicationWorld {
  readonly cases: Pick<Cases, 'get' | 'latestDocuments' | 'factsSince' | 'record'>;
  readonly people: Pick<People, 'get'>;
  readonly mailer: Mailer;
  readonly now: Now;
  readonly observer: Observer;
}

/**
 * After code 18: tells assistant and customer what was published, where and when. Each is told once per version of the
 * publication report, however often this runs; a crash between a mail and its record repeats that mail.
 * @throws Error `PublicationMissing` when code 18 has left no report
 */
export async function notifyPublication(world: NotifyPublicationWorld, { caseId }: Input): Promise<Output> {
  const [salesCase, [report]] = await Promise.all([
    world.cases.get(caseId),
    world.cases.latestDocuments(caseId, ['publication']),
  ]);
  if (salesCase === undefined || report === undefined) throw publicationMissing(caseId);
  const publication = z.parse(publicationSchema, report.content);
  const [assistant, facts] = await Promise.all([
    world.people.get(salesCase.assistant),
    world.cases.factsSince(caseId, report.at),
  ]);
  if (assistant === undefined) world.observer.warn('publication.nobody-to-notify', { caseId, role: 'assistant' });
  const people = [...(assistant === undefined ? [] : [assistant]), contactPerson(salesCase)];
  const told = facts
    .filter(({ type }) => type === 'publication.notified' || type === 'publication.notice-refused')
    .filter(({ detail }) => detail?.version === report.version)
    .map(({ detail }) => detail?.person);

  for (const person of people.filter(({ id }) => !told.includes(id))) {
    const outcome = await world.mailer.send(publicationNotice({ person, salesCase, publication }));
    const fact = newFact(
      {
        caseId,
        type: outcome === 'sent' ? 'publication.notified' : 'publication.notice-refused',
        detail: { person: person.id, version: report.version },
      },
      world.now(),
    );
    await world.cases.record(fact);
    world.observer.fact(fact);
  }
  return { notified: people.length };
}

function publicationMissing(caseId: string): Error {
  const error = new Error(`Case ${caseId} has no publication report`);
  error.name = 'PublicationMissing';
  return error;
}
