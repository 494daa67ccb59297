import { caseRecords, writtenDocument } from '../shared/adapters/case-records.ts';
import { customerOrders } from '../shared/adapters/customer-orders.ts';
import { caseAtGate, gateRecords } from '../shared/adapters/gate-records.ts';
import { recordsTable } from '../shared/adapters/records-table.ts';
import { taskTokens } from '../shared/adapters/step-functions.ts';
import { decidedTask, taskRecords } from '../shared/adapters/task-records.ts';
import { opensGate } from '../shared/domain/gate.ts';
import { observer } from '../shared/runtime/observer.ts';
import { streamBatch } from '../shared/runtime/stream-batch.ts';
import { env } from './contract.ts';
import { deliverDecision } from './deliver-decision.ts';
import { noteOrder } from './note-order.ts';
import { recallTasks } from './recall-tasks.ts';
import { releaseGate } from './release-gate.ts';

/** Fed by the table's stream: tasks decided, document versions written, branches that wait at a gate. */
export const handler = streamBatch({
  env,
  wire: ({ RECORDS_TABLE }) => {
    const table = recordsTable(RECORDS_TABLE);
    return {
      cases: caseRecords(table),
      tasks: taskRecords(table),
      gates: gateRecords(table),
      orders: customerOrders(table),
      workflow: taskTokens(),
      now: () => new Date(),
      observer,
    };
  },
  record: async (world, { dynamodb }) => {
    const decided = decidedTask(dynamodb?.NewImage);
    if (decided !== undefined) {
      await deliverDecision(world, decided);
      await noteOrder(world, decided.task);
      if (opensGate(decided.task)) await releaseGate(world, decided.task.caseId);
    }
    const changed = writtenDocument(dynamodb?.NewImage);
    if (changed !== undefined) await recallTasks(world, changed);
    const waiting = caseAtGate(dynamodb?.NewImage);
    if (waiting !== undefined) await releaseGate(world, waiting);
  },
});
