import type { Actor } from '../shared/domain/person.ts';

/** Whether the actor may see and clear marked addresses: headquarters, who answer for the mail account. */
export function mayClearAddresses({ roles }: Actor): boolean {
  return roles.includes('hq');
}
