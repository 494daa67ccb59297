import type { Customer } from '../domain/customer.ts';
import type { Change } from './write.ts';

/** The condition that nothing happened since `asRead` that the customer's recycling hangs on (IN-10). */
export function clocksOf({ holder, heldSince, lastContactAt, lastOrderAt }: Customer): Change['when'] {
  return {
    holder: [holder],
    heldSince: [heldSince],
    lastContactAt: [lastContactAt],
    lastOrderAt: [lastOrderAt],
  };
}
