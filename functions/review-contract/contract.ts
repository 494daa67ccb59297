import * as z from 'zod/mini';
import { finding } from '../shared/domain/task.ts';

/** What the function is told by its environment. */
export const env = z.object({
  /** Name of the Records table. */
  RECORDS_TABLE: z.string().check(z.minLength(1)),
});

/** The payload the state machine sends. */
export const input = z.object({ caseId: z.string() });

/** What the reviewer is handed, in the order of the rules. */
export const output = z.object({ findings: z.array(finding) });
export type Output = z.infer<typeof output>;
