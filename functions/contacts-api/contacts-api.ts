import type { Contacts } from '../shared/domain/contact.ts';
import type { Customers, People } from '../shared/domain/ports.ts';
import type { RecyclingTerms } from '../shared/domain/recycling.ts';
import { type ApiWorld, type Endpoint, endpoint } from '../shared/http/api.ts';
import { nextPage } from '../shared/http/paging.ts';
import { operations } from './contract.ts';
import { forecastRecycling } from './forecast-recycling.ts';
import { readContacts, readContactVolume } from './read-contacts.ts';
import { recordContact } from './record-contact.ts';

/** What the resource needs of the world. */
export interface ContactsApiWorld extends ApiWorld {
  readonly customers: Pick<Customers, 'get' | 'list' | 'pool'>;
  readonly contacts: Contacts;
  readonly people: Pick<People, 'get' | 'reportingTo' | 'ofPartner' | 'withRole'>;
  readonly terms: RecyclingTerms;
}

/** The endpoints of contacts with customers, and of what becomes of customers without any. */
export function contactsApi(world: ContactsApiWorld): readonly Endpoint[] {
  const recording = { ...world, calendar: world.terms.calendar };
  return [
    endpoint(operations.recordContact, async ({ actor, id, body, identity }) => ({
      answer: await recordContact(recording, actor, id, { entry: body, identity }),
    })),
    endpoint(operations.listContacts, async ({ actor, id, query: { limit, cursor } }) => {
      const page = { limit, ...(cursor === undefined ? {} : { cursor }) };
      const { items, cursor: after } = await readContacts(world, actor, id, page);
      const next = nextPage(`/customers/${encodeURIComponent(id)}/contacts`, { limit }, after);
      return { answer: { items: [...items], ...(next === undefined ? {} : { next }) } };
    }),
    endpoint(operations.getContactVolume, async ({ actor, query: { owner = actor.id, from, to } }) => ({
      answer: { owner, items: [...(await readContactVolume(world, actor, { owner, from, to }))] },
    })),
    endpoint(operations.forecastRecycling, async ({ actor, query: { cursor: after, ...wanted } }) => {
      const { forecast, last } = await forecastRecycling(world, actor, { ...wanted, after });
      const next = nextPage('/pools/recycling', wanted, last);
      return { answer: { ...forecast, ...(next === undefined ? {} : { next }) } };
    }),
  ];
}
