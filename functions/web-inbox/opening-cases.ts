import type { Actor } from '../shared/domain/person.ts';

/** Whether the actor may open a case at all: salespeople, and managers for them. */
export function mayOpenCases(actor: Actor): boolean {
  return actor.roles.includes('sales') || actor.roles.includes('sales-manager');
}
