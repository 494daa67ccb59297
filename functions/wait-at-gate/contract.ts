import * as z from 'zod/mini';
import { gates } from '../shared/domain/gate.ts';

const setting = z.string().check(z.minLength(1));

/** What the function is told by its environment. */
export const env = z.object({
  /** Name of the Records table. */
  RECORDS_TABLE: setting,
});

/** The payload of the state that waits at the gate. */
export const input = z.object({
  caseId: z.string().check(z.minLength(1)),
  gate: z.enum(gates),
  /** When the state was entered; the same for every retry of it. */
  enteredTime: z.iso.datetime({ offset: true }),
  taskToken: z.string().check(z.minLength(1)),
  /** Which token of this entry it is: each redrive counts a thousand, each retry one. */
  issue: z._default(z.int(), 0),
});
export type Input = z.infer<typeof input>;

/** For the execution's history; the state's result comes with the token. */
export const output = z.object({ waits: z.boolean() });
export type Output = z.infer<typeof output>;
