import type { Customer } from '../../functions/shared/domain/customer.ts';

/** Whether nothing happened between the two that a customer's recycling hangs on (IN-10). */
export function sameClocks(one: Customer, other: Customer): boolean {
  return (['holder', 'heldSince', 'lastContactAt', 'lastOrderAt'] as const).every((each) => one[each] === other[each]);
}
