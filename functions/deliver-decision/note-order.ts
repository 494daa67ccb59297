import type { Cases } from '../shared/domain/ports.ts';
import type { CustomerOrders } from '../shared/domain/recycling-ports.ts';
import type { StepId } from '../shared/domain/steps.ts';
import type { Task } from '../shared/domain/task.ts';

export interface NoteOrderWorld {
  readonly cases: Pick<Cases, 'get'>;
  readonly orders: CustomerOrders;
}

/** The decision by which a customer has ordered: the order in the order system is approved. */
const confirming: { readonly step: StepId; readonly outcome: string } = { step: '25', outcome: 'approved' };

/** IN-10: an order that was approved is the customer's last one, however often this runs. */
export async function noteOrder(world: NoteOrderWorld, { step, caseId, decision }: Task): Promise<void> {
  if (step !== confirming.step || decision?.outcome !== confirming.outcome) return;
  const salesCase = await world.cases.get(caseId);
  if (salesCase !== undefined) await world.orders.noteOrder(salesCase.customerId, decision.at);
}
