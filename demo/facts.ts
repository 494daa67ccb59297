import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { roleIds } from '../functions/shared/domain/roles.ts';

const decision = z.strictObject({
  outcome: z.string(),
  comment: z.string().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
});

const factsSchema = z.strictObject({
  about: z.string().optional(),
  customer: z.strictObject({
    name: z.string(),
    landline: z.string(),
    fax: z.string(),
    address: z.string(),
    city: z.string().optional(),
  }),
  case: z.strictObject({
    title: z.string(),
    contact: z.strictObject({ name: z.string(), email: z.email(), language: z.enum(['zh-CN', 'en']).optional() }),
    sales: z.string(),
    assistant: z.string(),
    settings: z.record(z.string(), z.unknown()).optional(),
  }),
  /** Who acts for a department; the first seeded person of the role where nobody is named. */
  people: z.partialRecord(z.enum(roleIds), z.string()).optional(),
  decisions: z.record(z.string(), z.array(decision).min(1)),
});

/** What one case is made of, as `demo/README.md` describes it. */
export type Facts = z.infer<typeof factsSchema>;
export type FactDecision = z.infer<typeof decision>;

const DAY_MS = 86_400_000;

/**
 * Reads a file of facts and turns every `today+N` into the date N days after `today`, in China.
 * @throws Error that names the member to mend.
 */
export function readFacts(file: string, today: Date): Facts {
  const dated = readFileSync(file, 'utf8').replaceAll(/today\+(\d{1,4})/g, (_, days: string) =>
    new Date(today.getTime() + Number(days) * DAY_MS).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' }),
  );
  const parsed = factsSchema.safeParse(jsonOf(dated, file));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The same facts without any refusal: a case that goes straight through. */
export function straightThrough(facts: Facts): Facts {
  const refusals = new Set(['refused', 'fails', 'failed', 'declined', 'close']);
  const decisions = Object.fromEntries(
    Object.entries(facts.decisions).map(([step, made]) => [step, made.filter(({ outcome }) => !refusals.has(outcome))]),
  );
  const revised = facts.decisions['21'];
  return { ...facts, decisions: revised === undefined ? decisions : { ...decisions, 5: revised } };
}
