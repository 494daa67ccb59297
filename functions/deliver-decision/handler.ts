import { setTimeout as pause } from 'node:timers/promises';
import { caseRecords, writtenDocument } from '../shared/adapters/case-records.ts';
import { customerOrders } from '../shared/adapters/customer-orders.ts';
import { caseAtGate, gateRecords } from '../shared/adapters/gate-records.ts';
import { getItem, recordsTable } from '../shared/adapters/records-table.ts';
import { taskTokens } from '../shared/adapters/step-functions.ts';
import { decidedTask, taskRecords } from '../shared/adapters/task-records.ts';
import { opensGate } from '../shared/domain/gate.ts';
import { changeBatch } from '../shared/runtime/change-batch.ts';
import { observer } from '../shared/runtime/observer.ts';
import { env } from './contract.ts';
import { deliverDecision } from './deliver-decision.ts';
import { noteOrder } from './note-order.ts';
import { recallTasks } from './recall-tasks.ts';
import { releaseGate } from './release-gate.ts';

/** Longer than from a delivery to its record, in milliseconds. */
const RECORDING = 2_000;

/** Told of tasks decided, document versions written, branches that wait at a gate. */
export const handler = changeBatch({
  env,
  wire: ({ RECORDS_TABLE }) => {
    const table = recordsTable(RECORDS_TABLE);
    return {
      table,
      cases: caseRecords(table),
      tasks: taskRecords(table),
      gates: gateRecords(table),
      orders: customerOrders(table),
      workflow: taskTokens(),
      now: () => new Date(),
      observer,
      pause: () => pause(RECORDING),
    };
  },
  change: async (world, key) => {
    const item = await getItem(world.table, key);
    const decided = decidedTask(item);
    if (decided !== undefined) {
      await deliverDecision(world, decided);
      await noteOrder(world, decided.task);
      if (opensGate(decided.task)) await releaseGate(world, decided.task.caseId);
    }
    const changed = writtenDocument(item);
    if (changed !== undefined) await recallTasks(world, changed);
    const waiting = caseAtGate(item);
    if (waiting !== undefined) await releaseGate(world, waiting);
  },
});
