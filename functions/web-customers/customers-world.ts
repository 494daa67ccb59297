import type { ImportsWorld } from '../customers-api/imports.ts';
import type { Contacts } from '../shared/domain/contact.ts';
import type { CustomerCorrections } from '../shared/domain/customer-correction.ts';
import type { CustomerMerges } from '../shared/domain/customer-merge.ts';
import type { Answers, Applications, Customers, Now, People } from '../shared/domain/ports.ts';
import type { RecyclingTerms } from '../shared/domain/recycling.ts';
import type { UploadForm } from '../shared/domain/upload.ts';
import type { OnceWorld } from '../shared/pages/once.ts';
import type { Asked } from '../web-inbox/asked.ts';
import type { SignedInWorld } from '../web-inbox/signed-in.ts';

/** What the pages about imports need besides. */
export interface ImportPagesWorld extends ImportsWorld {
  /** A form for the one file of an import, which leads back to `back` once it is there. Changes nothing. */
  readonly importForm: (id: string, back: string, at: Date) => Promise<UploadForm>;
}

/** What the pages about customers need of the world. */
export interface CustomersWorld extends SignedInWorld, OnceWorld, ImportPagesWorld {
  readonly customers: Customers & CustomerCorrections & CustomerMerges;
  readonly contacts: Pick<Contacts, 'record' | 'ofCustomer' | 'volume'>;
  readonly applications: Pick<Applications, 'submit' | 'get' | 'end' | 'openAbout'>;
  readonly people: Pick<People, 'get' | 'reportingTo' | 'ofPartner' | 'withRole'>;
  /** What the organisation and its channel partners are called, where that is set. */
  readonly ownCompanies?: readonly string[];
  readonly answers: Answers;
  /** When customers return to the public pool (IN-10). */
  readonly terms: RecyclingTerms;
  readonly now: Now;
}

/** One request of somebody who is signed in to these pages. */
export type CustomersAsked = Asked<CustomersWorld>;
