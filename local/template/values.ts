import { z } from 'zod';
import type { Json } from '../asl/contract.ts';

/** CloudFormation takes numbers and booleans as text as well. */
export const numeric = z.coerce.number();
export const flag = z.union([z.boolean(), z.stringbool()]);
export const json: z.ZodType<Json> = z.json();

/** Text that holds JSON, or the JSON itself, as several resource types allow. */
export const jsonOrText = json.transform((value, context): Json => {
  if (typeof value !== 'string') return value;
  try {
    return z.json().parse(JSON.parse(value));
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
});
