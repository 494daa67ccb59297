import { type CustomerImport, noLanes, noRows } from '../../functions/shared/domain/customer-import.ts';

/** An import that awaits its file. */
export function anImport(change: Partial<CustomerImport> = {}): CustomerImport {
  return {
    id: 'I-1',
    by: 'li.na',
    forOthers: false,
    fileName: 'customers.csv',
    format: 'csv',
    status: 'AWAITING_FILE',
    createdAt: '2026-11-23T02:00:00.000Z',
    lanes: [...noLanes],
    counts: noRows,
    attempt: 1,
    ...change,
  };
}
