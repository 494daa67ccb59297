import { chinaCalendar } from '../../functions/shared/domain/china-calendar.ts';
import { recyclingRuleOf } from '../../functions/shared/domain/recycling.ts';
import { type AdjustableClock, adjustableClock } from './adjustable-clock.ts';
import { memoryAccounts } from './memory-accounts.ts';
import { memoryAnswers } from './memory-answers.ts';
import { memoryApplications } from './memory-applications.ts';
import { memoryCases } from './memory-cases.ts';
import { memoryContacts } from './memory-contacts.ts';
import { memoryCustomers } from './memory-customers.ts';
import { memoryFiles } from './memory-files.ts';
import { memoryGates } from './memory-gates.ts';
import { memoryImports } from './memory-imports.ts';
import { memoryInbox } from './memory-inbox.ts';
import { memoryLadders } from './memory-ladders.ts';
import { memoryMailer, memoryObserver, memorySecrets, memoryWorkflow } from './memory-outside.ts';
import { memoryPeople } from './memory-people.ts';
import { memoryRecords } from './memory-records.ts';
import { memoryRecycling } from './memory-recycling.ts';
import { memorySuppressions } from './memory-suppressions.ts';
import { memoryTasks } from './memory-tasks.ts';

/** Every port's in-memory twin, on one set of records and one clock: what a use case's test hands it. */
export function memoryWorld(clock: AdjustableClock = adjustableClock()) {
  const records = memoryRecords();
  const files = memoryFiles();
  const inbox = memoryInbox(records, files.attachments);
  const customers = memoryCustomers(records);
  return {
    clock,
    now: clock.now,
    records,
    cases: memoryCases(records),
    tasks: memoryTasks(records),
    gates: memoryGates(),
    files,
    people: memoryPeople(records),
    accounts: memoryAccounts(),
    ...inbox,
    ...memorySuppressions(records, inbox),
    ladders: memoryLadders(records, inbox.handovers),
    customers,
    contacts: memoryContacts(records),
    recycling: memoryRecycling(records, customers),
    terms: { rule: recyclingRuleOf(undefined), calendar: chinaCalendar },
    applications: memoryApplications(records),
    ...memoryImports(),
    answers: memoryAnswers(clock.now),
    mailer: memoryMailer(),
    workflow: memoryWorkflow(),
    importWorkflow: memoryWorkflow(),
    secrets: memorySecrets(),
    observer: memoryObserver(),
    publicUrl: 'https://sop.example.com',
  };
}
export type MemoryWorld = ReturnType<typeof memoryWorld>;
