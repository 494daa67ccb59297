import { contactRecords } from '../shared/adapters/contact-records.ts';
import { customerRecords } from '../shared/adapters/customer-records.ts';
import { personRecords } from '../shared/adapters/person-records.ts';
import { calendarOf } from '../shared/domain/calendar.ts';
import { recyclingRuleOf } from '../shared/domain/recycling.ts';
import { tableApi } from '../shared/http/table-api.ts';
import { contactsApi } from './contacts-api.ts';
import { env } from './contract.ts';

/** `/customers/{id}/contacts`, `/pools/contacts`, `/pools/recycling` */
export const handler = tableApi(env, (table, { RECYCLING_RULE, WORK_CALENDAR }, world) =>
  contactsApi({
    ...world,
    customers: customerRecords(table),
    contacts: contactRecords(table),
    people: personRecords(table),
    terms: { rule: recyclingRuleOf(RECYCLING_RULE), calendar: calendarOf(WORK_CALENDAR) },
  }),
);
