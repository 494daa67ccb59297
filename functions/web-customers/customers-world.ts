import type { Contacts } from '../shared/domain/contact.ts';
import type { Answers, Applications, Customers, Now, People } from '../shared/domain/ports.ts';
import type { RecyclingTerms } from '../shared/domain/recycling.ts';
import type { OnceWorld } from '../shared/pages/once.ts';
import type { Asked } from '../web-inbox/asked.ts';
import type { SignedInWorld } from '../web-inbox/signed-in.ts';

/** What the pages about customers need of the world. */
export interface CustomersWorld extends SignedInWorld, OnceWorld {
  readonly customers: Customers;
  readonly contacts: Pick<Contacts, 'record' | 'ofCustomer'>;
  readonly applications: Pick<Applications, 'submit'>;
  readonly people: Pick<People, 'get' | 'reportingTo' | 'ofPartner' | 'withRole'>;
  readonly answers: Answers;
  /** When customers return to the public pool (IN-10). */
  readonly terms: RecyclingTerms;
  readonly now: Now;
}

/** One request of somebody who is signed in to these pages. */
export type CustomersAsked = Asked<CustomersWorld>;
