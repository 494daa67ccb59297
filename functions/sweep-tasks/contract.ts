import * as z from 'zod/mini';
import { env as openTaskEnv } from '../open-task/contract.ts';

/** What the function is told by its environment: the same as what opens tasks, since it mails the same links. */
export const env = openTaskEnv;

/** The schedule's event; nothing of it matters. */
export const input = z.object({});
export type Input = z.infer<typeof input>;

/** What the sweep did. */
export const output = z.object({
  /** Tasks whose ladder was climbed, or whose clock was stopped or started. */
  settled: z.int(),
  /** Tasks that were due no more when they were looked at. */
  passedBy: z.int(),
});
export type Output = z.infer<typeof output>;
