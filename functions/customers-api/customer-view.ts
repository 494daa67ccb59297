import { addDays } from '../shared/domain/calendar-day.ts';
import type { Customer } from '../shared/domain/customer.ts';
import { isPublic } from '../shared/domain/pools.ts';
import { outlookOf, type RecyclingTerms } from '../shared/domain/recycling.ts';
import { dayAt } from '../shared/domain/working-days.ts';
import type { CustomerView } from './contract.ts';

/** The customer with its days, as its pool shows it: by when it wants a contact and an order, and when it is recycled (IN-10). */
export function customerView(customer: Customer, terms: RecyclingTerms, now: Date): CustomerView {
  if (isPublic(customer.holder) || customer.mergedInto !== undefined) return customer;
  const nextNight = addDays(dayAt(now, terms.calendar), 1);
  const { contactBy, orderBy, lastDay, missing, warned, recycleOn } = outlookOf(customer, terms, nextNight);
  return { ...customer, recycling: { contactBy, orderBy, lastDay, missing, warned, recycleOn } };
}
