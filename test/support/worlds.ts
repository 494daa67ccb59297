import { absenceRecords } from '../../functions/shared/adapters/absence-records.ts';
import { answerRecords } from '../../functions/shared/adapters/answer-records.ts';
import { applicationRecords } from '../../functions/shared/adapters/application-records.ts';
import { caseContactRecords } from '../../functions/shared/adapters/case-contact-records.ts';
import { caseRecords } from '../../functions/shared/adapters/case-records.ts';
import { commentRecords } from '../../functions/shared/adapters/comment-records.ts';
import { contactRecords } from '../../functions/shared/adapters/contact-records.ts';
import { customerCorrections } from '../../functions/shared/adapters/customer-corrections.ts';
import { customerMerges } from '../../functions/shared/adapters/customer-merges.ts';
import { customerOrders } from '../../functions/shared/adapters/customer-orders.ts';
import { customerRecords } from '../../functions/shared/adapters/customer-records.ts';
import { dueRecords } from '../../functions/shared/adapters/due-records.ts';
import { followUpRecords } from '../../functions/shared/adapters/follow-up-records.ts';
import { gateRecords } from '../../functions/shared/adapters/gate-records.ts';
import { handoverRecords } from '../../functions/shared/adapters/handover-records.ts';
import { ladderRecords } from '../../functions/shared/adapters/ladder-records.ts';
import { personRecords } from '../../functions/shared/adapters/person-records.ts';
import { recyclingRecords } from '../../functions/shared/adapters/recycling-records.ts';
import { taskRecords } from '../../functions/shared/adapters/task-records.ts';
import type { Contacts } from '../../functions/shared/domain/contact.ts';
import type { CustomerCorrections } from '../../functions/shared/domain/customer-correction.ts';
import type { CustomerMerges } from '../../functions/shared/domain/customer-merge.ts';
import type { Gates } from '../../functions/shared/domain/gate.ts';
import type {
  Answers,
  Applications,
  Cases,
  Customers,
  Ladders,
  People,
  Tasks,
} from '../../functions/shared/domain/ports.ts';
import type { CustomerOrders, Recycling } from '../../functions/shared/domain/recycling-ports.ts';
import { type AdjustableClock, adjustableClock } from './adjustable-clock.ts';
import { engines, startDatabase } from './database.ts';
import type { MemoryInbox } from './memory-inbox.ts';
import { memoryWorld } from './memory-world.ts';

/** The ports that keep records, whoever keeps them. */
export interface Records extends MemoryInbox {
  readonly clock: AdjustableClock;
  readonly cases: Cases;
  readonly tasks: Tasks;
  readonly gates: Gates;
  readonly people: People;
  readonly customers: Customers & CustomerCorrections & CustomerMerges;
  readonly contacts: Contacts;
  readonly recycling: Recycling & CustomerOrders;
  readonly applications: Applications;
  readonly answers: Answers;
  readonly ladders: Ladders;
}

/** A keeper of records: the twin in memory, or the adapters on a database. */
export interface Keeper {
  readonly title: string;
  readonly available: boolean;
  /** Starts it; `fresh` then hands out empty records for each test. */
  start(): Promise<{ fresh(): Promise<Records>; stop(): Promise<void> }>;
}

/** Everything a contract of the record-keeping ports must hold for. */
export const keepers: readonly Keeper[] = [
  {
    title: 'the twin in memory',
    available: true,
    start: async () => ({ fresh: async () => memoryWorld(), stop: async () => {} }),
  },
  ...engines.map(
    (engine): Keeper => ({
      title: engine.title,
      available: engine.available,
      async start() {
        const database = await startDatabase(engine);
        return {
          async fresh() {
            const table = await database.table();
            const clock = adjustableClock();
            return {
              clock,
              cases: caseRecords(table),
              tasks: taskRecords(table),
              gates: gateRecords(table),
              people: personRecords(table),
              customers: { ...customerRecords(table), ...customerCorrections(table), ...customerMerges(table) },
              contacts: contactRecords(table),
              recycling: { ...recyclingRecords(table), ...customerOrders(table) },
              applications: applicationRecords(table),
              answers: answerRecords(table, clock.now),
              ladders: ladderRecords(table),
              handovers: handoverRecords(table),
              caseContacts: caseContactRecords(table),
              absences: absenceRecords(table),
              comments: commentRecords(table),
              followUps: followUpRecords(table),
              dueWork: dueRecords(table),
            };
          },
          stop: () => database.stop(),
        };
      },
    }),
  ),
];
