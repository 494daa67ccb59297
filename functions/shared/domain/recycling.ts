import * as z from 'zod/mini';
import { addDays } from './calendar-day.ts';
import { announcedYears } from './china-calendar.ts';
import type { Text } from './language.ts';
import { dayAt, startOfDay, workingDayAfter, workingDayBack, workingDayFrom } from './working-days.ts';
import type { WorkCalendar } from './working-time.ts';

const contactDays = z.int().check(z.minimum(1), z.maximum(500));
const orderDays = z.int().check(z.minimum(1), z.maximum(3650));

/** IN-10: how long a customer stays in a private pool without being cared for. */
export const recyclingRule = z
  .object({
    /** Working days without a contact. */
    contactDays: z._default(contactDays, 15),
    /** Days without an order. */
    orderDays: z._default(orderDays, 90),
    /** Working days between the warning and the return; a warning that comes late postpones the return. */
    warningDays: z._default(z.int().check(z.minimum(1), z.maximum(60)), 3),
  })
  .check(z.refine((rule) => rule.warningDays <= rule.contactDays, 'warningDays must not be more than contactDays'));
export type RecyclingRule = z.infer<typeof recyclingRule>;

/** The rule in a function's environment: absent for the default one, else `RecyclingRule` as JSON. */
export const recyclingRuleText = z.string().check(z.refine((text) => readRule(text).success, 'no recycling rule'));

/** What of a rule may be tried out: a number of days as a query parameter or an option spells it. */
export const changedDays = {
  contactDays: z.coerce.number().check(contactDays),
  orderDays: z.coerce.number().check(orderDays),
};

/**
 * The rule that customers are recycled by.
 * @param text as `recyclingRuleText`; undefined for the default rule
 * @throws Error naming what is wrong with the text
 */
export function recyclingRuleOf(text: string | undefined): RecyclingRule {
  const { data, error } = readRule(text ?? '{}');
  if (data === undefined) throw new Error(`The recycling rule is wrong: ${z.prettifyError(error)}`);
  return data;
}

function readRule(text: string): ReturnType<typeof recyclingRule.safeParse> {
  try {
    return z.safeParse(recyclingRule, JSON.parse(text));
  } catch {
    return z.safeParse(recyclingRule, text);
  }
}

/** A rule and the calendar its working days are counted by. */
export interface RecyclingTerms {
  readonly rule: RecyclingRule;
  readonly calendar: WorkCalendar;
}

/**
 * Names the terms: customers placed under others have to be looked at anew.
 * @param calendarText as a function's environment has it; undefined for China's calendar
 */
export function termsName(
  { contactDays: contact, orderDays: order, warningDays }: RecyclingRule,
  calendarText?: string,
): string {
  return `${contact}/${order}/${warningDays} ${calendarText ?? `China ${[...announcedYears].sort().join()}`}`;
}

/** What a customer's recycling hangs on. */
export interface CustomerClocks {
  readonly createdAt: string;
  readonly heldSince?: string | undefined;
  readonly lastContactAt?: string | undefined;
  readonly lastOrderAt?: string | undefined;
  readonly recyclingWarning?: { readonly at: string; readonly lastDay: string } | undefined;
}

/** What a customer is recycled for. */
export const missingTexts = {
  contact: { zh: '未按期联系', en: 'Not contacted in time' },
  order: { zh: '未按期下单', en: 'No order in time' },
} as const satisfies Record<string, Text>;

/** When a customer of a private pool goes back to the public one if nothing happens. Days are the organisation's own. */
export interface RecyclingOutlook {
  /** The last day on which a contact saves it, and the last for an order. */
  readonly contactBy: string;
  readonly orderBy: string;
  /** The earlier of the two, and what it is for. */
  readonly lastDay: string;
  readonly missing: keyof typeof missingTexts;
  /** Whether its holder has been warned of this last day. */
  readonly warned: boolean;
  /** The day it was or will be warned of, at its beginning. */
  readonly warnOn: string;
  /** The day at whose beginning it is recycled. */
  readonly recycleOn: string;
}

/**
 * IN-10: the outlook as of the day `today`. Both clocks start anew when the customer comes to a holder. The holder has
 * `warningDays` working days from the warning on, its own day among them; one that is overdue unwarned is warned first.
 */
export function outlookOf(
  customer: CustomerClocks,
  { rule, calendar }: RecyclingTerms,
  today: string,
): RecyclingOutlook {
  const held = customer.heldSince ?? customer.createdAt;
  const contactBy = workingDayAfter(dayAt(later(held, customer.lastContactAt), calendar), rule.contactDays, calendar);
  const orderBy = addDays(dayAt(later(held, customer.lastOrderAt), calendar), rule.orderDays);
  const missing = contactBy <= orderBy ? 'contact' : 'order';
  const lastDay = missing === 'contact' ? contactBy : orderBy;
  const warning = customer.recyclingWarning?.lastDay === lastDay ? customer.recyclingWarning : undefined;
  const warnOn =
    warning === undefined
      ? later(today, workingDayBack(lastDay, rule.warningDays, calendar))
      : dayAt(warning.at, calendar);
  const recycleOn = addDays(later(lastDay, workingDayFrom(warnOn, rule.warningDays, calendar)), 1);
  return { contactBy, orderBy, lastDay, missing, warned: warning !== undefined, warnOn, recycleOn };
}

/** What the night that begins the day `today` does with a customer, and when it has to be looked at next. */
export function nightOf(
  customer: CustomerClocks,
  terms: RecyclingTerms,
  today: string,
): { readonly act: 'warn' | 'recycle' | 'nothing'; readonly outlook: RecyclingOutlook; readonly nextAt: string } {
  const outlook = outlookOf(customer, terms, today);
  const { warned, warnOn, recycleOn } = outlook;
  const next = warned || warnOn <= today ? recycleOn : warnOn;
  const act = warned ? (recycleOn <= today ? 'recycle' : 'nothing') : warnOn <= today ? 'warn' : 'nothing';
  return { act, outlook, nextAt: startOfDay(next, terms.calendar) };
}

function later(one: string, other: string | undefined): string {
  return other === undefined || other < one ? one : other;
}
