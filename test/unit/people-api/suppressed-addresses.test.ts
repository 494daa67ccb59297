import { beforeEach, describe, expect, test } from 'vitest';
import { peopleApi } from '../../../functions/people-api/people-api.ts';
import { contactId } from '../../../functions/shared/domain/assignment.ts';
import { addressHash } from '../../../functions/shared/domain/delivery.ts';
import { newFact } from '../../../functions/shared/domain/new-fact.ts';
import { aCase, aPerson, aTask } from '../../support/builders.ts';
import { memoryWorld } from '../../support/memory-world.ts';
import { apiWorld, type Client, clientOf, itemsOf, lina, manager } from '../shared/http/call.ts';

const { id: caseId, contact } = aCase();
const { id: taskId } = aTask();
const hq = { id: 'song.yan', roles: ['hq'] } as const;
const list = '/suppressed-addresses';
const at = '2026-11-20T02:00:00.000Z';

let world: ReturnType<typeof apiWorld>;
let client: Client;
beforeEach(async () => {
  world = apiWorld(memoryWorld());
  client = clientOf(peopleApi(world), world);
  await world.people.put(aPerson());
  await world.cases.create(aCase(), newFact({ caseId, type: 'case.started' }, world.now()));
});

/** Marks an address as record-delivery does. */
function marked(email: string, change: { person?: string; taskId?: string; at?: string } = {}): string {
  const hash = addressHash(email);
  world.suppressions.mark({ hash, reason: 'bounced', at, ...change });
  return hash;
}

const factsOf = () => world.cases.factsSince(caseId, '2026').then((facts) => facts.map(({ type }) => type));

describe('addresses that no mail is sent to', () => {
  test('are listed by whose they are, the latest first, without the address', async () => {
    marked('li.na@example.com', { person: 'li.na', taskId });
    marked(contact.email, { person: contactId(caseId), taskId, at: '2026-11-21T02:00:00.000Z' });
    const answer = await client(`GET ${list}`, { as: hq });
    expect(itemsOf(answer)).toMatchObject([
      { person: { id: contactId(caseId), name: contact.name } },
      { person: { id: 'li.na', name: '李娜' }, taskId, reason: 'bounced', at },
    ]);
    expect(JSON.stringify(answer.body)).not.toContain('@');
  });

  test('of a mail about no task are known by who has the address now', async () => {
    marked('LI.NA@example.com');
    marked('gone@example.com', { at: '2026-11-19T02:00:00.000Z' });
    const [staff, nobody] = itemsOf(await client(`GET ${list}`, { as: hq }));
    expect(staff).toMatchObject({ person: { id: 'li.na' } });
    expect(nobody).not.toHaveProperty('person');
  });

  test('come page by page', async () => {
    marked('li.na@example.com', { person: 'li.na' });
    marked('x@example.com', { at: '2026-11-19T02:00:00.000Z' });
    const first = await client(`GET ${list}?limit=1`, { as: hq });
    const second = await client(`GET ${first.body.next}`, { as: hq });
    expect(itemsOf(second)).toMatchObject([{ id: addressHash('x@example.com') }]);
    expect(second.body.next).toBeUndefined();
  });

  test('are cleared on both lists, once, and the case says who did it', async () => {
    const id = marked(contact.email, { person: contactId(caseId), taskId });
    const cleared = await client(`DELETE ${list}/${id}`, { as: hq });
    expect(cleared).toMatchObject({ status: 200, body: { id, resumed: true, person: { name: contact.name } } });
    expect(world.suppressionList.removed).toEqual([contact.email]);
    expect(itemsOf(await client(`GET ${list}`, { as: hq }))).toEqual([]);
    expect(world.suppressions.cleared).toMatchObject([{ by: 'song.yan', via: 'api', mark: { hash: id } }]);
    expect(world.observer.facts).toMatchObject([
      { type: 'task.mail-resumed', caseId, taskId, by: 'song.yan', via: 'api', detail: { person: contactId(caseId) } },
    ]);
    const again = await client(`DELETE ${list}/${id}`, { as: hq });
    expect(again).toMatchObject({ status: 404, body: { type: 'urn:sales-sop:problem:AddressUnknown' } });
  });

  test('that are not their person’s any more leave the mail service alone', async () => {
    const id = marked('li.na.old@example.com', { person: 'li.na', taskId });
    expect(await client(`DELETE ${list}/${id}`, { as: hq })).toMatchObject({ status: 200, body: { resumed: false } });
    expect(world.suppressionList.removed).toEqual([]);
    expect(await factsOf()).toContain('task.mail-resumed');
  });

  test.each([lina, manager])('are headquarters’ alone to see and clear', async (as) => {
    const id = marked('li.na@example.com', { person: 'li.na', taskId });
    for (const line of [`GET ${list}`, `DELETE ${list}/${id}`]) {
      const type = 'urn:sales-sop:problem:AddressesNotYours';
      expect(await client(line, { as })).toMatchObject({ status: 403, body: { type } });
    }
    expect(await world.suppressions.get(id)).toBeDefined();
    expect(await factsOf()).not.toContain('task.mail-resumed');
  });
});
